internal import Engine
internal import Project
internal import TerminalKit

extension TablesScreen {
  static let pageSize = 400

  /// Opens other rows in place of those in front.
  ///
  /// - Parameter kept: how the grid was left, where it was open before.
  mutating func openRows(_ asked: TablePageRequest, as kept: [String: String] = [:]) -> [Effect] {
    searching.end()
    if let request, request.source == .relation {
      left[request.relation] = memory.filter { $0.key != "side" }
    }
    side = .grid
    aside = nil
    filterText = ""
    sql = ""
    grid = RowGrid()
    grid.sorts = asked.sorts
    grid.restore(kept)
    anchors = []
    request = asked
    let first = max(0, grid.awaitedRow - TablesScreen.pageSize / 2)
    return [.cancelLoad("aside"), .cancelLoad("count")] + askPage(offset: first)
  }

  /// A row to be in front again under another filter, by its place under the one before.
  struct KeptRow: Sendable {
    var index: Int
    var request: TablePageRequest
  }

  var rowInFront: KeptRow? { request.map { KeptRow(index: grid.cursor.index, request: $0) } }

  /// Asks for the same rows under another sort or filter.
  ///
  /// - Parameter kept: the row to stay on, where the filter changes.
  mutating func askAnew(keeping kept: KeptRow? = nil) -> [Effect] {
    searching.end()
    anchors = []
    request?.total = nil
    grid.sorts = request?.sorts ?? []
    if kept == nil { grid.cursor.move(to: 0) }
    return [.cancelLoad("count")] + askPage(offset: 0, around: kept)
  }

  /// Asks for the rows around a position, or around a row whose position is not known yet.
  mutating func askPage(offset: Int, around kept: KeptRow? = nil) -> [Effect] {
    guard var asked = request else { return [] }
    asked.offset = offset
    asked.anchor = anchors.last { $0.position <= offset }
    let question = asked
    isReading = true
    problem = ""
    return [
      .load("page", for: TablesScreen.self) { source in
        try await Answer<(page: TablePage, row: Int?)>(asking: {
          var asked = question
          var row: Int?
          if let kept {
            row = try await source.place(ofRow: kept.index, of: kept.request, under: asked.filters) ?? 0
            asked.offset = max(0, (row ?? 0) - TablesScreen.pageSize / 2)
          }
          let page = try await source.page(asked)
          return (page, row)
        })
      } then: { screen, answer, context in
        guard screen.request?.isOfSameRows(as: question) == true else { return [] }
        screen.isReading = false
        switch answer {
        case .success(let found):
          if let row = found.row { screen.grid.stand(at: row) }
          return screen.take(found.page, context)
        case .failure(let error):
          screen.problem = error.description
          return [.say(error.description, .fail)]
        }
      }
    ]
  }

  private mutating func take(_ page: TablePage, _ context: ScreenContext) -> [Effect] {
    grid.take(page)
    sql = page.sql
    if let anchor = page.anchor, !anchors.contains(anchor) {
      anchors.append(anchor)
      anchors.sort { $0.position < $1.position }
      // Enough to be near everything a person went past.
      if anchors.count > 4_000 { anchors = anchors.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) }
    }
    settle(context)
    guard page.total == nil, !page.isLast, request?.total == nil, let question = request else { return [] }
    // The first rows are on the screen; only now it is worth counting.
    return [
      .load("count", for: TablesScreen.self) { source in
        try await source.count(question)
      } then: { screen, count, context in
        guard screen.request?.isOfSameRows(as: question) == true else { return [] }
        screen.request?.total = count
        screen.grid.know(total: count)
        screen.settle(context)
        return []
      }
    ]
  }

  /// Sorts by the chosen column alone: up, down, not.
  mutating func sort() -> [Effect] {
    guard let name = grid.chosenName else { return [] }
    let known = request?.sorts.count == 1 ? request?.sorts.first { $0.column == name } : nil
    request?.sorts = known == nil ? [RowSort(name)] : known?.descends == false ? [RowSort(name, descends: true)] : []
    return askAnew()
  }

  /// Takes the chosen column into the sort, behind those that are in it: up, down, out again.
  mutating func sortFurther() -> [Effect] {
    guard let name = grid.chosenName else { return [] }
    if let place = request?.sorts.firstIndex(where: { $0.column == name }) {
      if request?.sorts[place].descends == false {
        request?.sorts[place].descends = true
      } else {
        request?.sorts.remove(at: place)
      }
    } else {
      request?.sorts.append(RowSort(name))
    }
    return askAnew()
  }

  /// Writes all rows in front to a file.
  func askExport() -> [Effect] {
    guard var asked = request else { return [] }
    asked.offset = 0
    let question = asked
    return [TableExport.question(question, columns: grid.shownColumns.map { grid.columns[$0].name }, for: Self.self)]
  }
}

extension TablePageRequest {
  /// Whether both ask for pages of the same rows in the same order.
  func isOfSameRows(as other: TablePageRequest) -> Bool {
    relation == other.relation && source == other.source && moment == other.moment && filters == other.filters
      && sorts == other.sorts
  }
}
