extension Canvas {
  /// The canvas as lines with ANSI colour sequences, for output that is not a full screen. At `mono` depth without
  /// attributes the lines are plain.
  package func ansiLines(theme: Theme, depth: ColourDepth) -> [String] {
    let plain = Ink(foreground: .standard, background: .standard, attributes: [])
    return (0..<size.height).map { y in
      var last = size.width
      while last > 0, self[last - 1, y] == .blank { last -= 1 }
      var line = ""
      var current = plain
      for x in 0..<last {
        let cell = self[x, y]
        if cell.width == 0 { continue }
        let ink = theme.ink(cell.style, depth: depth)
        if ink != current {
          line += ink.sequence
          current = ink
        }
        line.append(cell.character)
      }
      return current == plain ? line : line + "\u{1B}[0m"
    }
  }
}

extension Ink {
  /// The SGR sequence that sets this ink whatever was set before.
  package var sequence: String {
    var codes = ["0"]
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if let code = Ink.code(foreground, base: 30) { codes.append(code) }
    if let code = Ink.code(background, base: 40) { codes.append(code) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func code(_ colour: Colour, base: Int) -> String? {
    switch colour {
    case .standard: return nil
    case .indexed(let slot):
      if slot < 8 { return String(base + Int(slot)) }
      if slot < 16 { return String(base + 60 + Int(slot) - 8) }
      return "\(base + 8);5;\(slot)"
    case .rgb(let r, let g, let b): return "\(base + 8);2;\(r);\(g);\(b)"
    }
  }
}
