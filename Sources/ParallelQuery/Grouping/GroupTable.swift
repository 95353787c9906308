import Glibc

/// A hash table of groups: key bytes and aggregate states, in one arena of records.
///
/// A record is: hash (8), key length (4), which keys were integral reals (4), a state of 32 bytes for each aggregate,
/// the key's bytes padded to 8. Texts of extremes lie in an arena of their own.
final class GroupTable {
  let aggregates: [GroupAggregate]
  private let stateBytes: Int
  private var slots: UnsafeMutablePointer<UInt64>
  private var slotCount: Int
  private var records: UnsafeMutableRawPointer
  private var recordsCapacity: Int
  private(set) var recordsUsed = 0
  private var texts: UnsafeMutableRawPointer
  private var textsCapacity: Int
  private var textsUsed = 0
  private(set) var count = 0

  static let headerBytes = 16

  init(aggregates: [GroupAggregate]) {
    self.aggregates = aggregates
    stateBytes = aggregates.count * MemoryLayout<AggregateState>.stride
    slotCount = 1024
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    recordsCapacity = 1 << 16
    records = .allocate(byteCount: recordsCapacity, alignment: 16)
    textsCapacity = 1 << 12
    texts = .allocate(byteCount: textsCapacity, alignment: 16)
  }

  deinit {
    slots.deallocate()
    records.deallocate()
    texts.deallocate()
  }

  /// Bytes held, for the memory budget.
  var bytesHeld: Int { recordsCapacity + textsCapacity + slotCount * 8 }

