/// One cell of a canvas: a glyph with its style, or the right half of a wide glyph.
package struct Cell: Hashable, Sendable {
  package var character: Character
  /// Columns the glyph takes: 1, 2, or 0 for the right half of a wide one.
  package var width: UInt8
  package var style: Style

  /// A cell that shows `character` in `width` columns.
  package init(_ character: Character, width: UInt8 = 1, style: Style = .text) {
    self.character = character
    self.width = width
    self.style = style
  }

  /// Whether it shows nothing but its ground.
  package var isPlainBlank: Bool { character == " " && width == 1 && style.isPlainOnBlanks }

  /// Whether no eye can tell it from another: blanks are alike on one ground, whatever their glyphs' colour would be.
  package func looksLike(_ other: Cell) -> Bool {
    if self == other { return true }
    return isPlainBlank && other.isPlainBlank && style.ground == other.style.ground
  }

  /// A cell that shows nothing.
  package static let blank = Cell(" ")
}
