import Glibc
import SQLiteKit

/// Rows found by the values of their first columns: a hash table with all rows of a key in a chain, in the order they came.
///
/// Built once by one thread, then read by many. A record is: next in the chain (4, in units of 8 bytes, 0 for none), last of the
/// chain (4, kept up in the first record only), hash (8), key length (4), which of the first 32 keys
/// came as integral reals (4), the key's bytes as
/// `GroupKey` writes them, then the other columns in the same form, padded to 8.
final class LookupRows {
  let keyCount: Int
  let columnCount: Int
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotCount: Int
  private var records: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var used = 8
  private(set) var count = 0

  static let headerBytes = 24

  init(keyCount: Int, columnCount: Int) {
    self.keyCount = keyCount
    self.columnCount = columnCount
    slotCount = 1 << 12
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    capacity = 1 << 18
    records = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    slots.deallocate()
    records.deallocate()
  }

  var bytesHeld: Int { capacity + slotCount * 4 }

  /// Takes the current row of a statement whose columns are the keys, then the rest.
  func insert(_ statement: Statement, key: inout GroupKey, rest: inout GroupKey) {
    key.read(statement, count: keyCount)
    rest.read(statement, from: keyCount, count: columnCount - keyCount, asKey: false)
    let hash = key.hash
    let size = (Self.headerBytes + key.size + rest.size + 7) & ~7
    if used + size > capacity { grow(size) }
    let record = records + used
    record.storeBytes(of: 0, as: UInt32.self)
    record.storeBytes(of: UInt32(used / 8), toByteOffset: 4, as: UInt32.self)
    record.storeBytes(of: hash, toByteOffset: 8, as: UInt64.self)
    record.storeBytes(of: UInt32(key.size), toByteOffset: 16, as: UInt32.self)
    record.storeBytes(of: key.realMask, toByteOffset: 20, as: UInt32.self)
    memcpy(record + Self.headerBytes, key.bytes.baseAddress.unsafelyUnwrapped, key.size)
    if rest.size > 0 {
      memcpy(record + Self.headerBytes + key.size, rest.bytes.baseAddress.unsafelyUnwrapped, rest.size)
    }
    let slot = self.slot(hash: hash, key: key.bytes)
    let unit = UInt32(used / 8)
    if slots[slot] == 0 {
      slots[slot] = unit
    } else {
      let first = records + Int(slots[slot]) * 8
      let last = Int(first.load(fromByteOffset: 4, as: UInt32.self))
      (records + last * 8).storeBytes(of: unit, as: UInt32.self)
      first.storeBytes(of: unit, toByteOffset: 4, as: UInt32.self)
    }
    used += size
    count += 1
    if count * 10 > slotCount * 6 { growSlots() }
  }

  /// The first record of a key in units of 8 bytes, or 0.
  @inline(__always)
  func first(hash: UInt64, key: UnsafeRawBufferPointer) -> UInt32 { slots[slot(hash: hash, key: key)] }

  /// The next record of the same key, or 0.
  @inline(__always)
  func next(after unit: UInt32) -> UInt32 { (records + Int(unit) * 8).load(as: UInt32.self) }

  /// The record that follows in the order of insertion, or 0 after the last.
  func following(_ unit: UInt32) -> UInt32 {
    let offset = unit == 0 ? 8 : Int(unit) * 8 + recordSize(unit)
    return offset < used ? UInt32(offset / 8) : 0
  }

  /// The encoded columns of a record, keys first, and the mask of those that are integral reals.
  @inline(__always)
  func image(_ unit: UInt32) -> (bytes: UnsafeRawPointer, realMask: UInt32) {
    let record = records + Int(unit) * 8
    return (UnsafeRawPointer(record + Self.headerBytes), record.load(fromByteOffset: 20, as: UInt32.self))
  }

  private func recordSize(_ unit: UInt32) -> Int {
    var end = UnsafeRawPointer(records + Int(unit) * 8 + Self.headerBytes)
    for _ in 0..<columnCount { end += Self.encodedSize(end) }
    return (end - UnsafeRawPointer(records + Int(unit) * 8) + 7) & ~7
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
  private func slot(hash: UInt64, key: UnsafeRawBufferPointer) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
    while slots[slot] != 0 {
      let record = records + Int(slots[slot]) * 8
      if record.load(fromByteOffset: 8, as: UInt64.self) == hash,
        Int(record.load(fromByteOffset: 16, as: UInt32.self)) == key.count,
        memcmp(record + Self.headerBytes, key.baseAddress.unsafelyUnwrapped, key.count) == 0
      {
        return slot
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return slot
  }

  private func growSlots() {
    let larger = slotCount * 4
    let new = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
    new.initialize(repeating: 0, count: larger)
    for index in 0..<slotCount where slots[index] != 0 {
      let hash = (records + Int(slots[index]) * 8).load(fromByteOffset: 8, as: UInt64.self)
      var slot = Int(truncatingIfNeeded: hash) & (larger - 1)
      while new[slot] != 0 { slot = (slot + 1) & (larger - 1) }
      new[slot] = slots[index]
    }
    slots.deallocate()
    slots = new
    slotCount = larger
  }

  private func grow(_ size: Int) {
    let larger = max(capacity * 2, used + size)
    let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    memcpy(new, records, used)
    records.deallocate()
    records = new
    capacity = larger
  }
}
