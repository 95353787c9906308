import Glibc

/// Sine by the C library: MD5's constants are `floor(2^32 × |sin(i)|)`.
func sine(_ x: Double) -> Double { sin(x) }

/// The constants of SHA-2 are the first bits of the roots of the first primes.
enum SHA2Constants {
  private static let primes: [UInt64] = {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < 80 {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }()

  /// 64 bits of the fraction of the square roots of the first primes.
  static func roots(of count: Int) -> [UInt64] { primes.prefix(count).map { fraction($0, power: 2) } }

  static let cubeRoots64: [UInt64] = primes.map { fraction($0, power: 3) }
  static let cubeRoots32: [UInt32] = primes.prefix(64).map { UInt32(truncatingIfNeeded: fraction($0, power: 3) >> 32) }

  /// The 64-bit fraction of a root, found bit by bit: the largest r with r^power ≤ prime × 2^(64 × power).
  private static func fraction(_ prime: UInt64, power: Int) -> UInt64 {
    // The whole part first, then 64 bits below the point.
    var whole: UInt64 = 1
    while power == 2 ? (whole + 1) * (whole + 1) <= prime : (whole + 1) * (whole + 1) * (whole + 1) <= prime {
      whole += 1
    }
    var root = [UInt32(0), 0, UInt32(truncatingIfNeeded: whole)]
    let limit = [UInt32](repeating: 0, count: power * 2) + [UInt32(truncatingIfNeeded: prime)]
    for bit in (0..<64).reversed() {
      root[bit / 32] |= 1 << UInt32(bit % 32)
      var product = root
      for _ in 1..<power { product = multiply(product, root) }
      if isGreater(product, limit) { root[bit / 32] &= ~(1 << UInt32(bit % 32)) }
    }
    return UInt64(root[1]) << 32 | UInt64(root[0])
  }

  private static func multiply(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var out = [UInt32](repeating: 0, count: a.count + b.count)
    for i in a.indices {
      var carry: UInt64 = 0
      for j in b.indices {
        let sum = UInt64(a[i]) * UInt64(b[j]) + UInt64(out[i + j]) + carry
        out[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      out[i + b.count] = UInt32(truncatingIfNeeded: carry)
    }
    return out
  }

  private static func isGreater(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    for index in (0..<max(a.count, b.count)).reversed() {
      let x = index < a.count ? a[index] : 0
      let y = index < b.count ? b[index] : 0
      if x != y { return x > y }
    }
    return false
  }
}

extension Digests {
  /// SHA-384 and SHA-512.
  static func sha512(_ message: UnsafeBufferPointer<UInt8>, short: Bool = false) -> [UInt8] {
    var h: [UInt64] =
      short
      ? [
        0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
        0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
      ] : SHA2Constants.roots(of: 8)
    let k = SHA2Constants.cubeRoots64
    var padded = Array(message)
    padded.append(0x80)
    while padded.count % 128 != 112 { padded.append(0) }
    padded += [UInt8](repeating: 0, count: 8)
    for index in 0..<8 {
      padded.append(UInt8(truncatingIfNeeded: (UInt64(message.count) &* 8) >> UInt64(56 - index * 8)))
    }
    var w = [UInt64](repeating: 0, count: 80)
    func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x >> n | x << (64 - n) }
    for block in stride(from: 0, to: padded.count, by: 128) {
      for i in 0..<16 {
        w[i] = (0..<8).reduce(0) { $0 << 8 | UInt64(padded[block + i * 8 + $1]) }
      }
      for i in 16..<80 {
        let s0 = rotate(w[i - 15], 1) ^ rotate(w[i - 15], 8) ^ (w[i - 15] >> 7)
        let s1 = rotate(w[i - 2], 19) ^ rotate(w[i - 2], 61) ^ (w[i - 2] >> 6)
        w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
      }
      var v = h
      for i in 0..<80 {
        let s1 = rotate(v[4], 14) ^ rotate(v[4], 18) ^ rotate(v[4], 41)
        let t1 = v[7] &+ s1 &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ k[i] &+ w[i]
        let s0 = rotate(v[0], 28) ^ rotate(v[0], 34) ^ rotate(v[0], 39)
        let t2 = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
        v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
      }
      for i in 0..<8 { h[i] &+= v[i] }
    }
    let bytes = h.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - $0 * 8)) } }
    return short ? Array(bytes.prefix(48)) : bytes
  }
}
