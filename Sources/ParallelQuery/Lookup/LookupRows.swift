import Glibc
import SQLiteKit

/// Rows found by the values of their first columns: a hash table with all rows of a key in a chain, in the order they came.
///
/// Built once by one thread, then read by many. A slot is the hash's lower half, then the record's place in units of 8 bytes,
/// so that a key that is not there is not looked for among the records. A record is: next in the chain (4, in the same
/// units, 0 for none), last of the chain (4, kept up in the first record only), the record's size (4), key length (4), which
/// of the first 32 keys came as integral reals (4), nothing (4), the key's bytes as `GroupKey` writes them, then the other
/// columns in the same form, padded to 8.
final class LookupRows {
  let keyCount: Int
  let columnCount: Int
  private var slots: UnsafeMutablePointer<UInt64>
  private var slotCount: Int
  private let arena: RecordArena
  private(set) var count = 0

  static let headerBytes = 24

  init(keyCount: Int, columnCount: Int, memoryBudget: Int, spillDirectory: String) {
    self.keyCount = keyCount
    self.columnCount = columnCount
    slotCount = 1 << 12
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    arena = RecordArena(budget: memoryBudget, spillDirectory: spillDirectory)
  }

  deinit { slots.deallocate() }

  /// Whether no place is left that a slot can name.
  var isFull: Bool { arena.used / 8 > Int(UInt32.max) - (1 << 20) }
  /// Whether what points into the records stays valid.
  var isInMemory: Bool { arena.isInMemory }

  /// Takes the current row of a statement whose columns are the keys, then the rest.
  func insert(
    _ statement: Statement, key: inout GroupKey, rest: inout GroupKey, _ buffer: RecordBuffer
  ) throws(GroupingError) {
    key.read(statement, count: keyCount)
    rest.read(statement, from: keyCount, count: columnCount - keyCount, asKey: false)
    let hash = key.hash
    let size = (Self.headerBytes + key.size + rest.size + 7) & ~7
    let slot = try self.slot(hash: hash, key: key.bytes, buffer)
    let offset = arena.used
    let record = try arena.append(size)
    record.storeBytes(of: 0, as: UInt32.self)
    record.storeBytes(of: UInt32(offset / 8), toByteOffset: 4, as: UInt32.self)
    record.storeBytes(of: UInt32(key.size), toByteOffset: 12, as: UInt32.self)
    record.storeBytes(of: key.realMask, toByteOffset: 16, as: UInt32.self)
    memcpy(record + Self.headerBytes, key.bytes.baseAddress.unsafelyUnwrapped, key.size)
    if rest.size > 0 {
      memcpy(record + Self.headerBytes + key.size, rest.bytes.baseAddress.unsafelyUnwrapped, rest.size)
    }
    let unit = UInt32(offset / 8)
    if slots[slot] == 0 {
      slots[slot] = hash << 32 | UInt64(unit)
    } else {
      let first = Int(slots[slot] & 0xFFFF_FFFF) * 8
      let last = Int(try arena.record(at: first, buffer).load(fromByteOffset: 4, as: UInt32.self)) * 8
      try arena.store(unit, at: last)
      try arena.store(unit, at: first + 4)
    }
    count += 1
    if count * 10 > slotCount * 7 { growSlots() }
  }

  /// Call it when all rows are in.
  func finish() throws(GroupingError) { try arena.finish() }

  /// The first record of a key in units of 8 bytes, or 0.
  @inline(__always)
  func first(hash: UInt64, key: UnsafeRawBufferPointer, _ buffer: RecordBuffer) throws(GroupingError) -> UInt32 {
    UInt32(truncatingIfNeeded: slots[try slot(hash: hash, key: key, buffer)])
  }

  /// A record; one that is not in memory is read into `buffer`.
  @inline(__always)
  func record(_ unit: UInt32, _ buffer: RecordBuffer) throws(GroupingError) -> LookupRecord {
    LookupRecord(start: try arena.record(at: Int(unit) * 8, buffer))
  }

  /// The record that follows in the order of insertion, or 0 after the last.
  func following(_ unit: UInt32, _ buffer: RecordBuffer) throws(GroupingError) -> UInt32 {
    let offset = unit == 0 ? 8 : Int(unit) * 8 + (try record(unit, buffer)).size
    return offset < arena.used ? UInt32(offset / 8) : 0
  }

  /// Bytes of one encoded value.
  @inline(__always)
  static func encodedSize(_ value: UnsafeRawPointer) -> Int {
    switch value.load(as: UInt8.self) {
    case 0: 1
    case 1, 2: 9
    default: 5 + Int(value.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
    }
  }

  /// The slot of a key: its own, or the free one where it would go.
  @inline(__always)
  private func slot(
    hash: UInt64, key: UnsafeRawBufferPointer, _ buffer: RecordBuffer
  ) throws(GroupingError) -> Int {
    let tag = hash & 0xFFFF_FFFF
    var slot = Int(tag) & (slotCount - 1)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == tag, try record(UInt32(truncatingIfNeeded: slots[slot]), buffer).hasKey(key) {
        return slot
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return slot
  }

  private func growSlots() {
    let larger = slotCount * 2
    let new = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    new.initialize(repeating: 0, count: larger)
    for index in 0..<slotCount where slots[index] != 0 {
      var slot = Int(slots[index] >> 32) & (larger - 1)
      while new[slot] != 0 { slot = (slot + 1) & (larger - 1) }
      new[slot] = slots[index]
    }
    slots.deallocate()
    slots = new
    slotCount = larger
  }
}

/// One row of a lookup as it is kept.
struct LookupRecord {
  let start: UnsafeRawPointer

  /// The next of the same key, or 0.
  @inline(__always) var next: UInt32 { start.load(as: UInt32.self) }
  @inline(__always) var size: Int { Int(start.load(fromByteOffset: RecordArena.sizeOffset, as: UInt32.self)) }
  /// Which of the first 32 columns are integral reals.
  @inline(__always) var realMask: UInt32 { start.load(fromByteOffset: 16, as: UInt32.self) }
  /// The encoded columns, keys first.
  @inline(__always) var columns: UnsafeRawPointer { start + LookupRows.headerBytes }

  @inline(__always)
  func hasKey(_ key: UnsafeRawBufferPointer) -> Bool {
    Int(start.load(fromByteOffset: 12, as: UInt32.self)) == key.count
      && memcmp(columns, key.baseAddress.unsafelyUnwrapped, key.count) == 0
  }
}
