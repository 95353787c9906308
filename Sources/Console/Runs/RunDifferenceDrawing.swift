internal import Engine
internal import Project
internal import TerminalKit

/// Draws the difference of two runs: a line a node, then and now.
struct RunDifferenceDrawing {
  let difference: RunDifference
  let rows: [RunDifference.Row]
  let cursor: ListCursor
  let context: ScreenContext

  func draw(into canvas: inout Canvas, in rect: Rect) {
    let (head, rest) = rect.cutTop(2)
    drawHead(into: &canvas, head)
    guard !rows.isEmpty else {
      canvas.write("both runs went alike; a shows every node", rest.x + 2, rest.y + 1, .muted, limit: rest.width - 4)
      return
    }
    let names = rows.map { displayWidth(context.name(of: $0.id)) }.max() ?? 0
    let isWide = rect.width >= 100
    let nameWidth = min(names + 2, max(12, rect.width / 4))
    let stateWidth = isWide ? 14 : 2
    var columns = [
      TableColumn("node", width: nameWidth), TableColumn("", width: stateWidth), TableColumn("", width: stateWidth),
      TableColumn("took", width: 7, .right), TableColumn("now", width: 7, .right),
      TableColumn(rect.width < 60 ? "±" : "change", width: 8, .right),
    ]
    if rect.width >= 60 {
      columns += [
        TableColumn("rows", width: 9, .right), TableColumn("change", width: 9, .right),
      ]
    }
    let used = columns.reduce(0) { $0 + $1.width + 2 }
    if rect.width - used > 10 { columns.append(TableColumn("findings", width: rect.width - used - 2)) }
    columns[1].title = isWide ? "run \(difference.before.id)" : ""
    columns[2].title = isWide ? "run \(difference.after.id)" : ""
    Table(columns: columns, cursor: cursor).draw(into: &canvas, in: rest) { index, column in
      cell(rows[index], column, isWide: isWide)
    }
  }

  private func drawHead(into canvas: inout Canvas, _ rect: Rect) {
    var x = rect.x + 1
    for (index, run) in [difference.before, difference.after].enumerated() {
      let mark = run.state.mark
      if index > 0 { x += canvas.write(" → ", x, rect.y, .muted) }
      x += canvas.write("run \(run.id) ", x, rect.y, .title)
      x += canvas.write("\(mark.text(context.glyphs)) \(mark.word)", x, rect.y, Style(mark.role))
      if let seconds = run.seconds { x += canvas.write(" " + Figures.duration(seconds), x, rect.y, .muted) }
    }
    canvas.write(difference.summary, rect.x + 1, rect.y + 1, .muted, limit: rect.width - 2)
  }

  private func cell(_ row: RunDifference.Row, _ column: Int, isWide: Bool) -> TableCell {
    switch column {
    case 0: return TableCell(context.name(of: row.id), row.isNotable ? .text : .muted)
    case 1: return state(row.before, isWide)
    case 2: return state(row.after, isWide)
    case 3: return TableCell(row.before?.seconds.map(Figures.duration) ?? "–", .muted)
    case 4: return TableCell(row.after?.seconds.map(Figures.duration) ?? "–", .muted)
    case 5:
      guard let old = row.before?.seconds, let new = row.after?.seconds else { return TableCell("") }
      let sign = new < old ? "-" : "+"
      return TableCell(sign + Figures.duration(abs(new - old)), Style(row.isSlower ? .warn : .muted))
    case 6: return TableCell(row.after?.knownRows.map(Figures.count) ?? row.before?.knownRows.map(Figures.count) ?? "–")
    case 7:
      if row.after?.state == .reused { return TableCell("=", .muted) }
      guard row.after?.knownRows != nil, row.before?.knownRows != nil else { return TableCell("–", .muted) }
      let change = row.rowChange
      return TableCell(
        change == 0 ? "=" : (change > 0 ? "+" : "") + Figures.count(change), Style(change == 0 ? .muted : .info))
    default:
      let told = row.newFindings.map { "+ \($0)" } + row.goneFindings.map { "- \($0)" }
      let reason = row.before?.state == row.after?.state ? "" : row.after?.reason ?? ""
      return TableCell(
        told.isEmpty ? reason : told.joined(separator: "  "),
        Style(!row.newFindings.isEmpty ? .fail : !row.goneFindings.isEmpty ? .pass : .muted))
    }
  }

  private func state(_ step: StepRecord?, _ isWide: Bool) -> TableCell {
    guard let mark = step?.state.mark else { return TableCell("–", .muted) }
    return TableCell(mark.text(context.glyphs) + (isWide ? " " + mark.word : ""), Style(mark.role))
  }
}
