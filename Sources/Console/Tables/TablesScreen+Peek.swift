internal import Engine
internal import Project
internal import TerminalKit

/// The first rows of the table the mark stands on, while none is open, in a window wide enough to show them beside the catalog:
/// read once the keys have come to rest. Views are not read unasked: that may take as long as making a table.
extension TablesScreen {
  /// What is to be shown, or was asked for last; a table that was published anew is read anew.
  struct PeekWish: Hashable, Sendable {
    var relation: RelationName
    var rows: Int64?
  }

  struct Peek: Sendable {
    var relation: RelationName
    var grid: RowGrid
  }

  private static let peekRows = 100

  /// The catalog's part and the rows' part.
  func split(_ rect: Rect) -> (left: Rect, right: Rect) {
    let peeks = request == nil && rect.width >= RoomBeside.wide && !tables.isEmpty
    return TablesDrawing.split(rect, hasTable: request != nil || peeks, side: side, names: widestEntry)
  }

  mutating func wishPeek(_ context: ScreenContext) {
    peeking.wished = nil
    guard request == nil, !split(Rect(context.body)).right.isEmpty, case .table(let relation) = chosenEntry,
      let outline = outline(relation), outline.kind != "view"
    else { return }
    peeking.wished = PeekWish(relation: relation, rows: outline.rows)
  }

  package var wantsRest: Bool { peeking.isDue }

  package mutating func rest(_ context: ScreenContext) -> [Effect] {
    guard let wish = peeking.ask() else { return [] }
    let request = TablePageRequest(relation: wish.relation, count: Self.peekRows)
    return [
      .load("peek", for: TablesScreen.self) { source in
        try await source.page(request)
      } then: { screen, page, _ in
        guard screen.peeking.asked == wish else { return [] }
        var grid = RowGrid()
        grid.take(page)
        screen.peek = Peek(relation: wish.relation, grid: grid)
        return []
      }
    ]
  }
}

extension TablesDrawing {
  /// What opening the table would show, without a mark: the keys go to the catalog.
  func drawPeek(into canvas: inout Canvas, _ rect: Rect) {
    guard case .table(let relation) = screen.chosenEntry else { return }
    let (head, body) = rect.cutTop(1)
    let outline = screen.outline(relation)
    let facts = outline?.rows.map(Figures.rows) ?? outline?.kind ?? ""
    canvas.write(
      clipped("\(relation.schema).\(relation.identifier)", to: head.width - displayWidth(facts) - 2), head.x, head.y,
      .title)
    canvas.write(facts, head.maxX - displayWidth(facts) - 1, head.y, .muted)
    guard let peek = screen.peek, peek.relation == relation else {
      if outline?.kind == "view" { canvas.write("a view is read when it is opened", body.x, body.y + 1, .muted) }
      return
    }
    peek.grid.draw(into: &canvas, in: body, focused: false, marksChosen: false)
  }
}
