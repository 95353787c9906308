internal import Engine
internal import Project
package import TerminalKit

extension GatesScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    let drawing = GatesDrawing(screen: self, context: context)
    switch level {
    case .nodes: drawing.drawNodes(into: &canvas, rect)
    case .checks(let node): drawing.drawChecks(of: node, into: &canvas, rect)
    case .rows: drawing.drawRows(into: &canvas, rect)
    case .parents: drawing.drawParents(into: &canvas, rect)
    }
  }
}

/// Draws the levels of the gates screen.
struct GatesDrawing {
  let screen: GatesScreen
  let context: ScreenContext

  /// Rows for the list of checks; the rest is for the chosen one.
  static func checkListHeight(_ height: Int, _ count: Int) -> Int {
    height < 12 ? height - 1 : max(3, min(count + 1, height / 2)) - 1
  }

  func drawNodes(into canvas: inout Canvas, _ rect: Rect) {
    let shown = screen.shownNodes(context)
    guard !shown.isEmpty else {
      let text =
        context.project == nil
        ? "reading the project …"
        : screen.filterText.isEmpty ? "this project has no models yet" : "no node passes the filter"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 4)
      return
    }
    let longest = screen.longestName(context)
    // In a narrow window the gates take what their counts need, so that names can be told apart.
    let isNarrow = rect.width < 60
    let heads = isNarrow ? ["in", "proc", "out"] : GateKind.allCases.map(\.rawValue)
    var columns = heads.map { TableColumn($0, width: isNarrow ? 5 : 8) }
    let figures = [
      TableColumn("out", width: 6, .right), TableColumn("in", width: 6, .right), TableColumn("bad", width: 4, .right),
      TableColumn("past runs", width: 12),
    ]
    // Names come first; figures are left out from the right as the window narrows.
    var room = rect.width - 2 - 3 * 10 - min(longest + 2, max(12, rect.width / 2))
    for figure in figures where !isNarrow && room >= figure.width + 2 {
      columns.append(figure)
      room -= figure.width + 2
    }
    let used = columns.reduce(0) { $0 + $1.width + 2 }
    columns.insert(TableColumn("node", width: max(8, min(longest + 2, rect.width - used - 2))), at: 0)
    var table = Table(columns: columns, cursor: screen.nodes, chosenColumn: screen.gate + 1)
    table.cursor.setCount(shown.count)
    table.draw(into: &canvas, in: rect) { row, column in cell(shown[row], column, columns[column].width) }
  }

  private func cell(_ id: NodeID, _ column: Int, _ width: Int) -> TableCell {
    let status = context.status[id]
    switch column {
    case 0:
      let mark = status.state.mark
      let role: StyleRole = status.state.blocksChildren || status.state.isRunning ? mark.role : .text
      let glyph = mark.text(context.glyphs)
      let name = clipped(context.name(of: id), to: max(1, width - displayWidth(glyph) - 1), at: .middle)
      return TableCell(glyph + " " + name, Style(role))
    case 1...3: return gateCell(status.gates[GateKind.allCases[column - 1]])
    case 4:
      // What was reused stands as it was published; a step that never came to write has written nothing, not zero rows.
      if status.state == .reused { return TableCell(status.rows.map { Figures.short($0) } ?? "", .muted) }
      let written = status.step?.writtenRows ?? 0
      let hasWritten = written > 0 || (status.state.isSuccess && status.step?.product == .table)
      return TableCell(hasWritten ? Figures.short(written) : "")
    case 5:
      // What a statement read of tables is not counted: only files tell.
      let read = status.step?.progress.rowsRead ?? 0
      return TableCell(read > 0 ? Figures.short(read) : "", .muted)
    case 6:
      let bad = status.step?.progress.rowsQuarantined ?? 0
      return TableCell(bad == 0 ? "" : Figures.short(bad), Style(.warn))
    default: return TableCell(Sparkline(status.pastSeconds).text(width: width), Style(.info))
    }
  }

  /// `● 4`, `✖ 2/4`: the state, and how many checks say so out of how many.
  private func gateCell(_ gate: GateRecord?) -> TableCell {
    guard let gate else { return TableCell(GateState.neverRun.mark.text(context.glyphs), Style(.muted)) }
    let mark = gate.state.mark
    let all = gate.passed + gate.warned + gate.failed + gate.notEvaluated + gate.waived
    let telling: Int
    switch gate.state {
    case .fail: telling = gate.failed
    case .warn: telling = gate.warned
    case .notEvaluated: telling = gate.notEvaluated
    case .waived: telling = gate.waived
    default: telling = all
    }
    var text = mark.text(context.glyphs)
    if all > 0 {
      text += telling == all ? " \(all)" : " \(telling)/\(all)"
    } else if gate.state != .neverRun {
      text += " " + mark.word
    }
    return TableCell(text, Style(mark.role))
  }

  func drawChecks(of node: NodeID, into canvas: inout Canvas, _ whole: Rect) {
    var rect = whole
    if let step = context.status[node].step, FailureExcerpt.isShown(step) {
      let failure = FailureExcerpt(step: step, excerpt: screen.excerpt, context: context)
      let (top, rest) = whole.cutTop(failure.height(in: max(3, whole.height * 2 / 3), width: whole.width))
      failure.draw(into: &canvas, in: top)
      rect = rest
      if screen.checks.isEmpty { return }
    }
    guard !screen.checks.isEmpty else {
      canvas.write(
        screen.isLoading ? "reading the checks …" : "no check of this node was ever evaluated", rect.x + 2, rect.y + 1,
        .muted)
      return
    }
    let listHeight = GatesDrawing.checkListHeight(rect.height, screen.checks.count) + 1
    let (list, detail) = rect.cutTop(listHeight)
    let shown = CheckColumn.fitting(rect.width)
    let used = shown.reduce(0) { $0 + ($1 == .name ? 0 : $1.width + 2) }
    let nameWidth = max(8, rect.width - used - 2)
    let columns = shown.map { TableColumn($0.rawValue, width: $0 == .name ? nameWidth : $0.width, $0.alignment) }
    Table(columns: columns, cursor: screen.checkCursor).draw(into: &canvas, in: list) { row, column in
      cell(screen.checks[row], shown[column], nameWidth)
    }
    drawDetail(into: &canvas, detail)
  }

  /// What is told of a check, one column each.
  private enum CheckColumn: String, CaseIterable {
    case mark = ""
    case gate, name = "check", measured, wanted, time
    case trend = "past runs"

    var width: Int {
      switch self {
      case .mark: 1
      case .gate, .time: 7
      case .name: 0
      case .measured: 9
      case .wanted: 14
      case .trend: 24
      }
    }

    var alignment: Alignment { self == .measured || self == .time ? .right : .left }

    /// A narrow window tells what a check found and wanted, a wide one its past too.
    static func fitting(_ width: Int) -> [CheckColumn] {
      if width < 60 { return [.mark, .name, .measured] }
      return width < 100 ? allCases.filter { $0 != .trend } : allCases
    }
  }

  private func cell(_ check: CheckRecord, _ column: CheckColumn, _ nameWidth: Int) -> TableCell {
    let waiver = screen.active(for: check, context).first
    let mark = waiver != nil && check.state.isWaivable ? GateState.waived.mark : check.state.mark
    switch column {
    case .mark: return TableCell(mark.text(context.glyphs), Style(mark.role, .bold))
    case .gate: return TableCell(check.gate.rawValue, .muted)
    case .name:
      if let waiver {
        let text = "\(check.name)  \(Waiving.words(waiver))"
        if displayWidth(text) <= nameWidth { return TableCell(text, .text) }
      }
      return TableCell(clipped(check.name, to: nameWidth, at: .middle), Style(mark.role == .fail ? .fail : .text))
    case .measured: return TableCell(check.measured.map(Figures.measure) ?? "–", Style(mark.role))
    case .wanted: return TableCell(check.wanted, .muted)
    case .time: return TableCell(Figures.duration(check.seconds), .muted)
    case .trend:
      let trend = screen.trends[check.name] ?? []
      return TableCell(Sparkline(trend.map(\.measured)).text(width: column.width), Style(.info))
    }
  }

  private func drawDetail(into canvas: inout Canvas, _ rect: Rect) {
    guard rect.height >= 4, let check = screen.check else { return }
    let lines = details(of: check).flatMap { line in
      wrapped(line.text, to: rect.width - 4).map { (text: $0, style: line.style) }
    }
    // No taller than what there is to tell: an empty frame would seem to wait for something.
    let frame = Rect(rect.x, rect.y, rect.width, min(rect.height, lines.count + 2))
    canvas.frame(frame, title: check.name, .muted)
    let inside = frame.inset(2, 1)
    canvas.clipped(to: inside) { canvas in
      for (line, y) in zip(lines, inside.y...) { canvas.write(line.text, inside.x, y, line.style) }
    }
  }

  private func details(of check: CheckRecord) -> [(text: String, style: Style)] {
    var lines: [(text: String, style: Style)] = []
    for waiver in screen.active(for: check, context) {
      let scope = waiver.node == nil ? ", for every node" : ""
      let mark = GateState.waived.mark
      lines.append(("\(mark.text(context.glyphs)) \(waiver.words)\(scope) · W ends it", Style(mark.role)))
    }
    let mark = check.state.mark
    var head = "\(mark.text(context.glyphs)) \(mark.word)"
    if !check.message.isEmpty { head += " – \(check.message)" }
    lines.append((head, Style(mark.role)))
    var facts = ["severity \(check.severity.rawValue)"]
    if let population = check.population { facts.append("\(Figures.count(population)) rows looked at") }
    if check.rowsKept > 0 {
      let all = check.rowsFailing.map { " of \(Figures.count($0))" } ?? ""
      facts.append("\(Figures.count(check.rowsKept))\(all) failing rows kept")
    }
    if let location = check.location { facts.append("\(location.file):\(location.line)") }
    lines.append((facts.joined(separator: " · "), .muted))
    let sql = (check.sql ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let shown = sql.drop { $0.allSatisfy(\.isWhitespace) }
    return lines + (shown.isEmpty ? [] : [("", .text)]) + shown.map { ($0, .text) }
  }

  func drawRows(into canvas: inout Canvas, _ rect: Rect) {
    guard let check = screen.check else { return }
    let (head, body) = rect.cutTop(1)
    guard let failures = screen.failures else {
      canvas.write("reading …", head.x + 1, head.y, .muted)
      return
    }
    let position = screen.grid.position
    canvas.write(position, head.maxX - displayWidth(position) - 1, head.y, .muted)
    let all = check.rowsFailing ?? Int64(failures.now)
    var x = head.x + 1
    let room = head.maxX - displayWidth(position) - 3
    func part(_ text: String, _ role: StyleRole) {
      guard x + displayWidth(text) <= room else { return }
      x += canvas.write(text, x, head.y, Style(role)) + 2
    }
    part("\(Figures.count(all)) failing rows", .fail)
    if all > Int64(failures.now) { part("only \(Figures.count(Int64(failures.now))) are kept", .warn) }
    for (tag, count) in failures.counts { part("\(count) \(tag.rawValue)", tag.role) }
    if let previous = failures.previous {
      part("since run \(previous)" + (failures.isComplete ? "" : ", of the rows kept"), .muted)
    } else {
      part("no earlier run to compare with", .muted)
    }
    screen.grid.draw(into: &canvas, in: Rect(body.x + 1, body.y, body.width - 1, body.height)) { row, column in
      guard failures.tags.indices.contains(row), let tag = failures.tags[row] else { return .text }
      return column == FailingRowList.tagColumn ? Style(tag.role) : tag == .resolved ? .muted : .text
    }
  }
}