  /// The states of the group of this key, made when it is new. Valid until the next call.
  @inline(__always)
  func states(
    hash: UInt64, key: UnsafeRawBufferPointer, realMask: UInt32
  ) -> UnsafeMutablePointer<AggregateState> {
    var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
    let tag = hash & 0xFFFF_FFFF_0000_0000
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry & 0xFFFF_FFFF_0000_0000 == tag {
        let record = records + (Int(entry & 0xFFFF_FFFF) - 1) * 8
        if record.load(as: UInt64.self) == hash, Int(record.load(fromByteOffset: 8, as: UInt32.self)) == key.count,
          memcmp(record + Self.headerBytes + stateBytes, key.baseAddress.unsafelyUnwrapped, key.count) == 0
        {
          return (record + Self.headerBytes).assumingMemoryBound(to: AggregateState.self)
        }
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return insert(hash: hash, key: key, realMask: realMask, slot: slot)
  }

  private func insert(
    hash: UInt64, key: UnsafeRawBufferPointer, realMask: UInt32, slot: Int
  ) -> UnsafeMutablePointer<AggregateState> {
    let size = recordSize(keyLength: key.count)
    if recordsUsed + size > recordsCapacity { growRecords(size) }
    let record = records + recordsUsed
    record.storeBytes(of: hash, as: UInt64.self)
    record.storeBytes(of: UInt32(key.count), toByteOffset: 8, as: UInt32.self)
    record.storeBytes(of: realMask, toByteOffset: 12, as: UInt32.self)
    let states = (record + Self.headerBytes).bindMemory(to: AggregateState.self, capacity: aggregates.count)
    states.initialize(repeating: AggregateState(), count: aggregates.count)
    if let base = key.baseAddress { memcpy(record + Self.headerBytes + stateBytes, base, key.count) }
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(recordsUsed / 8 + 1)
    recordsUsed += size
    count += 1
    if count * 10 > slotCount * 6 { growSlots() }
    return states
  }

  @inline(__always)
  private func recordSize(keyLength: Int) -> Int { (Self.headerBytes + stateBytes + keyLength + 7) & ~7 }

  /// Keeps the bytes of a text or blob extreme: short ones in the state, others in the texts' arena, in place where they fit.
  func keep(_ bytes: UnsafeRawBufferPointer, in state: UnsafeMutablePointer<AggregateState>) {
    state.pointee.length = UInt32(bytes.count)
    let hadRoom = state.pointee.kind == .text || state.pointee.kind == .blob ? Int(state.pointee.capacity) : 0
    if hadRoom == 0, bytes.count <= AggregateState.inlineBytes {
      state.pointee.capacity = 0
      if let base = bytes.baseAddress {
        memcpy(UnsafeMutableRawPointer(state) + AggregateState.inlineOffset, base, bytes.count)
      }
      return
    }
    if bytes.count > hadRoom {
      let room = min(Int(UInt16.max), (bytes.count + 15) & ~7)
      let size = max(bytes.count, room)
      if textsUsed + size > textsCapacity { growTexts(size) }
      state.pointee.integer = Int64(textsUsed)
      state.pointee.capacity = UInt16(room)
      textsUsed += size
    }
    if let base = bytes.baseAddress { memcpy(texts + Int(state.pointee.integer), base, bytes.count) }
  }

  /// The bytes of a state's text or blob.
  @inline(__always)
  func bytes(of state: UnsafePointer<AggregateState>) -> UnsafeRawBufferPointer {
    let start =
      state.pointee.capacity == 0
      ? UnsafeRawPointer(state) + AggregateState.inlineOffset : UnsafeRawPointer(texts + Int(state.pointee.integer))
    return UnsafeRawBufferPointer(start: start, count: Int(state.pointee.length))
  }

  /// One group as it lies in the arena.
  struct Record {
    let hash: UInt64
    let realMask: UInt32
    let key: UnsafeRawBufferPointer
    let states: UnsafeMutablePointer<AggregateState>
    let bytes: UnsafeRawBufferPointer
  }

  func record(at offset: Int) -> Record {
    let record = records + offset
    let keyLength = Int(record.load(fromByteOffset: 8, as: UInt32.self))
    return Record(
      hash: record.load(as: UInt64.self), realMask: record.load(fromByteOffset: 12, as: UInt32.self),
      key: UnsafeRawBufferPointer(start: record + Self.headerBytes + stateBytes, count: keyLength),
      states: (record + Self.headerBytes).assumingMemoryBound(to: AggregateState.self),
      bytes: UnsafeRawBufferPointer(start: record, count: recordSize(keyLength: keyLength)))
  }

  /// All groups, in the order they were first seen.
  func forEach<Failure: Error>(_ body: (Record) throws(Failure) -> Void) throws(Failure) {
    var offset = 0
    while offset < recordsUsed {
      let record = record(at: offset)
      try body(record)
      offset += record.bytes.count
    }
  }

  /// Forgets all groups and gives the memory back but for a small start.
  func removeAll() {
    slots.deallocate()
    records.deallocate()
    texts.deallocate()
    slotCount = 1024
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    recordsCapacity = 1 << 16
    records = .allocate(byteCount: recordsCapacity, alignment: 16)
    textsCapacity = 1 << 12
    texts = .allocate(byteCount: textsCapacity, alignment: 16)
    recordsUsed = 0
    textsUsed = 0
    count = 0
  }

  private func growSlots() {
    let larger = slotCount * 4
    let new = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    new.initialize(repeating: 0, count: larger)
    var offset = 0
    while offset < recordsUsed {
      let record = records + offset
      let hash = record.load(as: UInt64.self)
      var slot = Int(truncatingIfNeeded: hash) & (larger - 1)
      while new[slot] != 0 { slot = (slot + 1) & (larger - 1) }
      new[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(offset / 8 + 1)
      offset += recordSize(keyLength: Int(record.load(fromByteOffset: 8, as: UInt32.self)))
    }
    slots.deallocate()
    slots = new
    slotCount = larger
  }

  private func growRecords(_ size: Int) {
    let capacity = max(recordsCapacity * 2, recordsUsed + size)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    memcpy(larger, records, recordsUsed)
    records.deallocate()
    records = larger
    recordsCapacity = capacity
  }

  private func growTexts(_ size: Int) {
    let capacity = max(textsCapacity * 2, textsUsed + size)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    memcpy(larger, texts, textsUsed)
    texts.deallocate()
    texts = larger
    textsCapacity = capacity
  }
}
