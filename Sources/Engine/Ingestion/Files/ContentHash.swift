/// XXH64 over a stream of bytes: fast (several gigabytes a second) and good at telling files apart; not made against
/// somebody who wants two files to look alike.
///
/// After the specification, <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>, seed 0.
package struct ContentHash: ~Copyable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var lane1 = prime1 &+ prime2
  private var lane2 = prime2
  private var lane3: UInt64 = 0
  private var lane4 = 0 &- prime1
  private var total: UInt64 = 0
  /// Bytes that do not fill a stripe of 32 yet.
  private var pending: [UInt8] = []

  /// A hash of no bytes yet.
  package init() {}

  /// Takes bytes in.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    total &+= UInt64(bytes.count)
    var position = 0
    if !pending.isEmpty {
      position = min(32 - pending.count, bytes.count)
      pending.append(contentsOf: bytes[..<position])
      guard pending.count == 32 else { return }
      pending.withUnsafeBytes { takeStripe($0, 0) }
      pending.removeAll(keepingCapacity: true)
    }
    while bytes.count - position >= 32 {
      takeStripe(bytes, position)
      position += 32
    }
    pending.append(contentsOf: bytes[position...])
  }

  /// The hash of all bytes taken in.
  package func value() -> UInt64 {
    var hash: UInt64
    if total >= 32 {
      hash = Self.rotate(lane1, 1) &+ Self.rotate(lane2, 7) &+ Self.rotate(lane3, 12) &+ Self.rotate(lane4, 18)
      for lane in [lane1, lane2, lane3, lane4] {
        hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = Self.prime5
    }
    hash &+= total
    pending.withUnsafeBytes { rest in
      var position = 0
      while rest.count - position >= 8 {
        hash ^= Self.round(0, Self.word(rest, position))
        hash = Self.rotate(hash, 27) &* Self.prime1 &+ Self.prime4
        position += 8
      }
      if rest.count - position >= 4 {
        let half = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: position, as: UInt32.self))
        hash ^= UInt64(half) &* Self.prime1
        hash = Self.rotate(hash, 23) &* Self.prime2 &+ Self.prime3
        position += 4
      }
      for byte in rest[position...] {
        hash ^= UInt64(byte) &* Self.prime5
        hash = Self.rotate(hash, 11) &* Self.prime1
      }
    }
    hash = (hash ^ hash >> 33) &* Self.prime2
    hash = (hash ^ hash >> 29) &* Self.prime3
    return hash ^ hash >> 32
  }

  @inline(__always)
  private mutating func takeStripe(_ bytes: UnsafeRawBufferPointer, _ position: Int) {
    lane1 = Self.round(lane1, Self.word(bytes, position))
    lane2 = Self.round(lane2, Self.word(bytes, position + 8))
    lane3 = Self.round(lane3, Self.word(bytes, position + 16))
    lane4 = Self.round(lane4, Self.word(bytes, position + 24))
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotate(lane &+ input &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}
