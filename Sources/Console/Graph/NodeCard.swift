internal import Engine
internal import Project
internal import TerminalKit

/// The selected node in more words, where the window has room to spare below the graph or beside it.
struct NodeCard {
  let node: Node
  let context: ScreenContext

  /// The rows of a short card, frame included; one with more room tells more.
  static let height = 8
  /// From so many rows on there is room for everything.
  private static let wholeHeight = 14

  private typealias Line = (name: String, text: String, role: StyleRole)

  func draw(into canvas: inout Canvas, in rect: Rect) {
    guard rect.height >= NodeCard.height, rect.width >= 40 else { return }
    let isShort = rect.height < NodeCard.wholeHeight
    // The names of lines stand in a column of their own.
    let indent = isShort ? 6 : 9
    let width = rect.width - 4
    let lines = (isShort ? shortLines : wholeLines).flatMap { line -> [Line] in
      if isShort { return [line] }
      let most = line.name == "from" || line.name == "to" || line.name == "columns" ? 4 : 5
      let wrapped = wrapped(line.text, to: max(8, width - indent))
      return wrapped.prefix(most).enumerated().map { index, text in
        let isCut = index == most - 1 && wrapped.count > most
        return (index == 0 ? line.name : "", isCut ? clipped(text, to: width - indent - 1) + "…" : text, line.role)
      }
    }
    // Below each other where three do not fit beside each other.
    let isNarrow = width < 90 && !isShort
    let gates = isNarrow ? 3 : 2
    let box = Rect(rect.x, rect.y, rect.width, min(rect.height, 2 + gates + lines.count))
    canvas.frame(box, title: node.relation.map { "\($0.schema).\($0.identifier)" } ?? node.name, .muted)
    let inside = box.inset(2, 1)
    let status = context.status[node.id]
    canvas.clipped(to: inside) { canvas in
      for (index, kind) in GateKind.allCases.enumerated() {
        let third = inside.width / 3
        let place =
          isNarrow
          ? Rect(inside.x, inside.y + index, inside.width, 1)
          : Rect(inside.x + index * third, inside.y, third - 1, 2)
        drawGate(kind, status.gates[kind], into: &canvas, place)
      }
      for (line, y) in zip(lines, (inside.y + gates)...) {
        canvas.write(fitted(line.name, to: indent - 1), inside.x, y, .muted)
        canvas.write(line.text, inside.x + indent, y, Style(line.role), limit: inside.width - indent)
      }
    }
  }

