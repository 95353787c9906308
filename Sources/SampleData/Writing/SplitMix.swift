/// A small generator of well-mixed numbers, the same on every machine.
///
/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014): a stream for every
/// (seed, index) can be started anywhere, so any record can be made again without those before it.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64, stream: UInt64) {
    state = Self.mix(seed &* 0x9E37_79B9_7F4A_7C15 ^ Self.mix(stream &+ 0x632B_E59B_D9B4_E019))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number in `0 ..< bound`; the bias is below 2⁻³² for bounds below 2³².
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: max(1, bound))) >> 32)
  }

  /// True in `share` of 1 000 cases.
  mutating func chance(_ perMille: Int) -> Bool { below(1000) < perMille }
}
