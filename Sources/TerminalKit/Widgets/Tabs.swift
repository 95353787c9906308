/// A row of numbered tabs.
package struct Tabs: Sendable {
  package var titles: [String]
  package var selected: Int

  /// Tabs with one of them chosen.
  package init(_ titles: [String], selected: Int) {
    self.titles = titles
    self.selected = selected
  }

  /// Draws the tabs from the left; returns the columns used. Where they do not fit, only numbers are drawn, and
  /// the title of the chosen one.
  @discardableResult
  package func draw(into canvas: inout Canvas, in rect: Rect, ground: StyleRole = .background) -> Int {
    guard !rect.isEmpty else { return 0 }
    let full = titles.reduce(0) { $0 + displayWidth($1) + 4 }
    var x = rect.x
    canvas.clipped(to: rect) { canvas in
      for (index, title) in titles.enumerated() {
        let chosen = index == selected
        let text = chosen || full <= rect.width ? " \(index + 1) \(title) " : " \(index + 1) "
        x += canvas.write(
          text, x, rect.y, chosen ? Style(.title, on: .selection, .bold) : Style(.muted, on: ground))
      }
    }
    return x - rect.x
  }
}
