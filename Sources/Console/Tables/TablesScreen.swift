internal import Engine
internal import Project
internal import TerminalKit

/// The tables of the warehouse: a catalog left, rows right.
package struct TablesScreen: ConsoleScreen {
  package static let id = ScreenID.tables

  /// Which side takes the keys.
  enum Side: Sendable { case catalog, grid }

  var tables: [TableOutline] = [] {
    didSet { widestEntry = (tables.map { displayWidth($0.relation.identifier) }.max() ?? 0) + Self.entryMargin }
  }
  /// The columns the catalog has use for: names with their indent, the mark of history and the number of rows.
  private(set) var widestEntry = 0
  private static let entryMargin = 12
  var tree = ListCursor()
  var closedSchemas: Set<String> = []
  var side = Side.catalog
  var request: TablePageRequest?
  var grid = RowGrid()
  /// Rows whose places are known, ascending: pages near them are found without counting from the first row.
  var anchors: [RowAnchor] = []
  var isReading = false
  /// Why there are no rows.
  var problem = ""
  var sql = ""
  /// What stands in place of the rows.
  var aside: TableAside?
  var filterText = ""
  /// What stood in front before something was opened out of it, a frequency or a model's common tables: Esc goes back there.
  var earlier: [Earlier] = []
  /// The row that was in front under a filter that was left; the rows are still to be asked for.
  private var unfiltered: KeptRow?
  var searching = RowSearching()
  var wanted: RelationName?
  var hasLoaded = false
  private var pace = ReadingPace()
  var peek: Peek?
  var peeking = AtRest<PeekWish>()
  var queries: [String] = []
  /// How the table that was open last was left.
  var remembered: [String: String] = [:]
  /// How tables that were open before were left: who comes back finds them so.
  var left: [RelationName: [String: String]] = [:]

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { filterText }
  package var place: Place? {
    guard let request, request.source == .relation else { return nil }
    return .table(request.relation)
  }

  package var path: [String] {
    request == nil ? [] : [title] + (aside.map { [$0.title] } ?? [])
  }

  /// What the rows are of.
  var title: String {
    guard let request else { return "" }
    switch request.source {
    case .relation: return "\(request.relation.schema).\(request.relation.identifier)"
    case .statement: return "query"
    case .commonTable: return request.relation.identifier
    }
  }

  /// The rows and what stood over them, as they were left.
  struct Earlier: Sendable {
    var request: TablePageRequest?
    var grid: RowGrid
    var anchors: [RowAnchor]
    var aside: TableAside?
    var filterText: String
    var sql: String
  }

  /// Keeps what is in front, for something is opened out of it.
  mutating func keepForReturn() {
    earlier.append(
      Earlier(
        request: request, grid: grid, anchors: anchors, aside: aside, filterText: filterText, sql: sql))
  }

  private mutating func goBack(to kept: Earlier) {
    (request, grid, anchors) = (kept.request, kept.grid, kept.anchors)
    (aside, filterText, sql) = (kept.aside, kept.filterText, kept.sql)
    (isReading, problem) = (false, "")
  }

  /// One row of the catalog.
  enum Entry: Hashable, Sendable {
    case schema(String)
    case table(RelationName)
  }

  /// The catalog's rows: schemas with their tables, closed ones without.
  var entries: [Entry] {
    var out: [Entry] = []
    var last = ""
    for table in tables {
      let schema = table.relation.database + "." + table.relation.schema
      if schema != last {
        out.append(.schema(schema))
        last = schema
      }
      if !closedSchemas.contains(schema) { out.append(.table(table.relation)) }
    }
    return out
  }

  var chosenEntry: Entry? { entries.indices.contains(tree.index) ? entries[tree.index] : nil }

  func outline(_ relation: RelationName) -> TableOutline? { tables.first { $0.relation == relation } }

  /// The node that makes the table in front.
  var node: NodeID? {
    guard let request else { return nil }
    if case .commonTable(let node, _) = request.source { return node }
    return request.source == .relation ? outline(request.relation)?.node : nil
  }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if case .table(let relation) = place { wanted = relation }
    if case .node(let node) = place { wanted = context.graph?[node]?.relation }
    pace = ReadingPace()
    var effects = refresh(context)
    if let wanted, outline(wanted) != nil { effects += openTable(wanted) }
    return effects
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    var rows = unfiltered.map { askAnew(keeping: $0) } ?? []
    unfiltered = nil
    rows += searching.effects(at: \TablesScreen.searching) { screen, row, _ in
      screen.grid.stand(at: row)
      return screen.askPage(offset: max(0, row - TablesScreen.pageSize / 2))
    }
    guard pace.isDue(context) else { return rows }
    return rows + [
      .load("tables", for: TablesScreen.self) { source in
        try await source.tables()
      } then: { screen, tables, context in
        // At first the mark stands on a table, for that is what ⏎ is wanted for.
        let chosen = screen.hasLoaded ? screen.chosenEntry : nil
        let isFirst = !screen.hasLoaded
        screen.hasLoaded = true
        screen.tables = tables.sorted {
          ($0.relation.database, $0.relation.schema) < ($1.relation.database, $1.relation.schema)
        }
        screen.settle(context)
        if let chosen, let index = screen.entries.firstIndex(of: chosen) { screen.tree.move(to: index) }
        if isFirst, let index = screen.entries.firstIndex(where: { if case .table = $0 { true } else { false } }) {
          screen.tree.move(to: index)
        }
        // What could not be read, for its file was away, is asked for again.
        if !screen.problem.isEmpty, !screen.isReading, let request = screen.request, request.source == .relation,
          screen.wanted == nil || screen.wanted == request.relation, screen.outline(request.relation) != nil
        {
          return screen.askPage(offset: 0)
        }
        guard let wanted = screen.wanted, screen.request?.relation != wanted else { return [] }
        if screen.outline(wanted) == nil, !screen.remembered.isEmpty {
          // What was open last is gone since.
          (screen.wanted, screen.remembered) = (nil, [:])
          return []
        }
        return screen.openTable(wanted)
      }
    ]
  }

  package mutating func settle(_ context: ScreenContext) {
    tree.setCount(entries.count)
    tree.setHeight(context.body.height)
    let (_, right) = split(Rect(context.body))
    grid.settle(Size(right.width, max(1, right.height - 1)))
    wishPeek(context)
  }

  package func waits(for question: String) -> Bool {
    if question == "search" { return searching.isGoingOn }
    if case .working = aside { return question == "aside" }
    return false
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if aside != nil {
      aside = nil
      return true
    }
    guard side == .grid else { return false }
    if searching.isGoingOn {
      searching.giveUp()
    } else if let kept = earlier.popLast() {
      goBack(to: kept)
    } else if !filterText.isEmpty {
      unfiltered = rowInFront
      filterText = ""
      request?.filters = []
    } else {
      side = .catalog
    }
    return true
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    if side == .grid {
      return grid.search(text, backwards: backwards, of: request, anchors: anchors, &searching)
    }
    let names = entries.map { entry in
      switch entry {
      case .schema(let name): name
      case .table(let relation): relation.identifier
      }
    }
    return tree.search(names, for: text, backwards: backwards)
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    guard request != nil else { return [.say("open a table first", .warn)] }
    let filters = FilterExpression.parse(text)
    if let problem = FilterExpression.problem(in: filters, columns: grid.columns.map(\.name)) {
      return [.say(problem, .warn)]
    }
    let kept = rowInFront
    filterText = text
    request?.filters = filters
    return askAnew(keeping: kept)
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    guard let request else { return nil }
    switch request.source {
    case .relation:
      return "sluice show --select \(ShellWord.quoted(request.relation.identifier)) --limit \(TablesScreen.pageSize)"
        + (filterText.isEmpty ? "" : " --where " + ShellWord.quoted(filterText))
        + (request.sorts.isEmpty
          ? "" : " --order-by " + ShellWord.quoted(SortList.text(request.sorts)))
    case .statement(let text): return "sluice show --inline \(ShellWord.quoted(text))"
    case .commonTable(let node, _): return "sluice compile --select \(ShellWord.quoted(context.name(of: node)))"
    }
  }
}
