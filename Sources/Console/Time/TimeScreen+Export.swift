internal import Engine
internal import Project
internal import TerminalKit

/// What `w` writes and `y` copies, apart from the rows: the list that is in front.
extension TimeScreen {
  private enum Front {
    case tables
    case key
    case changes(MomentDifference)
    case rows
  }

  private var front: Front {
    if relation == nil { return .tables }
    if !keyVersions.isEmpty { return .key }
    return changes.map(Front.changes) ?? .rows
  }

  package func exportName(_ context: ScreenContext) -> String? {
    let table = relation?.identifier ?? ""
    switch front {
    case .tables: return shown.isEmpty ? nil : "tables.csv"
    case .key: return "\(table)-\(keyText)-versions.csv"
    case .changes(let changes): return changes.isEmpty ? nil : "\(table)-changes.csv"
    // All rows of the moment have a key of their own.
    case .rows: return nil
    }
  }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    guard let name = exportName(context) else { return nil }
    switch front {
    case .tables: return (name, TableExport.list(shown))
    case .key: return (name, versionTable)
    case .changes(let changes): return (name, changes.commaSeparated)
    case .rows: return nil
    }
  }

  package func copyText(_ context: ScreenContext) -> String? {
    switch front {
    case .tables: return shown.indices.contains(tableCursor.index) ? shown[tableCursor.index].relation.description : nil
    case .key: return keyText
    case .changes(let changes): return changes.chosen?.words.joined(separator: "\n")
    case .rows: return grid.chosenCell ?? (isNow ? nil : label(moment))
    }
  }

  private var keyText: String { key.map { $0 ?? "NULL" }.joined(separator: ", ") }

  /// The versions of the key, with all their columns.
  private var versionTable: String {
    let names = grid.columns.map(\.name).filter { $0 != Self.badgeColumn }
    return CommaSeparated.text(
      ["from", "to", "remarks", "known"] + names,
      keyVersions.map { version in
        let known = version.opened.map { $0.at.iso8601 } ?? version.knownAt
        return [version.from, version.to, version.badges.joined(separator: " "), known]
          + names.map { version.values[$0] ?? nil }
      })
  }
}

extension MomentDifference {
  /// The chosen change.
  var chosen: Line? { lines.indices.contains(cursor.index) ? lines[cursor.index] : nil }

  /// One line a cell.
  var commaSeparated: String {
    CommaSeparated.text(
      ["change"] + keyColumns + ["column", "before", "after"],
      lines.flatMap { line in
        line.cells.map { [line.kind.rawValue] + line.key + [$0.column, $0.before, $0.after] }
      })
  }
}

extension MomentDifference.Line {
  /// One line a cell, names left, values right.
  var words: [String] {
    let width = min(30, cells.map { displayWidth($0.column) }.max() ?? 0)
    return cells.map { fitted($0.column, to: width) + "  " + told($0) }
  }

  /// A cell's value, and what it was where it changed.
  func told(_ cell: MomentDifference.Cell) -> String {
    switch kind {
    case .added: cell.after ?? "NULL"
    case .closed: cell.before ?? "NULL"
    case .changed: "\(cell.before ?? "NULL") → \(cell.after ?? "NULL")"
    }
  }
}
