extension Canvas {
  /// The canvas as an SVG picture of a terminal, for documents. Every glyph is placed at its own cell, so columns
  /// stay straight whatever font the reader has.
  package func svg(theme: Theme, background: Colour, foreground: Colour, title: String = "") -> String {
    // The advance and line height of the named fonts at this size: box lines meet.
    let cellWidth = 8.43
    let cellHeight = 16.4
    let margin = 14.0
    let width = Double(size.width) * cellWidth + 2 * margin
    let height = Double(size.height) * cellHeight + 2 * margin
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <title>\(SVGText.escape(title))</title>
      <rect width="100%" height="100%" rx="8" fill="\(SVGText.hex(background))"/>
      <g font-family="'DejaVu Sans Mono','Menlo','Consolas',monospace" font-size="14" xml:space="preserve">

      """
    for y in 0..<size.height {
      let top = margin + Double(y) * cellHeight
      for run in runs(inRow: y, theme: theme) {
        var ink = run.ink
        if ink.attributes.contains(.reverse) {
          let ground = ink.background == .standard ? background : ink.background
          ink.background = ink.foreground == .standard ? foreground : ink.foreground
          ink.foreground = ground
        }
        let x = margin + Double(run.x) * cellWidth
        if ink.background != .standard {
          out += "<rect x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(top))\" "
          out +=
            "width=\"\(SVGText.number(Double(run.columns) * cellWidth))\" height=\"\(SVGText.number(cellHeight))\" "
          out += "fill=\"\(SVGText.hex(ink.background))\"/>\n"
        }
        if run.cells.allSatisfy({ $0.1 == " " }) { continue }
        let colour = ink.foreground == .standard ? foreground : ink.foreground
        let xs = run.cells.map { SVGText.number(margin + Double($0.0) * cellWidth) }.joined(separator: " ")
        out += "<text x=\"\(xs)\" y=\"\(SVGText.number(top + 12.9))\" fill=\"\(SVGText.hex(colour))\""
        if ink.attributes.contains(.bold) { out += " font-weight=\"bold\"" }
        if ink.attributes.contains(.underline) { out += " text-decoration=\"underline\"" }
        out += ">\(SVGText.escape(String(run.cells.map(\.1))))</text>\n"
      }
    }
    return out + "</g>\n</svg>\n"
  }

  private struct Run {
    var x: Int
    var columns: Int
    var ink: Ink
    var cells: [(Int, Character)]
  }

  private func runs(inRow y: Int, theme: Theme) -> [Run] {
    var runs: [Run] = []
    for x in 0..<size.width {
      let cell = self[x, y]
      let ink = theme.ink(cell.style, depth: .trueColour)
      if let last = runs.indices.last, runs[last].ink == ink {
        runs[last].columns += 1
        if cell.width > 0 { runs[last].cells.append((x, cell.character)) }
      } else {
        runs.append(Run(x: x, columns: 1, ink: ink, cells: cell.width > 0 ? [(x, cell.character)] : []))
      }
    }
    return runs
  }
}

/// The spelling of numbers, colours and text in SVG.
private enum SVGText {
  static func number(_ value: Double) -> String {
    let tenths = Int(value * 10 + 0.5)
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  static func hex(_ colour: Colour) -> String {
    guard let (r, g, b) = colour.components else { return "none" }
    return "#"
      + [r, g, b].map { component in
        let digits = String(component, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined()
  }

  static func escape(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      default: out.append(character)
      }
    }
    return out
  }
}
