internal import Engine
internal import Project
internal import TerminalKit

/// What is as it was the next time: the table that was open, its sort, filter and columns, folded schemas, queries.
extension TablesScreen {
  package var memory: [String: String] {
    var kept: [String: String] = [:]
    if let request, request.source == .relation {
      kept["table"] = Self.word(request.relation)
      kept["filter"] = filterText.isEmpty ? nil : filterText
      kept["sort"] = request.sorts.isEmpty ? nil : request.sorts.map(\.typed).joined(separator: "\t")
      kept["side"] = side == .grid ? "rows" : "catalog"
      kept.merge(grid.memory) { _, new in new }
    } else if request == nil {
      // What was not opened again yet is not forgotten.
      kept = remembered
    }
    if !closedSchemas.isEmpty { kept["closed"] = closedSchemas.sorted().joined(separator: "\t") }
    if !queries.isEmpty { kept["queries"] = queries.suffix(20).joined(separator: "\t") }
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    func list(_ name: String) -> [String] { (memory[name] ?? "").split(separator: "\t").map(String.init) }
    closedSchemas = Set(list("closed"))
    queries = list("queries")
    let parts = list("table")
    guard parts.count == 3 else { return }
    wanted = RelationName(database: parts[0], schema: parts[1], identifier: parts[2])
    remembered = memory
  }

  /// Opens a table under a filter, the next time it is opened.
  mutating func remember(filter: String, of relation: RelationName) {
    remembered = ["table": Self.word(relation), "filter": filter]
  }

  private static func word(_ relation: RelationName) -> String {
    [relation.database, relation.schema, relation.identifier].joined(separator: "\t")
  }

  /// Opens a table, under the sort and filter it was left with when it is the one that is remembered.
  mutating func openTable(_ relation: RelationName) -> [Effect] {
    let kept = remembered["table"] == Self.word(relation) ? remembered : left[relation] ?? [:]
    remembered = [:]
    wanted = nil
    if let index = entries.firstIndex(of: .table(relation)) { tree.move(to: index) }
    var asked = TablePageRequest(relation: relation, count: TablesScreen.pageSize)
    asked.sorts = (kept["sort"] ?? "").split(separator: "\t").map { RowSort(typed: String($0)) }
    asked.filters = FilterExpression.parse(kept["filter"] ?? "")
    earlier = []
    let effects = openRows(asked, as: kept)
    filterText = kept["filter"] ?? ""
    if kept["side"] == "catalog" { side = .catalog }
    return effects
  }
}
