import ParallelQuery
import Synchronization
import TableFile
import Threads

/// Tells whether any value stands twice among many: by 64-bit hashes, sorted into partitions small enough for the
/// processor's cache. No duplicate among the hashes proves that there is none among the values; a duplicate hash only
/// says that an exact look is worth it.
///
/// What goes beyond a few megabytes of hashes is written to files without names, partition by partition.
final class DuplicateFinder: Sendable {
  private static let partitions = 256
  private let parts = Mutex<[Part]>([])
  private let spillDirectory: String
  /// Hashes a part keeps in memory.
  private let mostKept: Int

  init(spillDirectory: String, mostKept: Int) {
    self.spillDirectory = spillDirectory
    self.mostKept = mostKept
  }

  /// What one thread collects.
  ///
  /// `@unchecked Sendable`: filled by one thread, then only read.
  final class Part: @unchecked Sendable {
    private let directory: String
    private let mostKept: Int
    private var kept: [[UInt64]]
    private var count = 0
    private var file: HashFile?

    fileprivate init(directory: String, mostKept: Int) {
      self.directory = directory
      self.mostKept = mostKept
      kept = Array(repeating: [], count: DuplicateFinder.partitions)
    }

    @inline(__always)
    func add(_ field: RecordField) {
      let hash: UInt64
      if field.isText {
        hash = hashBytes(field.bytes, 0xD6E8_FEB8_6659_FD93)
      } else if let integer = field.integer {
        hash = mix(UInt64(bitPattern: integer), 0x51ED_270B_9D9F_0A1D)
      } else if let number = field.real {
        // A whole real equals the integer of the same value.
        hash =
          Int64(exactly: number).map { mix(UInt64(bitPattern: $0), 0x51ED_270B_9D9F_0A1D) }
          ?? mix(number.bitPattern, 0x2545_F491_4F6C_DD1D)
      } else {
        hash = hashBytes(field.bytes, 0x9FB2_1C65_1E98_DF25)
      }
      kept[Int(hash >> 56)].append(hash)
      count += 1
    }

    /// Writes the hashes out when there are many.
    func spillIfLarge() throws {
      guard count > mostKept else { return }
      let file = try file ?? HashFile(directory: directory, partitions: DuplicateFinder.partitions)
      self.file = file
      try file.append(kept)
      for partition in kept.indices { kept[partition].removeAll(keepingCapacity: true) }
      count = 0
    }

    fileprivate func count(_ partition: Int) -> Int { kept[partition].count + (file?.count(partition) ?? 0) }

    fileprivate func hashes(_ partition: Int) throws -> [UInt64] {
      guard let file else { return kept[partition] }
      return try file.hashes(partition) + kept[partition]
    }
  }

  func makePart() -> Part { Part(directory: spillDirectory, mostKept: mostKept) }

  func take(_ part: Part) { parts.withLock { $0.append(part) } }

  /// Looks at what all parts hold; once.
  func hasDuplicates() throws -> Bool {
    let parts = parts.withLock { all in
      let taken = all
      all = []
      return taken
    }
    let found = Atomic<Bool>(false)
    try withExtendedLifetime(found) {
      try runOnThreads(2) { worker in
        for partition in stride(from: worker, to: Self.partitions, by: 2) where !found.load(ordering: .relaxed) {
          if try Self.repeats(parts, partition) { found.store(true, ordering: .relaxed) }
        }
      }
    }
    return found.load(ordering: .relaxed)
  }

  private static func repeats(_ parts: [Part], _ partition: Int) throws -> Bool {
    let count = parts.reduce(0) { $0 + $1.count(partition) }
    guard count > 1 else { return false }
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    let mask = capacity - 1
    return try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { slots in
      slots.initialize(repeating: 0)
      for part in parts {
        for hash in try part.hashes(partition) {
          // Zero marks an empty slot: that one hash is moved aside.
          let value = hash == 0 ? 1 : hash
          var slot = Int(truncatingIfNeeded: value) & mask
          while slots[slot] != 0 {
            if slots[slot] == value { return true }
            slot = (slot + 1) & mask
          }
          slots[slot] = value
        }
      }
      return false
    }
  }
}

@inline(__always)
private func mix(_ value: UInt64, _ seed: UInt64) -> UInt64 {
  let product = (value ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ (seed << 1 | 1))
  var mixed = product.high ^ product.low
  mixed ^= mixed >> 32
  mixed = mixed &* 0xD6E8_FEB8_6659_FD93
  return mixed ^ (mixed >> 29)
}

/// Eight bytes at a time, each folded by a full-width product.
private func hashBytes(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64) -> UInt64 {
  var hash = seed ^ UInt64(bytes.count)
  var position = 0
  while position + 8 <= bytes.count {
    hash = mix(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self), hash)
    position += 8
  }
  var last: UInt64 = 0
  while position < bytes.count {
    last = last << 8 | UInt64(bytes[position])
    position += 1
  }
  return mix(last, hash)
}
