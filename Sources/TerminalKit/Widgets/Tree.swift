/// A row of a tree as it is drawn: its depth, whether it has rows below it, and whether they are shown.
package struct TreeRow<ID: Hashable & Sendable>: Hashable, Sendable {
  package var id: ID
  package var depth: Int
  package var label: String
  package var figure: String
  package var style: Style
  package var isBranch: Bool
  package var isOpen: Bool

  /// A row of a tree.
  package init(
    _ id: ID, depth: Int, label: String, figure: String = "", style: Style = .text, isBranch: Bool = false,
    isOpen: Bool = true
  ) {
    self.id = id
    self.depth = depth
    self.label = label
    self.figure = figure
    self.style = style
    self.isBranch = isBranch
    self.isOpen = isOpen
  }
}

/// Rows of a tree with a chosen one.
package struct Tree<ID: Hashable & Sendable>: Sendable {
  package var rows: [TreeRow<ID>]
  package var cursor: ListCursor
  package var isFocused: Bool

  /// A tree of rows already in order, folded ones left out.
  package init(_ rows: [TreeRow<ID>], cursor: ListCursor, isFocused: Bool = true) {
    self.rows = rows
    self.cursor = cursor
    self.isFocused = isFocused
  }

  /// Draws the rows around the cursor.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    var cursor = cursor
    cursor.setCount(rows.count)
    let visible = cursor.visible(height: rect.height)
    canvas.clipped(to: rect) { canvas in
      for (index, y) in zip(visible, rect.y...) {
        let row = rows[index]
        var style = row.style
        if index == cursor.index {
          style = style.on(isFocused ? .selection : .panel)
          canvas.fill(Rect(rect.x, y, rect.width, 1), " ", style)
        }
        var x = rect.x + row.depth * 2
        if row.isBranch {
          x += canvas.write(row.isOpen ? "▾ " : "▸ ", x, y, Style(.muted, on: style.ground))
        }
        let figureWidth = displayWidth(row.figure)
        let room = rect.maxX - x - (figureWidth > 0 ? figureWidth + 1 : 0)
        canvas.write(clipped(row.label, to: room, at: .middle), x, y, style)
        if room > 4 {
          canvas.write(row.figure, rect.maxX - figureWidth, y, Style(.muted, on: style.ground))
        }
      }
    }
  }
}
