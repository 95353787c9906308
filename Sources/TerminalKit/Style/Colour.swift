/// A colour as a theme or a terminal knows it.
package enum Colour: Hashable, Sendable {
  /// The terminal's own default.
  case standard
  /// A slot of the terminal's palette: 0–7, 0–15 or 0–255.
  case indexed(UInt8)
  case rgb(UInt8, UInt8, UInt8)
}

/// How many colours the terminal can show.
package enum ColourDepth: Int, CaseIterable, Comparable, Sendable {
  case mono, ansi8, ansi16, indexed256, trueColour

  /// Ordered from fewest colours to most.
  package static func < (a: ColourDepth, b: ColourDepth) -> Bool { a.rawValue < b.rawValue }
}

extension Colour {
  /// A colour from six hexadecimal digits, with or without `#`.
  package init?(hex: some StringProtocol) {
    let digits = hex.first == "#" ? hex.dropFirst() : hex[...]
    guard digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
    self = .rgb(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }

  /// The nearest slot of the 256-colour palette: a 6×6×6 cube at 16 and a grey ramp at 232.
  package var nearest256: UInt8? {
    switch self {
    case .standard: return nil
    case .indexed(let slot): return slot
    case .rgb(let r, let g, let b):
      let cube = [r, g, b].map { Colour.cubeStep(Int($0)) }
      let cubeColour = cube.map { Colour.cubeLevels[$0] }
      let average = (Int(r) + Int(g) + Int(b)) / 3
      let grey = min(23, max(0, (average - 3) / 10))
      let greyLevel = 8 + 10 * grey
      let want = [Int(r), Int(g), Int(b)]
      let cubeDistance = Colour.distance(want, cubeColour)
      let greyDistance = Colour.distance(want, [greyLevel, greyLevel, greyLevel])
      if greyDistance < cubeDistance { return UInt8(232 + grey) }
      return UInt8(16 + 36 * cube[0] + 6 * cube[1] + cube[2])
    }
  }

  /// Red, green and blue of a colour: a palette slot has the value xterm gives it by default.
  package var components: (UInt8, UInt8, UInt8)? {
    switch self {
    case .standard: return nil
    case .rgb(let r, let g, let b): return (r, g, b)
    case .indexed(let slot):
      if slot >= 232 {
        let level = UInt8(8 + 10 * (Int(slot) - 232))
        return (level, level, level)
      }
      if slot >= 16 {
        let n = Int(slot) - 16
        return (
          UInt8(Colour.cubeLevels[n / 36]), UInt8(Colour.cubeLevels[n / 6 % 6]), UInt8(Colour.cubeLevels[n % 6])
        )
      }
      return Colour.ansiLevels[Int(slot)]
    }
  }

  private static let cubeLevels = [0, 95, 135, 175, 215, 255]

  private static let ansiLevels: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  private static func cubeStep(_ level: Int) -> Int {
    if level < 48 { return 0 }
    if level < 115 { return 1 }
    return (level - 35) / 40
  }

  private static func distance(_ a: [Int], _ b: [Int]) -> Int {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
