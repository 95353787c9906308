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
    let shown = Column.fitting(rect.width)
    let isWide = rect.width >= 132
    let names = rows.map { displayWidth(context.name(of: $0.id)) }.max() ?? 0
    let nameWidth = min(names + 2, max(12, rect.width / 4))
    func width(_ column: Column) -> Int { column == .name ? nameWidth : column.width(isWide: isWide) }
    let used = shown.reduce(0) { $0 + width($1) + 2 }
    var columns = shown.map { column in
      TableColumn(title(column, isWide: isWide, hasBoth: shown.contains(.took)), width: width(column), column.alignment)
    }
    if rect.width - used > 10 { columns.append(TableColumn("findings", width: rect.width - used - 2)) }
    Table(columns: columns, cursor: cursor).draw(into: &canvas, in: rest) { index, column in
      shown.indices.contains(column) ? cell(rows[index], shown[column], isWide: isWide) : findings(rows[index])
    }
  }

  /// What is told of a node, besides its findings.
  private enum Column: CaseIterable {
    case name, before, after, took, now, slower, rows, rowChange, keys

    /// A narrow window tells how each run ended and how long it takes now; a wider one what became of the rows.
    static func fitting(_ width: Int) -> [Column] {
      if width < 60 { return [.name, .before, .after, .now, .slower] }
      return width < 120 ? allCases.filter { $0 != .took } : allCases
    }

    func width(isWide: Bool) -> Int {
      switch self {
      case .name: 0
      case .before, .after: isWide ? 17 : 2
      case .took, .now: 7
      case .slower: 8
      case .rows, .rowChange: 9
      case .keys: 14
      }
    }

    var alignment: Alignment {
      switch self {
      case .name, .before, .after, .keys: .left
      default: .right
      }
    }
  }

  private func title(_ column: Column, isWide: Bool, hasBoth: Bool) -> String {
    switch column {
    case .name: "node"
    case .before: isWide ? "run \(difference.before.id)" : ""
    case .after: isWide ? "run \(difference.after.id)" : ""
    case .took: "took"
    case .now: hasBoth ? "now" : "took"
    case .slower, .rowChange: "±"
    case .rows: "rows"
    case .keys: "keys"
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

  private func cell(_ row: RunDifference.Row, _ column: Column, isWide: Bool) -> TableCell {
    switch column {
    case .name: return TableCell(context.name(of: row.id), row.isNotable ? .text : .muted)
    case .before: return state(row.before, isWide)
    case .after: return state(row.after, isWide)
    case .took: return TableCell(row.before?.seconds.map(Figures.duration) ?? "–", .muted)
    case .now: return TableCell(row.after?.seconds.map(Figures.duration) ?? "–", .muted)
    case .slower:
      guard let old = row.before?.seconds, let new = row.after?.seconds else { return TableCell("") }
      let sign = new < old ? "−" : "+"
      return TableCell(sign + Figures.duration(abs(new - old)), Style(row.isSlower ? .warn : .muted))
    case .rows:
      return TableCell(row.after?.knownRows.map(Figures.count) ?? row.before?.knownRows.map(Figures.count) ?? "–")
    case .rowChange:
      if row.after?.state == .reused { return TableCell("=", .muted) }
      guard row.after?.knownRows != nil, row.before?.knownRows != nil else { return TableCell("–", .muted) }
      let change = row.rowChange
      let sign = change > 0 ? "+" : "−"
      return TableCell(change == 0 ? "=" : sign + Figures.count(abs(change)), Style(change == 0 ? .muted : .info))
    case .keys: return keys(row)
    }
  }

  /// `+12 −2 ~31`: keys that came, went, changed.
  private func keys(_ row: RunDifference.Row) -> TableCell {
    guard row.versions != nil else {
      let isSame = row.after?.state == .reused || row.after?.version != nil && row.before?.version == row.after?.version
      return TableCell(isSame ? "=" : "–", .muted)
    }
    switch row.keys {
    case .unknown: return TableCell("…", .muted)
    case .lost: return TableCell("not kept", .muted)
    case .counted(let added, let removed, let changed):
      let parts = [("+", added), ("−", removed), ("~", changed)].filter { $0.1 > 0 }
      if parts.isEmpty { return TableCell("=", .muted) }
      return TableCell(parts.map { $0.0 + Figures.short($0.1) }.joined(separator: " "), Style(.info))
    }
  }

  private func findings(_ row: RunDifference.Row) -> TableCell {
    let told = row.newFindings.map { "+ \($0)" } + row.goneFindings.map { "− \($0)" }
    let reason = row.before?.state == row.after?.state ? "" : row.after?.reason ?? ""
    return TableCell(
      told.isEmpty ? reason : told.joined(separator: "  "),
      Style(!row.newFindings.isEmpty ? .fail : !row.goneFindings.isEmpty ? .pass : .muted))
  }

  private func state(_ step: StepRecord?, _ isWide: Bool) -> TableCell {
    guard let mark = step?.state.mark else { return TableCell("–", .muted) }
    return TableCell(mark.text(context.glyphs) + (isWide ? " " + mark.word : ""), Style(mark.role))
  }
}
