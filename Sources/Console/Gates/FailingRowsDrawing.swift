internal import Engine
internal import Project
internal import TerminalKit

/// The rows a check found: how many there are and what became of them since the last run, and the first of them.
struct FailingRowsDrawing {
  let rows: FailingRowList
  let check: CheckRecord

  /// How many rows fail, how many of them are new; what does not fit is left out.
  func drawHead(into canvas: inout Canvas, _ rect: Rect) {
    var x = rect.x
    func part(_ text: String, _ role: StyleRole) {
      guard x + displayWidth(text) <= rect.maxX else { return }
      x += canvas.write(text, x, rect.y, Style(role)) + 2
    }
    let all = check.rowsFailing ?? Int64(rows.now)
    part("\(Figures.count(all)) failing \(all == 1 ? "row" : "rows")", .fail)
    if all > Int64(rows.now) { part("only \(Figures.count(Int64(rows.now))) are kept", .warn) }
    for (tag, count) in rows.counts { part("\(count) \(tag.rawValue)", tag.role) }
    if let previous = rows.previous {
      part("since run \(previous)" + (rows.isComplete ? "" : ", of the rows kept"), .muted)
    } else {
      part("no earlier run to compare with", .muted)
    }
  }

  /// How a cell looks: by what became of its row, or by what a unit test found in it.
  func style(_ row: Int, _ column: String) -> Style {
    if let role = difference(row, column) { return Style(role, .bold) }
    guard rows.tags.indices.contains(row), let tag = rows.tags[row] else { return .text }
    return column == FailingRowList.tagColumn ? Style(tag.role) : tag == .resolved ? .muted : .text
  }

  /// Of a unit test, whose rows stand in pairs, `nil` where a cell is as it was expected.
  private func difference(_ row: Int, _ column: String) -> StyleRole? {
    guard FailingRow(check, [:]).isMadeUp, let cell = rows.page.columns.firstIndex(where: { $0.name == column }),
      let kind = rows.page.columns.firstIndex(where: { $0.name == "row" }), cell > kind
    else { return nil }
    func word(_ row: Int) -> String? { rows.page.rows.indices.contains(row) ? rows.page.rows[row][kind] : nil }
    let isExpected = word(row) == "expected"
    let other = isExpected ? row + 1 : row - 1
    // A row without its like is all difference.
    let hasOther = word(other) == (isExpected ? "actual" : "expected")
    if hasOther, rows.page.rows[other][cell] == rows.page.rows[row][cell] { return nil }
    return isExpected ? .pass : .fail
  }

  /// The head and the first rows, to be looked at; returns the rows it took.
  @discardableResult
  func draw(into canvas: inout Canvas, _ rect: Rect) -> Int {
    let (head, body) = rect.cutTop(1)
    drawHead(into: &canvas, head)
    var grid = RowGrid()
    grid.take(rows.page)
    grid.settle(Size(body.width, body.height))
    // The last line tells what is not shown.
    let fits = body.height > grid.rows.count
    let table = fits ? body : body.cutBottom(1).rest
    grid.draw(into: &canvas, in: table, marksChosen: false, style: style)
    guard !fits, body.height > 2 else { return min(rect.height, grid.rows.count + 2) }
    let more = grid.rows.count - (table.height - 1)
    canvas.write("… \(Figures.count(Int64(more))) more", body.x, body.maxY - 1, .muted, limit: body.width)
    return rect.height
  }
}
