internal import Engine
internal import Project
internal import TerminalKit

/// The rows of the table that a failing row stands for, with all their columns.
struct WholeRowList: Sendable {
  /// `nil` while they are looked for.
  var found: WholeRows?
  /// Why they cannot be looked up.
  var problem = ""

  /// How many there are, of which version, and by what they were looked up.
  var head: String {
    guard let found else { return problem.isEmpty ? "looking for the whole row …  Esc gives up" : "" }
    let count = found.page.rows.count
    var text = "\(Figures.count(Int64(count)))\(found.page.isLast ? "" : "+") \(count == 1 ? "row" : "rows")"
    if let version = found.version {
      text += " of v\(version.id)" + (version.disposition == .quarantined ? ", which is held," : "")
    }
    if let missing = found.missing { text += ", for of v\(missing.id), which was held, no such row is kept," }
    text += " with " + found.key.map { FilterExpression.equals($0.column, $0.value) }.joined(separator: " ")
    if let condition = found.whereClause { text += "; the test looks only where \(condition)" }
    return text
  }
}

extension GatesScreen {
  /// From a failing row to the whole row: dbt's tests tell the tested column alone.
  var wholeKey: KeyBinding<Self> {
    KeyBinding(
      ["v"], "whole row", help: "the rows of the table with this row's values, all their columns", whetherFromTable
    ) { screen, _ in
      guard let row = screen.failingRow, case .rows(let node, let check) = screen.level else { return [] }
      screen.level = .whole(node, checkID: check)
      screen.whole = WholeRowList()
      screen.wholeGrid = RowGrid()
      return [
        .load("whole", for: GatesScreen.self) { source in
          try await Answer(asking: { try await source.wholeRows(of: row) })
        } then: { screen, answer, context in
          guard case .whole = screen.level else { return [] }
          switch answer {
          case .success(let found):
            screen.whole?.found = found
            screen.wholeGrid.take(found.page)
            screen.settle(context)
            return []
          case .failure(let error):
            screen.whole?.problem = error.description
            return []
          }
        }
      ]
    }
  }

  func wholeKeys(_ node: NodeID, _ context: ScreenContext) -> [KeyBinding<Self>] {
    let row: Availability = failingRow == nil ? .unavailable("no row is selected") : .available
    return [
      KeyBinding([Chord(.enter), " "], "record", help: "the whole row, one column a line", row) { screen, _ in
        [.show(title: screen.check?.name ?? "row", lines: GridKeys.record(screen.wholeGrid))]
      },
      parentsKey(context), rawKey, historyKey(node, context),
    ] + GridKeys.all({ screen, body in body(&screen.wholeGrid) }) { _, _ in [] }
  }
}

extension GatesDrawing {
  /// How many rows there are and the rows; where there are none, why.
  func drawWhole(into canvas: inout Canvas, _ rect: Rect) {
    guard let whole = screen.whole else { return }
    let words = whole.problem.isEmpty ? whole.head : whole.problem
    guard let found = whole.found, !found.page.rows.isEmpty else {
      let text = whole.found == nil ? words : "no row any more: \(words)"
      for (index, line) in wrapped(text, to: max(1, rect.width - 3)).enumerated() where index < rect.height - 1 {
        canvas.write(line, rect.x + 2, rect.y + 1 + index, Style(whole.problem.isEmpty ? .running : .warn))
      }
      return
    }
    let (head, body) = rect.cutTop(1)
    let position = screen.wholeGrid.position
    canvas.write(position, head.maxX - displayWidth(position) - 1, head.y, .muted)
    canvas.write(
      clipped(words, to: max(1, head.width - displayWidth(position) - 4)), head.x + 1, head.y, .muted)
    screen.wholeGrid.draw(into: &canvas, in: Rect(body.x + 1, body.y, body.width - 1, body.height))
  }
}
