/// Makes bytes nobody would write out of bytes somebody wrote: the same sequence for the same seed.
struct Mutator {
  private var state: UInt64
  /// Words of the language, put in whole.
  let words: [[UInt8]]
  let seeds: [[UInt8]]
  /// Longest input made, in bytes.
  let longest: Int

  init(seed: UInt64, words: [String], seeds: [[UInt8]], longest: Int = 4_096) {
    state = seed
    self.words = words.map { Array($0.utf8) }
    self.seeds = seeds.isEmpty ? [[]] : seeds
    self.longest = longest
  }

  // SplitMix64 (Steele, Lea and Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }

  /// The next input: a seed changed a few times, two seeds put together, or words in any order.
  mutating func input() -> [UInt8] {
    var bytes: [UInt8]
    switch below(10) {
    case 0: bytes = soup()
    case 1: bytes = spliced()
    default: bytes = seeds[below(seeds.count)]
    }
    for _ in 0...below(5) { change(&bytes) }
    return Array(bytes.prefix(longest))
  }

  private mutating func soup() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0...below(40) {
      bytes += words[below(words.count)]
      if below(3) > 0 { bytes.append(0x20) }
    }
    return bytes
  }

  private mutating func spliced() -> [UInt8] {
    let (left, right) = (seeds[below(seeds.count)], seeds[below(seeds.count)])
    return Array(left.prefix(below(left.count + 1)) + right.dropFirst(below(right.count + 1)))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + below(below(2) == 0 ? 4 : 64))
    switch below(9) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = Self.telling[below(Self.telling.count)]
    case 2: bytes.insert(contentsOf: words[below(words.count)], at: place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
    case 5:
      // Nested or repeated beyond reason.
      let word = words[below(words.count)]
      let times = below(below(20) == 0 ? 2_000 : 12)
      bytes.insert(contentsOf: Array(repeating: word, count: times).joined(), at: place)
    case 6: bytes.removeSubrange(place...)
    case 7: bytes.insert(Self.telling[below(Self.telling.count)], at: place)
    default:
      let word = words[below(words.count)]
      bytes.replaceSubrange(place..<end, with: word)
    }
  }

  private static let telling: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x27, 0x28, 0x29, 0x2A, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x39, 0x3A, 0x3B, 0x40,
    0x5B, 0x5C, 0x5D, 0x60, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xFF,
  ]
}
