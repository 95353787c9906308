internal import Engine
internal import Project
internal import TerminalKit

/// The checks of a node, a line each, and what there is to tell of one.
struct CheckList {
  let checks: [CheckRecord]
  let trends: [String: [CheckRecord]]
  let waivers: [Waiver]
  let context: ScreenContext

  /// What is told of a check, one column each.
  private enum Column: String, CaseIterable {
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
    static func fitting(_ width: Int) -> [Column] {
      if width < 60 { return [.mark, .name, .measured] }
      return width < 100 ? allCases.filter { $0 != .trend } : allCases
    }
  }

  /// From here on names do not push the figures to the far edge.
  private static let roomyWidth = 140
  private static let leastRoomyName = 60
  private static let leastTrend = 9

  /// - Parameter isFocused: whether the keys go here; without, the chosen line is only hinted at.
  func draw(into canvas: inout Canvas, in rect: Rect, cursor: ListCursor, isFocused: Bool = true) {
    let shown = Column.fitting(rect.width)
    var widths = shown.map(\.width)
    var room = rect.width - zip(shown, widths).reduce(0) { $0 + ($1.0 == .name ? 0 : $1.1 + 2) } - 2
    let longest = checks.map { displayWidth(title($0, room: room)) }.max() ?? 0
    // The past gives way to the names, down to what still tells something; what is wanted is told in full where there is
    // room, and figures stay near their names.
    if let trend = shown.firstIndex(of: .trend) {
      let narrower = max(0, min(widths[trend] - Self.leastTrend, longest - room))
      widths[trend] -= narrower
      room += narrower
    }
    if let wanted = shown.firstIndex(of: .wanted) {
      let wished = min(40, checks.map { displayWidth($0.wanted) }.max() ?? 0) - widths[wanted]
      let wider = max(0, min(wished, room - longest))
      widths[wanted] += wider
      room -= wider
    }
    let nameWidth = max(8, rect.width < Self.roomyWidth ? room : min(room, max(longest, Self.leastRoomyName)))
    let columns = zip(shown, widths).map { column, width in
      TableColumn(column.rawValue, width: column == .name ? nameWidth : width, column.alignment)
    }
    Table(columns: columns, cursor: cursor, isFocused: isFocused).draw(into: &canvas, in: rect) { row, column in
      cell(checks[row], shown[column], columns[column].width)
    }
  }

  private func waiver(_ check: CheckRecord) -> Waiver? { Waiving.active(waivers, for: check, context).first }

  private func title(_ check: CheckRecord, room: Int) -> String {
    guard let waiver = waiver(check) else { return check.name }
    let text = "\(check.name)  \(Waiving.words(waiver))"
    return displayWidth(text) <= room ? text : check.name
  }

  private func cell(_ check: CheckRecord, _ column: Column, _ width: Int) -> TableCell {
    let waiver = waiver(check)
    let mark = waiver != nil && check.state.isWaivable ? GateState.waived.mark : check.state.mark
    switch column {
    case .mark: return TableCell(mark.text(context.glyphs), Style(mark.role, .bold))
    case .gate: return TableCell(check.gate.rawValue, .muted)
    case .name:
      if waiver != nil, displayWidth(title(check, room: width)) > displayWidth(check.name) {
        return TableCell(title(check, room: width), .text)
      }
      return TableCell(clipped(check.name, to: width, at: .middle), Style(mark.role == .fail ? .fail : .text))
    case .measured: return TableCell(check.measured.map(Figures.measure) ?? "–", Style(mark.role))
    case .wanted: return TableCell(check.wanted, .muted)
    case .time: return TableCell(Figures.duration(check.seconds), .muted)
    case .trend:
      let trend = trends[check.name] ?? []
      return TableCell(Sparkline(trend.map(\.measured)).text(width: width), Style(.info))
    }
  }

  /// What a check said, what it is, and its statement.
  func details(of check: CheckRecord) -> [(text: String, style: Style)] {
    var lines: [(text: String, style: Style)] = []
    for waiver in Waiving.active(waivers, for: check, context) {
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
    let shown = sql.drop { $0.allSatisfy(\.isWhitespace) }.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed()
    return lines + (shown.isEmpty ? [] : [("", .text)]) + shown.map { ($0, .text) }
  }
}
