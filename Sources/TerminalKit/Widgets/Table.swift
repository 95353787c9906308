/// A column of a table.
package struct TableColumn: Hashable, Sendable {
  package var title: String
  package var width: Int
  package var alignment: Alignment

  /// A column of a fixed width in cells.
  package init(_ title: String, width: Int, _ alignment: Alignment = .left) {
    self.title = title
    self.width = max(1, width)
    self.alignment = alignment
  }
}

/// What one cell of a table shows.
package struct TableCell: Hashable, Sendable {
  package var text: String
  package var style: Style

  /// A cell's text in a style.
  package init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

/// Rows and columns with a head line, a chosen row, columns that stay while the others scroll sideways.
package struct Table: Sendable {
  package var columns: [TableColumn]
  /// How many columns from the left always stay.
  package var frozen: Int
  /// The first of the scrolling columns that is shown, counted after the frozen ones.
  package var firstColumn: Int
  package var cursor: ListCursor
  /// The chosen column, when single cells can be chosen.
  package var chosenColumn: Int?
  package var isFocused: Bool
  package var hasHeader: Bool
  /// Whether the chosen row is marked; a list that is only looked at has none.
  package var marksChosen = true

  /// A table of the given columns.
  package init(
    columns: [TableColumn], cursor: ListCursor, frozen: Int = 0, firstColumn: Int = 0, chosenColumn: Int? = nil,
    isFocused: Bool = true, hasHeader: Bool = true
  ) {
    self.columns = columns
    self.cursor = cursor
    self.frozen = min(frozen, columns.count)
    self.firstColumn = firstColumn
    self.chosenColumn = chosenColumn
    self.isFocused = isFocused
    self.hasHeader = hasHeader
  }

  /// Which columns are drawn at which place in a given width.
  package func layout(width: Int) -> [(column: Int, x: Int, width: Int)] {
    var out: [(column: Int, x: Int, width: Int)] = []
    var x = 0
    let scrolling = columns.indices.dropFirst(frozen).dropFirst(max(0, firstColumn))
    for index in Array(columns.indices.prefix(frozen)) + Array(scrolling) {
      let room = min(columns[index].width, width - x)
      if room <= 0 { break }
      out.append((index, x, room))
      x += columns[index].width + 2
    }
    return out
  }

  /// The least first column that brings a column into view.
  package func firstColumn(showing column: Int, width: Int) -> Int {
    guard column >= frozen else { return firstColumn }
    var copy = self
    copy.firstColumn = min(firstColumn, column - frozen)
    while copy.firstColumn < column - frozen {
      let whole = copy.layout(width: width).contains { $0.column == column && $0.width == columns[column].width }
      if whole { break }
      copy.firstColumn += 1
    }
    return copy.firstColumn
  }

  /// Draws head and rows; `cell` is asked only for what is visible.
  package func draw(into canvas: inout Canvas, in rect: Rect, cell: (_ row: Int, _ column: Int) -> TableCell) {
    guard !rect.isEmpty else { return }
    let body = hasHeader ? rect.cutTop(1).rest : rect
    let rows = cursor.visible(height: body.height)
    let scrolls = marksChosen && cursor.count > body.height && rect.width > 2
    let width = rect.width - (scrolls ? 2 : 0)
    let places = layout(width: width)
    canvas.clipped(to: rect) { canvas in
      for (row, y) in zip(rows, body.y...) where marksChosen && row == cursor.index {
        canvas.fill(Rect(rect.x, y, width, 1), " ", Style(.text, on: isFocused ? .selection : .panel))
      }
      for place in places {
        let column = columns[place.column]
        let x = rect.x + place.x
        if hasHeader {
          let style = place.column == chosenColumn ? Style(.title, [.bold, .underline]) : Style(.muted)
          canvas.write(fitted(column.title, to: place.width, column.alignment), x, rect.y, style)
        }
        for (row, y) in zip(rows, body.y...) {
          let content = cell(row, place.column)
          var style = content.style
          if marksChosen, row == cursor.index {
            style = style.on(isFocused ? .selection : .panel)
            if isFocused, place.column == chosenColumn { style = style.with(.reverse) }
          }
          canvas.write(fitted(content.text, to: place.width, column.alignment), x, y, style)
        }
      }
      if frozen > 0, frozen < columns.count, let last = places.last(where: { $0.column < frozen }) {
        for y in rect.y..<body.y + rows.count { canvas.write("│", rect.x + last.x + last.width, y, .muted) }
      }
    }
    if scrolls {
      ScrollBar(first: rows.lowerBound, shown: rows.count, total: cursor.count).draw(into: &canvas, in: body)
    }
  }
}
