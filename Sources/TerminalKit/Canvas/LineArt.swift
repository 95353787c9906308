/// How a line looks; where lines of two weights meet, the heavier wins.
package enum LineWeight: UInt8, Comparable, Sendable {
  case dashed = 1
  case light
  case heavy

  /// Ordered by how much it stands out.
  package static func < (a: LineWeight, b: LineWeight) -> Bool { a.rawValue < b.rawValue }
}

/// The arms of a line in one cell; drawing a second line through a cell adds its arms, so that crossings, tees
/// and corners come out by themselves.
package struct LineArms: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  /// Arms by bit.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let up = LineArms(rawValue: 1)
  package static let right = LineArms(rawValue: 2)
  package static let down = LineArms(rawValue: 4)
  package static let left = LineArms(rawValue: 8)
}

extension LineArms {
  private static let light: [Character] = Array(" ╵╶╰╷│╭├╴╯─┴╮┤┬┼")
  private static let heavy: [Character] = Array(" ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋")

  /// The box character with these arms.
  package func character(_ weight: LineWeight) -> Character {
    switch weight {
    case .heavy: return LineArms.heavy[Int(rawValue & 15)]
    case .light: return LineArms.light[Int(rawValue & 15)]
    case .dashed:
      if self == [.left, .right] { return "╌" }
      if self == [.up, .down] { return "╎" }
      return LineArms.light[Int(rawValue & 15)]
    }
  }

  private static let byCharacter: [Character: (LineArms, LineWeight)] = {
    var table: [Character: (LineArms, LineWeight)] = [:]
    for bits in UInt8(1)..<16 {
      table[light[Int(bits)]] = (LineArms(rawValue: bits), .light)
      table[heavy[Int(bits)]] = (LineArms(rawValue: bits), .heavy)
    }
    let square: [(Character, UInt8)] = [("┌", 6), ("┐", 12), ("└", 3), ("┘", 9)]
    for (character, bits) in square { table[character] = (LineArms(rawValue: bits), .light) }
    table["╌"] = ([.left, .right], .dashed)
    table["╎"] = ([.up, .down], .dashed)
    return table
  }()

  /// The arms and weight of a box character.
  package static func of(_ character: Character) -> (LineArms, LineWeight)? { byCharacter[character] }
}

extension Canvas {
  /// Adds the arms of a line to a cell, joining whatever line is there.
  package mutating func addArms(
    _ arms: LineArms, _ x: Int, _ y: Int, _ style: Style, weight: LineWeight = .light
  ) {
    guard clip.contains(Point(x, y)) else { return }
    var joined = arms
    var heaviest = weight
    if let (present, was) = LineArms.of(self[x, y].character) {
      joined.formUnion(present)
      heaviest = max(weight, was)
    }
    put(Glyph(character: joined.character(heaviest), width: 1), x, y, style)
  }

  /// Draws a horizontal line from `x` to `end`, both included.
  package mutating func horizontal(
    _ x: Int, to end: Int, _ y: Int, _ style: Style = .muted, weight: LineWeight = .light
  ) {
    for column in stride(from: x, through: end, by: 1) {
      var arms: LineArms = [.left, .right]
      if x != end {
        if column == x { arms = .right }
        if column == end { arms = .left }
      }
      addArms(arms, column, y, style, weight: weight)
    }
  }

  /// Draws a vertical line from `y` to `end`, both included.
  package mutating func vertical(
    _ x: Int, _ y: Int, to end: Int, _ style: Style = .muted, weight: LineWeight = .light
  ) {
    for row in stride(from: y, through: end, by: 1) {
      var arms: LineArms = [.up, .down]
      if y != end {
        if row == y { arms = .down }
        if row == end { arms = .up }
      }
      addArms(arms, x, row, style, weight: weight)
    }
  }

  /// Draws a frame along the edge of a rectangle, with a title in its upper line.
  package mutating func frame(
    _ rect: Rect, title: String = "", _ style: Style = .muted, titleStyle: Style = .title, weight: LineWeight = .light
  ) {
    if rect.width >= 2, rect.height >= 2 {
      let corners: [(Int, Int, LineArms)] = [
        (rect.x, rect.y, [.right, .down]), (rect.maxX - 1, rect.y, [.left, .down]),
        (rect.x, rect.maxY - 1, [.right, .up]), (rect.maxX - 1, rect.maxY - 1, [.left, .up]),
      ]
      for x in stride(from: rect.x + 1, to: rect.maxX - 1, by: 1) {
        put(Glyph(character: LineArms([.left, .right]).character(weight), width: 1), x, rect.y, style)
        put(Glyph(character: LineArms([.left, .right]).character(weight), width: 1), x, rect.maxY - 1, style)
      }
      for y in stride(from: rect.y + 1, to: rect.maxY - 1, by: 1) {
        put(Glyph(character: LineArms([.up, .down]).character(weight), width: 1), rect.x, y, style)
        put(Glyph(character: LineArms([.up, .down]).character(weight), width: 1), rect.maxX - 1, y, style)
      }
      for (x, y, arms) in corners { put(Glyph(character: arms.character(weight), width: 1), x, y, style) }
    }
    if !title.isEmpty, rect.width > 6 {
      let shown = TerminalKit.clipped(title, to: rect.width - 4)
      write(" \(shown) ", rect.x + 1, rect.y, titleStyle)
    }
  }
}
