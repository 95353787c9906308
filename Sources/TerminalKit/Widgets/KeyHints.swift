/// The footer: keys and their labels, as many as fit, those that cannot work now dimmed.
package struct KeyHints: Sendable {
  package var bindings: [BindingSummary]
  private let glyphs: GlyphSet

  /// Hints made from bindings, most important first.
  package init(_ bindings: [BindingSummary], _ glyphs: GlyphSet = .full) {
    (self.bindings, self.glyphs) = (bindings, glyphs)
  }

  /// Draws the hints that fit whole; returns the columns used.
  @discardableResult
  package func draw(into canvas: inout Canvas, in rect: Rect, ground: StyleRole = .background) -> Int {
    guard !rect.isEmpty else { return 0 }
    var x = rect.x + 1
    for binding in bindings where !binding.label.isEmpty {
      guard let chord = binding.chords.first else { continue }
      let key = glyphs.spelled(chord.description)
      let need = displayWidth(key) + 1 + displayWidth(binding.label)
      if x + need > rect.maxX { break }
      let keyStyle = binding.isAvailable ? Style(.info, on: ground, .bold) : Style(.muted, on: ground, .dim)
      let labelStyle = binding.isAvailable ? Style(.text, on: ground) : Style(.muted, on: ground, .dim)
      x += canvas.write(key, x, rect.y, keyStyle) + 1
      x += canvas.write(binding.label, x, rect.y, labelStyle) + 2
    }
    return x - rect.x
  }
}
