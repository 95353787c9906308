import Glibc
import Synchronization

/// The best row of each key so far, shared by all workers: in shards, each behind a lock of its own.
final class RankTable: Sendable {
  private let shards: [LockedShard]
  private static let shardBits = 6

  /// - Parameter memoryBudget: bytes all keys and order keys may take.
  init(memoryBudget: Int) {
    let count = 1 << Self.shardBits
    shards = (0..<count).map { _ in LockedShard(budget: memoryBudget / count) }
  }

  /// Holds a row against the best of its key.
  ///
  /// - Parameters:
  ///   - row: the key's bytes, then the order's.
  ///   - position: the row's place among all, above 0: of rows that are equal in order the first wins. It is the row's rowid.
  ///   - isWanted: false for a row that takes part and is never written.
  /// - Returns: whether to write the row. One that was written before and is beaten now is noted as a loser.
  func offer(
    _ row: UnsafePointer<UInt8>, keyCount: Int, count: Int, position: Int64, isWanted: Bool
  ) throws(RankingRefusal) -> Bool {
    let hash = Self.hash(row, keyCount)
    return try shards[Int(hash >> (64 - UInt64(Self.shardBits)))].withShard { shard throws(RankingRefusal) in
      try shard.offer(
        row, keyCount: keyCount, count: count, hash: UInt32(truncatingIfNeeded: hash), position: position,
        isWanted: isWanted)
    }
  }

  /// The rowids of rows that were written and beaten later, in order.
  var losers: [Int64] {
    var all: [Int64] = []
    for locked in shards { locked.withShard { all += $0.losers } }
    return all.sorted()
  }

  /// Eight bytes at a time through a multiplication; the high bits choose the shard, the low ones the slot.
  private static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
    var index = 0
    let raw = UnsafeRawPointer(bytes)
    while index + 8 <= count {
      hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let wide = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return wide.high ^ wide.low
  }

  /// Unchecked: the shard is reached under the lock alone. (A `Mutex` of it would not let rows in, which are bytes of the
  /// worker that holds them.)
  private final class LockedShard: @unchecked Sendable {
    private let lock = Mutex(())
    private var shard: Shard

    init(budget: Int) { shard = Shard(budget: budget) }

    func withShard<Result, Failure: Error>(
      _ body: (inout Shard) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      try lock.withLock { _ throws(Failure) in try body(&shard) }
    }
  }

  private struct Shard: ~Copyable {
    private struct Entry {
      var place: Int
      var keyCount: Int32
      var orderCount: Int32
      var hash: UInt32
      var isWritten: Bool
      var position: Int64
    }

    private var slots = [UInt32](repeating: 0, count: 256)
    private var entries: [Entry] = []
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 12
    private var used = 0
    private let budget: Int
    private(set) var losers: [Int64] = []

    init(budget: Int) {
      self.budget = budget
      bytes = .allocate(capacity: capacity)
    }

    deinit { bytes.deallocate() }

    mutating func offer(
      _ row: UnsafePointer<UInt8>, keyCount: Int, count: Int, hash: UInt32, position: Int64, isWanted: Bool
    ) throws(RankingRefusal) -> Bool {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let index = Int(slots[slot] - 1)
        let entry = entries[index]
        if entry.hash == hash, entry.keyCount == keyCount, memcmp(bytes + entry.place, row, keyCount) == 0 {
          return try contest(index, row + keyCount, count - keyCount, position: position, isWanted: isWanted)
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      entries.append(
        Entry(
          place: try store(row, count), keyCount: Int32(keyCount), orderCount: Int32(count - keyCount), hash: hash,
          isWritten: isWanted, position: position))
      slots[slot] = UInt32(entries.count)
      if entries.count * 2 > slots.count { grow() }
      return isWanted
    }

    private mutating func contest(
      _ index: Int, _ order: UnsafePointer<UInt8>, _ count: Int, position: Int64, isWanted: Bool
    ) throws(RankingRefusal) -> Bool {
      let entry = entries[index]
      let known = bytes + entry.place + Int(entry.keyCount)
      let comparison = precedes(order, count, known, Int(entry.orderCount))
      guard comparison < 0 || (comparison == 0 && position < entry.position) else { return false }
      if entry.isWritten { losers.append(entry.position) }
      if count <= Int(entry.orderCount) {
        known.update(from: order, count: count)
      } else {
        // Longer than what it replaces: key and order move to a new place, the old one is lost.
        let place = try store(bytes + entry.place, Int(entry.keyCount), order, count)
        entries[index].place = place
      }
      entries[index].orderCount = Int32(count)
      entries[index].isWritten = isWanted
      entries[index].position = position
      return isWanted
    }

    private mutating func store(_ row: UnsafePointer<UInt8>, _ count: Int) throws(RankingRefusal) -> Int {
      try reserve(count)
      (bytes + used).update(from: row, count: count)
      defer { used += count }
      return used
    }

    private mutating func store(
      _ key: UnsafePointer<UInt8>, _ keyCount: Int, _ order: UnsafePointer<UInt8>, _ count: Int
    ) throws(RankingRefusal) -> Int {
      let offset = key - UnsafePointer(bytes)
      try reserve(keyCount + count)
      // The key lies in these very bytes, which may have moved.
      (bytes + used).update(from: bytes + offset, count: keyCount)
      (bytes + used + keyCount).update(from: order, count: count)
      defer { used += keyCount + count }
      return used
    }

    private mutating func reserve(_ more: Int) throws(RankingRefusal) {
      guard used + more > capacity else { return }
      let larger = max(capacity + capacity / 2, used + more)
      guard larger + entries.capacity * MemoryLayout<Entry>.stride + slots.count * 4 <= budget else {
        throw RankingRefusal(description: "more keys than fit into the memory for ranking rows")
      }
      let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
      new.update(from: bytes, count: used)
      bytes.deallocate()
      (bytes, capacity) = (new, larger)
    }

    private mutating func grow() {
      slots = [UInt32](repeating: 0, count: slots.count * 2)
      for (index, entry) in entries.enumerated() {
        var slot = Int(entry.hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index + 1)
      }
    }
  }
}
