internal import Engine
internal import Project
internal import TerminalKit

/// What `w` writes and `y` copies, apart from the rows: the list that is in front.
extension TablesScreen {
  package func exportName(_ context: ScreenContext) -> String? {
    if side == .catalog, request == nil { return tables.isEmpty ? nil : "tables.csv" }
    guard case .frequency(let frequency, _) = aside, side == .grid else { return nil }
    return "\(request?.relation.identifier ?? "rows")-\(frequency.column)-frequency.csv"
  }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    guard let name = exportName(context) else { return nil }
    guard case .frequency(let frequency, _) = aside, side == .grid else { return (name, TableExport.list(tables)) }
    return (
      name, CommaSeparated.text([frequency.column, "rows"], frequency.values.map { [$0.value, "\($0.count)"] })
    )
  }

  package func copyText(_ context: ScreenContext) -> String? {
    if side == .catalog {
      if case .table(let relation) = chosenEntry { return relation.description }
      return nil
    }
    switch aside {
    case .frequency(let frequency, let cursor):
      return frequency.values.indices.contains(cursor.index) ? frequency.values[cursor.index].value ?? "NULL" : nil
    case .commonTables(_, let tables, let cursor):
      return tables.indices.contains(cursor.index) ? tables[cursor.index].text : nil
    case .working, .profile, .chart: return nil
    case nil: return grid.chosenRow == nil ? nil : grid.chosenCell ?? "NULL"
    }
  }
}