  private func drawGate(_ kind: GateKind, _ gate: GateRecord?, into canvas: inout Canvas, _ rect: Rect) {
    let state = gate?.state ?? .neverRun
    let mark = state.mark
    var x = rect.x
    x += canvas.write(mark.text(context.glyphs) + " ", x, rect.y, Style(mark.role))
    x += canvas.write(
      rect.height > 1 ? "\(kind.rawValue) gate " : fitted("\(kind.rawValue) gate", to: 14), x, rect.y, .title)
    x += canvas.write(mark.word, x, rect.y, Style(mark.role), limit: rect.maxX - x)
    guard let gate else { return }
    let counts: [(Int, String)] = [
      (gate.passed, "passed"), (gate.warned, "warned"), (gate.failed, "failed"), (gate.notEvaluated, "not evaluated"),
      (gate.waived, "waived"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " · ")
    if rect.height > 1 {
      canvas.write(told, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 2)
    } else {
      canvas.write(told, x + 2, rect.y, .muted, limit: rect.maxX - x - 2)
    }
  }

  private var shortLines: [Line] {
    let status = context.status[node.id]
    return [
      ("rows", (rowFigures(status) + timeFigures(status)).joined(separator: " · ").orDash, .text), lastLine(status),
      ("from", names(context.graph?.parents[node.id] ?? []), .text),
      ("to", names(context.graph?.children[node.id] ?? []), .text),
    ]
  }

  private var wholeLines: [Line] {
    let status = context.status[node.id]
    var lines: [Line] = [
      ("last", lastLine(status).text, lastLine(status).role),
      ("rows", rowFigures(status).joined(separator: " · ").orDash, .text),
      ("time", history(status).joined(separator: " · ").orDash, .text),
    ]
    if let version = version(status) { lines.append(("version", version, .text)) }
    lines += [
      ("from", names(context.graph?.parents[node.id] ?? []), .text),
      ("to", names(context.graph?.children[node.id] ?? []), .text), ("is", kind, .text),
    ]
    if !node.columns.isEmpty {
      let columns = node.columns.map { $0.name + ($0.dataType.map { " " + $0 } ?? "") }
      lines.append(("columns", columns.joined(separator: ", "), .muted))
    }
    let words = node.description.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if !words.isEmpty { lines.append(("about", words, .text)) }
    return lines
  }

  private func lastLine(_ status: NodeStatus) -> Line {
    let isBad = status.state.blocksChildren
    // What failed is told with its place: that is where one goes next.
    let place = isBad ? status.step?.location.map { "\($0): " } ?? "" : ""
    return ("last", place + context.local(status.step?.reason ?? status.state.mark.word), isBad ? .fail : .text)
  }

  private func rowFigures(_ status: NodeStatus) -> [String] {
    if status.state == .reused, let rows = status.rows { return ["\(Figures.count(rows)), unchanged"] }
    guard let progress = status.step?.progress else { return [] }
    var parts: [String] = []
    if progress.rowsRead > 0 { parts.append("\(Figures.count(progress.rowsRead)) read") }
    parts.append("\(Figures.count(progress.rowsWritten)) written")
    if progress.rowsQuarantined > 0 { parts.append("\(Figures.count(progress.rowsQuarantined)) quarantined") }
    return parts
  }

  private func timeFigures(_ status: NodeStatus) -> [String] {
    var parts: [String] = []
    if let seconds = status.seconds(now: context.now) { parts.append("in \(Figures.duration(seconds))") }
    if !status.pastSeconds.isEmpty { parts.append("past runs " + Sparkline(status.pastSeconds).text(width: 12)) }
    return parts
  }

  /// How long it took, held against how long it takes.
  private func history(_ status: NodeStatus) -> [String] {
    var parts: [String] = []
    let seconds = status.seconds(now: context.now)
    if let seconds { parts.append(Figures.duration(seconds)) }
    if let usual = status.usual {
      var words = "usually \(Figures.duration(usual))"
      // A run that goes on is still short of what it will take, and of a few milliseconds the share says nothing.
      if let seconds, !status.state.isRunning, usual > 0, max(seconds, usual) >= 0.1,
        seconds >= 1.5 * usual || usual >= 1.5 * seconds
      {
        words += ", \(Figures.tenths(seconds / usual)) times as long"
      }
      parts.append(words)
    }
    let past = status.pastSeconds.count
    if past > 0 {
      parts.append("\(past) past \(past == 1 ? "run" : "runs") " + Sparkline(status.pastSeconds).text(width: 24))
    }
    return parts
  }

  /// The version the last step left, where it stands.
  private func version(_ status: NodeStatus) -> String? {
    guard let step = status.step, let version = step.version else { return nil }
    let held = status.state.isHeld ? " held," : ""
    let at = step.finishedAt.map { Figures.civil($0) }.map { ", \($0.date) \($0.time)Z" } ?? ""
    let rows =
      status.rows.map {
        status.state.isHeld ? "; readers keep \(Figures.rows($0))" : " · \(Figures.rows($0)) published"
      }
      ?? ""
    // A version that stands was made by an earlier run.
    let stands = step.state == .reused || step.stands
    return stands ? "v\(version), as it was\(rows)" : "v\(version)\(held) of run \(step.run)\(at)\(rows)"
  }

  /// What kind of thing it is, and what its author says of it in few words.
  private var kind: String {
    var parts = [node.materialization.word]
    if let layer = node.layer { parts.append(layer) }
    if !node.config.uniqueKey.isEmpty { parts.append("key \(node.config.uniqueKey.joined(separator: ", "))") }
    if !node.config.tags.isEmpty { parts.append("tags \(node.config.tags.joined(separator: ", "))") }
    parts.append("\(node.location.file):\(node.location.line)")
    return parts.joined(separator: " · ")
  }

  /// Names of the nodes that hold rows; tests are not told here.
  private func names(_ nodes: [NodeID]) -> String {
    nodes.compactMap { context.graph?[$0] }.filter(\.isDrawn).map(\.name).joined(separator: ", ").orDash
  }
}

extension String {
  /// A dash where there is nothing.
  fileprivate var orDash: String { isEmpty ? "–" : self }
}
