/// What one or two cells show: a character that is safe to send to a terminal, and the columns it takes.
package struct Glyph: Hashable, Sendable {
  package let character: Character
  /// Columns: 1 or 2.
  package let width: Int
}

extension Glyph {
  /// Splits text into glyphs whose columns every terminal agrees on.
  ///
  /// Terminals differ on clusters that join several wide characters (families, flags, skin tones) and on variation
  /// selectors, so a cluster is reduced to its first character with its combining marks. Control characters,
  /// line ends and invisible direction or format marks become visible substitutes: data never steers the terminal.
  package static func forEach(in text: some StringProtocol, _ body: (Glyph) -> Bool) {
    for character in text {
      if let ascii = character.asciiValue, character.utf8.count == 1 {
        let shown = ascii >= 0x20 && ascii < 0x7F ? character : Glyph.substitute(forControl: UInt32(ascii))
        if !body(Glyph(character: shown, width: 1)) { return }
        continue
      }
      if isPlainSymbol(character) {
        if !body(Glyph(character: character, width: 1)) { return }
        continue
      }
      var goOn = true
      split(character) { glyph in
        if goOn { goOn = body(glyph) }
      }
      if !goOn { return }
    }
  }

  /// The picture of a control character (U+2400 block), or a replacement character.
  static func substitute(forControl value: UInt32) -> Character {
    if value < 0x20, let scalar = Unicode.Scalar(0x2400 + value) { return Character(scalar) }
    return value == 0x7F ? "\u{2421}" : "\u{FFFD}"
  }

  /// Whether it is one of the signs that pictures are made of: lines, blocks, marks, dots. All of these ranges are assigned,
  /// none of them is wide, and a screen has thousands of them.
  private static func isPlainSymbol(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let value = scalars.first?.value, scalars.index(after: scalars.startIndex) == scalars.endIndex else {
      return false
    }
    switch value {
    case 0x2500...0x25FC, 0x2800...0x28FF, 0x2190...0x22FF, 0x2710...0x2727, 0xA1...0xAC, 0xAE...0x2FF: return true
    default: return false
    }
  }

  /// Yields the glyphs of one grapheme cluster that is not plain ASCII.
  private static func split(_ character: Character, _ body: (Glyph) -> Void) {
    var pending: Unicode.Scalar?
    var marks = String.UnicodeScalarView()
    var joined = false
    func flush() {
      guard let base = pending else { return }
      var scalars = String.UnicodeScalarView([base])
      scalars.append(contentsOf: marks)
      let width = WideRanges.contains(base.value) ? 2 : 1
      // A cluster may break apart again once joiners are gone; then only its base is kept.
      let text = String(scalars)
      body(Glyph(character: text.count == 1 ? Character(text) : Character(base), width: width))
      pending = nil
      marks = String.UnicodeScalarView()
    }
    for scalar in character.unicodeScalars {
      switch GlyphClass(scalar) {
      case .control:
        flush()
        body(Glyph(character: substitute(forControl: scalar.value), width: 1))
      case .joiner: joined = pending != nil
      case .dropped: break
      case .mark:
        if pending == nil { pending = "\u{25CC}" }
        if marks.count < 3 { marks.append(scalar) }
      case .base:
        if joined { continue }
        flush()
        pending = scalar
      }
    }
    flush()
  }
}

/// What a scalar does to the columns of a line.
private enum GlyphClass {
  case base, mark, joiner, dropped, control

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    if value < 0x20 || (value >= 0x7F && value < 0xA0) {
      self = .control
      return
    }
    if value < 0x300 {
      self = value == 0xAD ? .control : .base
      return
    }
    switch value {
    case 0x200D: self = .joiner
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: self = .dropped
    case 0x1160...0x11FF, 0xD7B0...0xD7FB: self = .mark
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: self = .mark
      case .format, .lineSeparator, .paragraphSeparator, .control, .surrogate, .unassigned: self = .control
      default: self = .base
      }
    }
  }
}
