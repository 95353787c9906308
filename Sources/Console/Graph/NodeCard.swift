internal import Engine
internal import Project
internal import TerminalKit

/// The selected node in more words, where the window has rows to spare below the graph.
struct NodeCard {
  let node: Node
  let context: ScreenContext

  /// Rows it takes, frame included.
  static let height = 8

  func draw(into canvas: inout Canvas, in rect: Rect) {
    guard rect.height >= NodeCard.height, rect.width >= 40 else { return }
    let box = Rect(rect.x, rect.y, rect.width, NodeCard.height)
    canvas.frame(box, title: node.relation.map { "\($0.schema).\($0.identifier)" } ?? node.name, .muted)
    let inside = box.inset(2, 1)
    let status = context.status[node.id]
    canvas.clipped(to: inside) { canvas in
      for (index, kind) in GateKind.allCases.enumerated() {
        let width = inside.width / 3
        drawGate(kind, status.gates[kind], into: &canvas, Rect(inside.x + index * width, inside.y, width - 1, 2))
      }
      line("rows", figures(status), into: &canvas, inside, 2)
      let isBad = status.state.blocksChildren
      // What failed is told with its place: that is where one goes next.
      let place = isBad ? status.step?.location.map { "\($0): " } ?? "" : ""
      line(
        "last", place + (status.step?.reason ?? status.state.mark.word), isBad ? .fail : .text, into: &canvas, inside, 3
      )
      line("from", names(context.graph?.parents[node.id] ?? []), into: &canvas, inside, 4)
      line("to", names(context.graph?.children[node.id] ?? []), into: &canvas, inside, 5)
    }
  }

  private func drawGate(_ kind: GateKind, _ gate: GateRecord?, into canvas: inout Canvas, _ rect: Rect) {
    let state = gate?.state ?? .neverRun
    let mark = state.mark
    var x = rect.x
    x += canvas.write(mark.text(context.glyphs) + " ", x, rect.y, Style(mark.role))
    x += canvas.write("\(kind.rawValue) gate ", x, rect.y, .title)
    canvas.write(mark.word, x, rect.y, Style(mark.role), limit: rect.maxX - x)
    guard let gate else { return }
    let counts: [(Int, String)] = [
      (gate.passed, "passed"), (gate.warned, "warned"), (gate.failed, "failed"), (gate.notEvaluated, "not evaluated"),
      (gate.waived, "waived"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " · ")
    canvas.write(told, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 2)
  }

  private func line(
    _ name: String, _ text: String, _ role: StyleRole = .text, into canvas: inout Canvas, _ rect: Rect, _ row: Int
  ) {
    canvas.write(fitted(name, to: 5), rect.x, rect.y + row, .muted)
    canvas.write(text, rect.x + 6, rect.y + row, Style(role), limit: rect.width - 6)
  }

  private func figures(_ status: NodeStatus) -> String {
    var parts: [String] = []
    if status.state == .reused, let rows = status.rows {
      parts.append("\(Figures.count(rows)), unchanged")
    } else if let progress = status.step?.progress {
      if progress.rowsRead > 0 { parts.append("\(Figures.count(progress.rowsRead)) read") }
      parts.append("\(Figures.count(progress.rowsWritten)) written")
      if progress.rowsQuarantined > 0 { parts.append("\(Figures.count(progress.rowsQuarantined)) quarantined") }
    }
    if let seconds = status.seconds(now: context.now) { parts.append("in \(Figures.duration(seconds))") }
    if !status.pastSeconds.isEmpty { parts.append("past runs " + Sparkline(status.pastSeconds).text(width: 12)) }
    return parts.isEmpty ? "–" : parts.joined(separator: " · ")
  }

  /// Names of the nodes that hold rows; tests are not told here.
  private func names(_ nodes: [NodeID]) -> String {
    let drawn = nodes.compactMap { context.graph?[$0] }.filter(\.isDrawn).map(\.name)
    return drawn.isEmpty ? "–" : drawn.joined(separator: ", ")
  }
}
