internal import Engine
internal import Project
package import TerminalKit

extension TimeScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    TimeDrawing(screen: self, context: context).draw(into: &canvas, rect)
  }
}

/// Draws the strip of moments and what lies below it.
struct TimeDrawing {
  let screen: TimeScreen
  let context: ScreenContext

  /// Rows of the strip with its labels and the banner.
  static let stripHeight = 4

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let relation = screen.relation else { return drawTables(into: &canvas, rect) }
    let (strip, body) = rect.cutTop(min(TimeDrawing.stripHeight, max(0, rect.height - 2)))
    drawStrip(into: &canvas, strip, relation)
    if !screen.keyVersions.isEmpty {
      KeyTimeline(versions: screen.keyVersions, moments: screen.strip?.changes.map(\.at) ?? []).draw(
        into: &canvas, body)
    } else if let changes = screen.changes {
      drawChanges(changes, into: &canvas, body)
    } else if screen.grid.columns.isEmpty {
      canvas.write("reading …", body.x + 1, body.y + 1, .muted)
    } else {
      screen.grid.draw(into: &canvas, in: body)
    }
  }

  private func drawTables(into canvas: inout Canvas, _ rect: Rect) {
    let shown = screen.shown
    guard !shown.isEmpty else {
      let text = screen.hasLoaded ? "nothing was published yet, so there is no history" : "reading the catalog …"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 4)
      return
    }
    let columns = [
      TableColumn("table", width: max(12, min(48, rect.width - 42))), TableColumn("rows", width: 8, .right),
      TableColumn("history", width: 28),
    ]
    Table(columns: columns, cursor: screen.tableCursor).draw(into: &canvas, in: rect.inset(1, 0)) { row, column in
      let table = shown[row]
      switch column {
      case 0: return TableCell("\(table.relation.schema).\(table.relation.identifier)")
      case 1: return TableCell(table.rows.map { Figures.short($0) } ?? "", .muted)
      default:
        return table.hasHistory
          ? TableCell("◷ versions of every key", Style(.info)) : TableCell("published versions", .muted)
      }
    }
  }

  /// Where each moment lies on the strip: evenly, so that every one can be told from the next; with more moments than
  /// cells a cell stands for several and its height tells how many.
  private func drawStrip(into canvas: inout Canvas, _ rect: Rect, _ relation: RelationName) {
    guard rect.height >= 3 else { return }
    let moments = screen.moments
    let line = Rect(rect.x + 1, rect.y + 1, max(1, rect.width - 2), 1)
    drawBanner(into: &canvas, rect.cutTop(1).top, relation)
    guard !moments.isEmpty else {
      canvas.write("no change is recorded", line.x, line.y, .muted)
      return
    }
    let weights = screen.strip.map { $0.changes.map { Double($0.opened + $0.closed) } } ?? moments.map { _ in 1 }
    let counted = screen.axis == .effective ? weights : screen.versions.reversed().map { Double($0.rows) }
    var cells = [Double](repeating: 0, count: line.width)
    for (index, weight) in counted.enumerated() { cells[column(index, line.width)] += max(0.001, weight) }
    let text = Sparkline(cells.map { $0 > 0 ? $0 : nil }).text(width: line.width)
    canvas.horizontal(line.x, to: line.maxX - 1, line.y + 1)
    canvas.write(text, line.x, line.y, Style(.info))
    if let mark = screen.mark, mark < moments.count {
      canvas.write("◆", line.x + column(mark, line.width), line.y + 1, Style(.gate, .bold))
    }
    let here = screen.moment < moments.count ? column(screen.moment, line.width) : line.width - 1
    canvas.write("▲", line.x + here, line.y + 1, Style(.warn, .bold))
    guard rect.height >= 4 else { return }
    canvas.write(moments.first ?? "", line.x, line.y + 2, .muted, limit: line.width / 3)
    let last = "now"
    canvas.write(last, line.maxX - displayWidth(last), line.y + 2, .muted)
    let label = screen.moment < moments.count ? moments[screen.moment] : "now"
    let place = max(line.x + 12, min(line.maxX - displayWidth(label) - 5, line.x + here - displayWidth(label) / 2))
    if screen.moment < moments.count {
      canvas.write(label, place, line.y + 2, Style(.warn, .bold), limit: line.maxX - place - 4)
    }
  }

  private func column(_ index: Int, _ width: Int) -> Int {
    let count = max(1, screen.moments.count)
    return min(width - 1, (2 * index + 1) * max(1, width - 2) / (2 * count))
  }

  private func drawBanner(into canvas: inout Canvas, _ rect: Rect, _ relation: RelationName) {
    let moments = screen.moments
    var x = rect.x + 1
    let isPast = screen.moment < moments.count
    if isPast {
      x += canvas.write(" HISTORICAL ", x, rect.y, Style(.warn, on: .selection, .bold)) + 1
      let unit = screen.axis == .effective ? "as of \(moments[screen.moment])" : published(screen.moment)
      x += canvas.write(unit, x, rect.y, Style(.warn), limit: rect.maxX - x - 2) + 2
    } else {
      x += canvas.write("as it is now", x, rect.y, Style(.pass)) + 2
    }
    if isPast, screen.axis == .effective, let change = screen.strip?.changes[screen.moment] {
      x +=
        canvas.write("+\(change.opened) opened  −\(change.closed) closed", x, rect.y, .muted, limit: rect.maxX - x - 2)
        + 2
    }
    let count = "\(moments.count) \(screen.axis == .effective ? "moments of change" : "published versions")"
    let horizon = screen.strip?.horizon.map { " · kept since \($0)" } ?? ""
    let right = count + horizon
    if rect.maxX - x > displayWidth(right) + 1 {
      canvas.write(right, rect.maxX - displayWidth(right) - 1, rect.y, .muted)
    }
  }

  private func published(_ index: Int) -> String {
    let version = screen.versions.reversed()[index]
    let civil = Figures.civil(version.publishedAt)
    return "v\(version.id) of run \(version.run), \(civil.date) \(civil.time)Z – \(version.cause)"
  }

  private func drawChanges(_ changes: MomentDifference, into canvas: inout Canvas, _ rect: Rect) {
    let (list, foot) = rect.cutBottom(1)
    guard !changes.lines.isEmpty else {
      canvas.write("nothing differs between the two marks", rect.x + 1, rect.y + 1, Style(.pass))
      return
    }
    let keyWidth = min(30, max(6, changes.lines.prefix(200).map { displayWidth($0.key) }.max() ?? 6))
    let columns = [
      TableColumn("", width: 9), TableColumn("key", width: keyWidth),
      TableColumn("what", width: max(8, list.width - keyWidth - 16)),
    ]
    Table(columns: columns, cursor: changes.cursor).draw(into: &canvas, in: list) { row, column in
      let line = changes.lines[row]
      let (word, role): (String, StyleRole)
      switch line.kind {
      case .added: (word, role) = ("+ added", .pass)
      case .changed: (word, role) = ("~ changed", .warn)
      case .closed: (word, role) = ("- closed", .fail)
      }
      switch column {
      case 0: return TableCell(word, Style(role))
      case 1: return TableCell(line.key)
      default: return TableCell(line.text, line.kind == .changed ? .text : .muted)
      }
    }
    var text = "\(changes.lines.count) keys differ"
    if changes.isPartial {
      text += "; only the first \(Figures.count(Int64(MomentDifference.limit))) rows were compared"
    }
    canvas.write(text, foot.x + 1, foot.y, .muted)
  }
}
