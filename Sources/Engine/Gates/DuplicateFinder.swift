import SQLiteKit
import Synchronization

/// Tells whether any value stands twice among many: by 64-bit hashes, sorted into partitions small enough for the
/// processor's cache. No duplicate among the hashes proves that there is none among the values; a duplicate hash only
/// says that an exact look is worth it.
///
/// Eight bytes a value are kept. More values than `mostValues` are not looked at here at all.
final class DuplicateFinder: Sendable {
  /// 256 MB of hashes.
  static let mostValues: Int64 = 32 << 20
  private static let partitions = 256
  private let buffers: Mutex<[[[UInt64]]]>
  private let isTooMany: Bool

  init(expected: Int64) {
    isTooMany = expected > Self.mostValues
    buffers = Mutex([])
  }

  /// What one thread collects.
  struct Part {
    fileprivate var partitions: [[UInt64]]
    fileprivate let isOff: Bool

    mutating func add(_ statement: Statement, _ column: Int) {
      if isOff { return }
      let hash: UInt64
      switch statement.type(column) {
      case .integer: hash = mix(UInt64(bitPattern: statement.int64(column)), 0x51ED_270B_9D9F_0A1D)
      case .real:
        let number = statement.double(column)
        // A whole real equals the integer of the same value.
        hash =
          Int64(exactly: number).map { mix(UInt64(bitPattern: $0), 0x51ED_270B_9D9F_0A1D) }
          ?? mix(number.bitPattern, 0x2545_F491_4F6C_DD1D)
      case .blob: hash = hashBytes(UnsafeRawBufferPointer(statement.blobBytes(column)), 0x9FB2_1C65_1E98_DF25)
      case .text, .null: hash = hashBytes(UnsafeRawBufferPointer(statement.textBytes(column)), 0xD6E8_FEB8_6659_FD93)
      }
      partitions[Int(hash >> 56)].append(hash)
    }
  }

  func makePart() -> Part { Part(partitions: Array(repeating: [], count: Self.partitions), isOff: isTooMany) }

  func take(_ part: Part) { buffers.withLock { $0.append(part.partitions) } }

  func hasDuplicates() -> Bool {
    if isTooMany { return true }
    let parts = buffers.withLock { all in
      let taken = all
      all = []
      return taken
    }
    let found = Atomic<Bool>(false)
    return withExtendedLifetime(found) {
      for partition in 0..<Self.partitions {
        let count = parts.reduce(0) { $0 + $1[partition].count }
        if count > 1, Self.repeats(parts, partition, count) { return true }
      }
      return false
    }
  }

  private static func repeats(_ parts: [[[UInt64]]], _ partition: Int, _ count: Int) -> Bool {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    let mask = capacity - 1
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { slots in
      slots.initialize(repeating: 0)
      for part in parts {
        for hash in part[partition] {
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
