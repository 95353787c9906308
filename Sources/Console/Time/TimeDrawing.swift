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
      drawKey(into: &canvas, body)
    } else if let changes = screen.changes {
      drawChanges(changes, into: &canvas, body)
    } else if screen.grid.columns.isEmpty {
      canvas.write("reading …", body.x + 1, body.y + 1, .muted)
    } else {
      let from = screen.axis == .effective ? screen.strip?.fromColumn : nil
      let here = screen.isNow ? nil : screen.label(screen.moment)
      screen.grid.draw(into: &canvas, in: Rect(body.x + 1, body.y, body.width - 1, body.height)) { row, column in
        if column == TimeScreen.badgeColumn { return Style(.gate, .bold) }
        // What began at this very moment stands out; what begins later than now does too.
        guard let from, let began = screen.grid.value(row, from) else { return .text }
        if began == here { return Style(.pass) }
        return here == nil && began > screen.present ? Style(.stale) : .text
      }
      if screen.grid.rows.isEmpty { canvas.write("nothing held at this moment", body.x, body.y + 1, .muted) }
    }
  }

  /// A key's timeline, its bars over the same stretch of time as the strip.
  private func drawKey(into canvas: inout Canvas, _ rect: Rect) {
    let (head, body) = rect.cutTop(1)
    let key = zip(screen.strip?.keyColumns ?? [], screen.key).map { "\($0) \($1 ?? "NULL")" }.joined(separator: ", ")
    canvas.write(clipped(key, to: head.width - 2), head.x + 1, head.y, .title)
    let count = screen.keyVersions.count
    let right = "\(count) \(count == 1 ? "version" : "versions")"
    canvas.write(right, head.maxX - displayWidth(right) - 1, head.y, .muted)
    KeyTimeline(versions: screen.keyVersions, axis: screen.momentAxis(context.now))
      .draw(into: &canvas, body, cursor: screen.keyCursor)
  }

  /// Columns the list of tables has use for.
  static func listWidth(_ shown: [TableOutline]) -> Int {
    max(12, shown.map { displayWidth($0.relation.tableName) }.max() ?? 0) + 28 + 16
  }

  private func drawTables(into canvas: inout Canvas, _ whole: Rect) {
    let room = screen.room(whole)
    drawPeek(into: &canvas, room.preview)
    let rect = room.list
    let shown = screen.shown
    guard !shown.isEmpty else {
      let text = screen.hasLoaded ? context.whyNoTables : "reading the catalog …"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 4)
      return
    }
    // Names come first: in a narrow window the history is its mark alone.
    let isNarrow = whole.width < 60
    let history = isNarrow ? 1 : 28
    let names = shown.map { displayWidth($0.relation.tableName) }.max() ?? 0
    let name = max(12, min(room.preview.isEmpty ? max(48, names) : names, rect.width - history - 16))
    let columns = [
      TableColumn("table", width: name), TableColumn("rows", width: 8, .right),
      TableColumn(isNarrow ? "" : "history", width: history),
    ]
    Table(columns: columns, cursor: screen.tableCursor).draw(into: &canvas, in: rect.inset(1, 0)) { row, column in
      let table = shown[row]
      switch column {
      case 0: return TableCell(clipped(table.relation.tableName, to: name, at: .middle))
      case 1: return TableCell(table.rows.map { Figures.short($0) } ?? "", .muted)
      default:
        if isNarrow { return TableCell(table.hasHistory ? "◷" : "", Style(.info)) }
        return table.hasHistory
          ? TableCell("◷ versions of every key", Style(.info)) : TableCell("published versions", .muted)
      }
    }
  }

  /// The strip: how much changed when, the marks, dates below. A cell may stand for several moments; its height tells how
  /// much they changed.
  func drawStrip(into canvas: inout Canvas, _ rect: Rect, _ relation: RelationName) {
    guard rect.height >= 3 else { return }
    let moments = screen.moments
    let line = Rect(rect.x + 1, rect.y + 1, max(1, rect.width - 2), 1)
    drawBanner(into: &canvas, rect.cutTop(1).top, relation)
    guard !moments.isEmpty else {
      canvas.write("no change is recorded", line.x, line.y, .muted)
      return
    }
    let axis = screen.momentAxis(context.now)
    var cells = [Double](repeating: 0, count: line.width)
    for (index, weight) in weights.enumerated() { cells[axis.column(index, width: line.width)] += max(0.001, weight) }
    // Heights are of the root: a first load must not press everything after it flat.
    let text = Sparkline(cells.map { $0 > 0 ? $0.squareRoot() : nil }).text(width: line.width)
    canvas.horizontal(line.x, to: line.maxX - 1, line.y + 1)
    let now = axis.nowColumn(width: line.width)
    for (x, character) in text.enumerated() where character != " " {
      canvas.write(String(character), line.x + x, line.y, Style(x > now ? .stale : .info))
    }
    canvas.write("┤", line.x + now, line.y + 1, .muted)
    if let mark = screen.mark {
      canvas.write(
        "◆", line.x + axis.column(screen.stripIndex(mark), width: line.width), line.y + 1, Style(.gate, .bold))
    }
    let here = axis.column(screen.stripIndex(screen.moment), width: line.width)
    canvas.write("▲", line.x + here, line.y + 1, Style(.warn, .bold))
    if rect.height >= 4 { drawDates(axis, here: here, now: now, into: &canvas, line.moved(0, 2)) }
  }

  /// How much each moment weighs: rows opened and closed, or rows of the version.
  private var weights: [Double] {
    switch screen.axis {
    case .effective: screen.strip?.changes.map { Double($0.opened + $0.closed) } ?? []
    case .published: screen.versions.reversed().map { Double(max(0, $0.rows)) }
    }
  }

  private func drawDates(
    _ axis: MomentAxis, here: Int, now: Int, into canvas: inout Canvas, _ line: Rect
  ) {
    let isElsewhere = !screen.isNow
    let label = screen.label(screen.moment)
    let width = displayWidth(label)
    let place = max(0, min(line.width - width, here - width / 2))
    for tick in axis.ticks(width: line.width) {
      let end = tick.column + tick.label.count
      guard end < place || tick.column > place + width, !isElsewhere || end < now || tick.column > now + 3 else {
        continue
      }
      canvas.write(tick.label, line.x + tick.column, line.y, .muted)
    }
    if isElsewhere, now > place + width + 1 || now + 3 < place {
      canvas.write("now", line.x + min(now, line.width - 3), line.y, .muted)
    }
    canvas.write(label, line.x + place, line.y, isElsewhere ? Style(.warn, .bold) : Style(.pass))
  }

  private func drawBanner(into canvas: inout Canvas, _ rect: Rect, _ relation: RelationName) {
    let moments = screen.moments
    var x = rect.x + 1
    let here = screen.moment
    let isKnown = moments.indices.contains(here)
    if screen.isNow || !isKnown {
      x += canvas.write("as it is now", x, rect.y, Style(.pass)) + 2
      if isKnown {
        let since = screen.axis == .effective ? "since \(moments[here])" : published(here)
        if x + displayWidth(since) < rect.maxX - 1 { x += canvas.write(since, x, rect.y, .muted) + 2 }
      }
    } else {
      x += canvas.write(" \(banner) ", x, rect.y, Style(.warn, on: .selection, .bold)) + 1
      let unit = screen.axis == .effective ? "as of \(moments[here])" : published(here)
      x += canvas.write(unit, x, rect.y, Style(.warn), limit: rect.maxX - x - 2) + 2
    }
    if isKnown, screen.axis == .effective, let change = screen.strip?.changes[here] {
      x +=
        canvas.write("+\(change.opened) opened  −\(change.closed) closed", x, rect.y, .muted, limit: rect.maxX - x - 2)
        + 2
    }
    let (one, many) =
      screen.axis == .effective
      ? ("moment of change", "moments of change") : ("published version", "published versions")
    let count = "\(moments.count) \(moments.count == 1 ? one : many)"
    let horizon = screen.horizon.map { " · kept since \($0)" } ?? ""
    let filter = screen.filter.isEmpty ? "" : "& \(screen.filter) · "
    let right = filter + count + horizon
    if rect.maxX - x > displayWidth(right) + 1 {
      canvas.write(right, rect.maxX - displayWidth(right) - 1, rect.y, .muted)
    }
  }

  /// What the rows are that are not those of now.
  private var banner: String {
    if screen.chosenVersion?.disposition == .quarantined { return "HELD" }
    return screen.moment > screen.current ? "TO COME" : "HISTORICAL"
  }

  private func published(_ index: Int) -> String {
    let version = screen.versions.reversed()[index]
    let civil = Figures.civil(version.publishedAt)
    return "v\(version.id) of run \(version.run), \(civil.date) \(civil.time)Z – \(version.cause)"
  }

  private func drawChanges(_ changes: MomentDifference, into canvas: inout Canvas, _ rect: Rect) {
    let (head, rest) = rect.cutTop(1)
    let (list, foot) = rest.cutBottom(rect.height > 4 ? 1 : 0)
    var x = head.x + 1
    x += canvas.write("\(screen.label(min(screen.mark ?? 0, screen.moment))) → ", x, head.y, .muted)
    x += canvas.write(screen.label(max(screen.mark ?? 0, screen.moment)), x, head.y, .title) + 2
    for kind in MomentDifference.Kind.allCases {
      guard let count = changes.counts[kind] else { continue }
      let text = "\(Self.sign(kind).sign)\(Figures.count(count)) \(kind.rawValue)"
      if x + displayWidth(text) < head.maxX { x += canvas.write(text, x, head.y, Style(Self.sign(kind).role)) + 2 }
    }
    guard !changes.isEmpty else {
      canvas.write("nothing differs between the two marks", list.x + 1, list.y + 1, Style(.pass), limit: list.width - 2)
      return
    }
    let keys = changes.lines.prefix(200).map { displayWidth(told($0.key)) }
    let keyTitle = changes.keyColumns.joined(separator: ", ")
    let keyWidth = min(30, max(3, displayWidth(keyTitle), keys.max() ?? 3))
    let columns = [
      TableColumn("", width: 9), TableColumn(keyTitle, width: keyWidth),
      TableColumn("what", width: max(8, list.width - keyWidth - 16)),
    ]
    Table(columns: columns, cursor: changes.cursor).draw(into: &canvas, in: list) { row, column in
      let line = changes.lines[row]
      switch column {
      case 0: return TableCell("\(Self.sign(line.kind).sign) \(line.kind.rawValue)", Style(Self.sign(line.kind).role))
      case 1: return TableCell(told(line.key))
      default:
        let cells = line.cells.map { "\($0.column): \(line.told($0))" }
        return TableCell(cells.joined(separator: "  "), line.kind == .changed ? .text : .muted)
      }
    }
    let columnsChanged = changes.changesByColumn.prefix(6).map { "\($0.column) \(Figures.count($0.rows))" }
    let text = [columnsChanged.isEmpty ? "" : "changed: " + columnsChanged.joined(separator: ", "), changes.note]
      .filter { !$0.isEmpty }.joined(separator: " · ")
    if !foot.isEmpty { canvas.write(clipped(text, to: foot.width - 2), foot.x + 1, foot.y, .muted) }
  }

  private func told(_ key: [String?]) -> String { key.map { $0 ?? "NULL" }.joined(separator: " · ") }

  private static func sign(_ kind: MomentDifference.Kind) -> (sign: String, role: StyleRole) {
    switch kind {
    case .added: ("+", .pass)
    case .changed: ("~", .warn)
    case .closed: ("-", .fail)
    }
  }
}
