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
    case .whole: drawing.drawWhole(into: &canvas, rect)
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
    height < leastHeight ? height - 1 : max(3, min(count + 1, height / 2)) - 1
  }

  /// A lower window has no room to tell of the chosen check.
  private static let leastHeight = 12
  static func hasDetail(_ body: Size) -> Bool { body.height >= leastHeight }

  /// The columns of the list of nodes with every figure.
  static func nodeListWidth(_ longestName: Int) -> Int { longestName + 70 }

  func drawNodes(into canvas: inout Canvas, _ whole: Rect) {
    let parts = screen.room(context)
    let rect = parts.list.moved(whole.x, whole.y)
    if let preview = screen.preview, !parts.preview.isEmpty {
      GatePreviewDrawing(preview: preview, context: context)
        .draw(into: &canvas, parts.preview.moved(whole.x, whole.y))
    }
    let shown = screen.shownNodes(context)
    guard !shown.isEmpty else {
      let text =
        context.project == nil
        ? "reading the project …"
        : screen.filterText.isEmpty ? "this project has no models yet" : "no node passes the filter; \(statesThereAre)"
      for (line, y) in zip(wrapped(text, to: rect.width - 4), rect.y + 1..<rect.maxY) {
        canvas.write(line, rect.x + 2, y, .muted)
      }
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

  /// The words that states go by here, for who asked for another.
  private var statesThereAre: String {
    let nodes = (context.graph?.order ?? []).filter { context.graph?[$0]?.isDrawn == true }
    let words = Set(nodes.map { context.state(of: $0).mark.word }).sorted()
    return "their states are " + words.joined(separator: ", ")
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
      let none =
        screen.allChecks.isEmpty
        ? "no check of this node was ever evaluated" : "no check passes the filter; Esc leaves it"
      canvas.write(screen.isLoading ? "reading the checks …" : none, rect.x + 2, rect.y + 1, .muted)
      return
    }
    let listHeight = GatesDrawing.checkListHeight(rect.height, screen.checks.count) + 1
    let (list, detail) = rect.cutTop(listHeight)
    checkList.draw(into: &canvas, in: list, cursor: screen.checkCursor)
    let used = drawDetail(into: &canvas, detail)
    if let below = screen.rowsBelow, let check = screen.check, below.check == check.id {
      let rest = detail.cutTop(used + 1).rest
      if rest.height >= 4 { FailingRowsDrawing(rows: below.rows, check: check).draw(into: &canvas, rest.inset(1, 0)) }
    }
  }

  private var checkList: CheckList {
    CheckList(checks: screen.checks, trends: screen.trends, waivers: screen.waivers, context: context)
  }

  /// Returns the rows it took.
  private func drawDetail(into canvas: inout Canvas, _ rect: Rect) -> Int {
    guard rect.height >= 4, let check = screen.check else { return 0 }
    let lines = checkList.details(of: check).flatMap { line in
      wrapped(line.text, to: rect.width - 4).map { (text: $0, style: line.style) }
    }
    // No taller than what there is to tell: an empty frame would seem to wait for something.
    let frame = Rect(rect.x, rect.y, rect.width, min(rect.height, lines.count + 2))
    canvas.frame(frame, title: check.name, .muted)
    let inside = frame.inset(2, 1)
    canvas.clipped(to: inside) { canvas in
      for (line, y) in zip(lines, inside.y...) { canvas.write(line.text, inside.x, y, line.style) }
    }
    return frame.height
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
    let words = FailingRowsDrawing(rows: failures, check: check)
    words.drawHead(into: &canvas, Rect(head.x + 1, head.y, head.width - displayWidth(position) - 4, 1))
    screen.grid.draw(into: &canvas, in: Rect(body.x + 1, body.y, body.width - 1, body.height)) { row, column in
      words.style(row, column)
    }
  }
}
