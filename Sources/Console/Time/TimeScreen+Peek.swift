internal import Engine
internal import Project
internal import TerminalKit

/// What opening the chosen table would show, while none is open, where the window has room for it beside the list: read once
/// the keys have come to rest.
extension TimeScreen {
  /// What is to be shown, or was asked for last; a table that was published anew is read anew.
  struct PeekWish: Hashable, Sendable {
    var relation: RelationName
    var rows: Int64?
    var run: RunID?
    var state: StepState?
  }

  struct Peek: Sendable {
    var relation: RelationName
    var strip: HistoryStrip?
    var versions: [VersionRecord]
    /// The first rows as they are now; none of a view, which may take as long to read as a table to make.
    var page: TablePage?
  }

  private static let peekRows = 100
  /// A history is gone through from end to end to find its moments: beyond so many rows not unasked.
  private static let mostRowsUnasked: Int64 = 1_000_000

  /// The list of tables, and the part beside or below it.
  func room(_ rect: Rect) -> RoomBeside {
    RoomBeside(rect, width: min(TimeDrawing.listWidth(shown), rect.width / 2), height: shown.count + 1)
  }

  var chosenTable: TableOutline? {
    let shown = shown
    return shown.indices.contains(tableCursor.index) ? shown[tableCursor.index] : nil
  }

  /// Whether a table's moments are read before somebody asks for them.
  static func isReadUnasked(_ table: TableOutline) -> Bool {
    !table.hasHistory || table.rows.map { $0 <= mostRowsUnasked } ?? false
  }

  mutating func wishPeek(_ context: ScreenContext) {
    peeking.wished = nil
    guard relation == nil, let table = chosenTable, Self.isReadUnasked(table),
      !room(Rect(context.body)).preview.isEmpty
    else { return }
    let status = table.node.map { context.status[$0] }
    peeking.wished = PeekWish(
      relation: table.relation, rows: table.rows, run: status?.step?.run, state: status?.state)
  }

  package var wantsRest: Bool { peeking.isDue }

  package mutating func rest(_ context: ScreenContext) -> [Effect] {
    guard let table = chosenTable, let wish = peeking.ask() else { return [] }
    let moment: TableMoment = table.hasHistory ? .effective(present) : .now
    let request = TablePageRequest(relation: wish.relation, moment: moment, count: Self.peekRows)
    return [
      .load("peek", for: TimeScreen.self) { source in
        var peek = Peek(relation: wish.relation, versions: [])
        peek.versions = try await source.publishedVersions(of: wish.relation).filter { $0.disposition != .vacuumed }
        // A table that was never published has nothing to be read.
        guard !peek.versions.isEmpty else { return peek }
        if table.hasHistory { peek.strip = try await source.history(of: wish.relation) }
        if table.kind != "view" { peek.page = try await source.page(request) }
        return peek
      } then: { screen, peek, _ in
        if screen.peeking.asked == wish { screen.peek = peek }
        return []
      }
    ]
  }

  /// The screen as it would be with the table open, at what is now.
  func opened(_ peek: Peek) -> TimeScreen {
    var screen = TimeScreen()
    screen.relation = peek.relation
    screen.present = present
    screen.strip = peek.strip
    screen.versions = peek.versions
    screen.axis = peek.strip == nil ? .published : .effective
    screen.moment = screen.current
    if let page = peek.page { screen.grid.take(page) }
    return screen
  }
}

extension TimeDrawing {
  /// The table's strip, its newest versions, and its first rows, without a mark: the keys go to the list.
  func drawPeek(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty, let table = screen.chosenTable else { return }
    let (head, rest) = rect.cutTop(1)
    canvas.write(clipped(table.relation.tableName, to: head.width - 2), head.x + 1, head.y, .title)
    guard let peek = screen.peek, peek.relation == table.relation else {
      if !TimeScreen.isReadUnasked(table) {
        canvas.write("a history this long is read when it is opened", rest.x + 1, rest.y + 1, .muted)
      }
      return
    }
    guard !peek.versions.isEmpty else {
      canvas.write("no version of it is published yet", rest.x + 1, rest.y + 1, .muted)
      return
    }
    let opened = screen.opened(peek)
    let (strip, body) = rest.cutTop(min(TimeDrawing.stripHeight, rest.height))
    TimeDrawing(screen: opened, context: context).drawStrip(into: &canvas, strip, peek.relation)
    let told = min(peek.versions.count, max(1, body.height / 4))
    let (list, rows) = body.cutTop(min(body.height, told + 2))
    canvas.clipped(to: list) { canvas in
      let count = peek.versions.count
      canvas.write(
        told < count ? "the newest of \(count) published versions" : "published versions", list.x + 1, list.y, .muted)
      for (version, y) in zip(peek.versions.prefix(told), (list.y + 1)...) {
        let isCurrent = version.disposition == .current
        let civil = Figures.civil(version.publishedAt)
        let words =
          "v\(version.id)  \(civil.date) \(civil.time)Z  run \(version.run)  "
          + (version.rows < 0 ? "" : Figures.rows(version.rows) + "  ") + version.cause
        canvas.write(isCurrent ? "●" : "○", list.x + 1, y, Style(isCurrent ? .pass : .info))
        canvas.write(clipped(words, to: list.width - 4), list.x + 3, y, isCurrent ? .text : .muted)
      }
    }
    guard peek.page != nil else {
      canvas.write("a view is read when it is opened", rows.x + 1, rows.y, .muted)
      return
    }
    opened.grid.draw(
      into: &canvas, in: Rect(rows.x + 1, rows.y, rows.width - 1, rows.height), focused: false, marksChosen: false)
  }
}
