/// Message digests, by their standards: RFC 1321 (MD5), FIPS 180-4 (SHA-1, SHA-2).
enum Digests {
  /// Feeds a message with its padding to `block`, 64 bytes at a time.
  @inline(__always)
  private static func blocks64(
    _ message: UnsafeBufferPointer<UInt8>, bigEndianLength: Bool, _ block: (UnsafePointer<UInt8>) -> Void
  ) {
    let whole = message.count / 64
    if let base = message.baseAddress {
      for index in 0..<whole { block(base + index * 64) }
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { tail in
      tail.initialize(repeating: 0)
      let rest = message.count - whole * 64
      for index in 0..<rest { tail[index] = message[whole * 64 + index] }
      tail[rest] = 0x80
      let size = rest < 56 ? 64 : 128
      let bits = UInt64(message.count) &* 8
      for index in 0..<8 {
        let shift = UInt64(bigEndianLength ? (7 - index) * 8 : index * 8)
        tail[size - 8 + index] = UInt8(truncatingIfNeeded: bits >> shift)
      }
      guard let base = tail.baseAddress else { return }
      block(base)
      if size == 128 { block(base + 64) }
    }
  }

  private static let md5Shifts: [UInt32] = [
    7, 12, 17, 22, 7, 12, 17, 22, 7, 12, 17, 22, 7, 12, 17, 22, 5, 9, 14, 20, 5, 9, 14, 20, 5, 9, 14, 20, 5, 9, 14, 20,
    4, 11, 16,
    23, 4, 11, 16, 23, 4, 11, 16, 23, 4, 11, 16, 23, 6, 10, 15, 21, 6, 10, 15, 21, 6, 10, 15, 21, 6, 10, 15, 21,
  ]

  private static let md5Sines: [UInt32] = (0..<64).map { index in
    UInt32(truncatingIfNeeded: Int64((abs(sine(Double(index + 1))) * 4_294_967_296).rounded(.down)))
  }

  static func md5(_ message: UnsafeBufferPointer<UInt8>, _ use: (UnsafeBufferPointer<UInt8>) -> Void) {
    var state: (UInt32, UInt32, UInt32, UInt32) = (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)
    md5Sines.withUnsafeBufferPointer { sines in
      md5Shifts.withUnsafeBufferPointer { shifts in
        blocks64(message, bigEndianLength: false) { block in
          var (a, b, c, d) = state
          let words = UnsafeRawPointer(block)
          for i in 0..<64 {
            let f: UInt32
            let g: Int
            switch i / 16 {
            case 0:
              f = (b & c) | (~b & d)
              g = i
            case 1:
              f = (d & b) | (~d & c)
              g = (5 &* i &+ 1) & 15
            case 2:
              f = b ^ c ^ d
              g = (3 &* i &+ 5) & 15
            default:
              f = c ^ (b | ~d)
              g = (7 &* i) & 15
            }
            let word = UInt32(littleEndian: words.loadUnaligned(fromByteOffset: g * 4, as: UInt32.self))
            let sum = a &+ f &+ sines[i] &+ word
            a = d
            d = c
            c = b
            b = b &+ ((sum << shifts[i]) | (sum >> (32 &- shifts[i])))
          }
          state.0 &+= a
          state.1 &+= b
          state.2 &+= c
          state.3 &+= d
        }
      }
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { out in
      for (word, value) in [state.0, state.1, state.2, state.3].enumerated() {
        for index in 0..<4 { out[word * 4 + index] = UInt8(truncatingIfNeeded: value >> UInt32(index * 8)) }
      }
      use(UnsafeBufferPointer(out))
    }
  }

  static func sha1(_ message: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var h: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    var w = [UInt32](repeating: 0, count: 80)
    blocks64(message, bigEndianLength: true) { block in
      let words = UnsafeRawPointer(block)
      for i in 0..<16 { w[i] = UInt32(bigEndian: words.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self)) }
      for i in 16..<80 {
        let x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]
        w[i] = x << 1 | x >> 31
      }
      var (a, b, c, d, e) = (h[0], h[1], h[2], h[3], h[4])
      for i in 0..<80 {
        let (f, k): (UInt32, UInt32)
        switch i / 20 {
        case 0: (f, k) = ((b & c) | (~b & d), 0x5a82_7999)
        case 1: (f, k) = (b ^ c ^ d, 0x6ed9_eba1)
        case 2: (f, k) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
        default: (f, k) = (b ^ c ^ d, 0xca62_c1d6)
        }
        let sum = (a << 5 | a >> 27) &+ f &+ e &+ k &+ w[i]
        e = d
        d = c
        c = b << 30 | b >> 2
        b = a
        a = sum
      }
      h[0] &+= a
      h[1] &+= b
      h[2] &+= c
      h[3] &+= d
      h[4] &+= e
    }
    return h.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - $0 * 8)) } }
  }

  /// SHA-224 and SHA-256.
  static func sha256(_ message: UnsafeBufferPointer<UInt8>, short: Bool = false) -> [UInt8] {
    var h: [UInt32] =
      short
      ? [
        0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7, 0xbefa_4fa4,
      ] : SHA2Constants.roots(of: 8).map { UInt32(truncatingIfNeeded: $0 >> 32) }
    let k = SHA2Constants.cubeRoots32
    var w = [UInt32](repeating: 0, count: 64)
    func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
    blocks64(message, bigEndianLength: true) { block in
      let words = UnsafeRawPointer(block)
      for i in 0..<16 { w[i] = UInt32(bigEndian: words.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self)) }
      for i in 16..<64 {
        let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3)
        let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10)
        w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
      }
      var v = h
      for i in 0..<64 {
        let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
        let t1 = v[7] &+ s1 &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ k[i] &+ w[i]
        let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
        let t2 = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
        v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
      }
      for i in 0..<8 { h[i] &+= v[i] }
    }
    let bytes = h.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - $0 * 8)) } }
    return short ? Array(bytes.prefix(28)) : bytes
  }
}
