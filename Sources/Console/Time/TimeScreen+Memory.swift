internal import Engine
internal import Project
internal import TerminalKit

/// Where the screen was left: the table, the moment and the mark by their names, the key, and the rows.
extension TimeScreen {
  package var memory: [String: String] {
    guard let relation else {
      guard awaited.isEmpty else { return awaited }
      return hasLoaded && shown.indices.contains(tableCursor.index)
        ? ["choice": Self.word(shown[tableCursor.index].relation)] : [:]
    }
    var kept = grid.memory
    kept["table"] = Self.word(relation)
    kept["axis"] = axis == .published ? "published" : "effective"
    kept["at"] = isNow ? nil : label(moment)
    kept["mark"] = mark.map(label)
    if !keyVersions.isEmpty { kept["key"] = key.map { $0 ?? "\\N" }.joined(separator: "\t") }
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    awaited = memory
    wanted = Self.relation(memory["table"])
  }

  /// Goes to the moment, the mark and the key a table was left at, once its moments are known.
  mutating func takeUp(_ relation: RelationName, _ context: ScreenContext) -> [Effect] {
    defer { awaited = [:] }
    moment = current
    guard Self.relation(awaited["table"]) == relation else { return askRows(context) }
    if awaited["axis"] == "published" { axis = .published }
    moment = awaited["at"].flatMap { moments.firstIndex(of: $0) } ?? current
    mark = awaited["mark"].flatMap { $0 == "now" ? current : moments.firstIndex(of: $0) }
    grid.restore(awaited)
    let key = awaited["key"].map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    var effects = askRows(context, offset: max(0, grid.awaitedRow - TimeScreen.pageSize / 2))
    if mark != nil { effects += askChanges() }
    if let key { effects += askKey(key.map { $0 == "\\N" ? nil : $0 }) }
    return effects
  }

  /// Puts the mark on the table that was chosen, once the tables are read.
  mutating func chooseTable() {
    guard let chosen = Self.relation(awaited["choice"]) else { return }
    awaited = [:]
    tableCursor.setCount(shown.count)
    if let index = shown.firstIndex(where: { $0.relation == chosen }) { tableCursor.move(to: index) }
  }

  private static func word(_ relation: RelationName) -> String {
    [relation.database, relation.schema, relation.identifier].joined(separator: "\t")
  }

  private static func relation(_ word: String?) -> RelationName? {
    let parts = (word ?? "").split(separator: "\t").map(String.init)
    return parts.count == 3 ? RelationName(database: parts[0], schema: parts[1], identifier: parts[2]) : nil
  }
}
