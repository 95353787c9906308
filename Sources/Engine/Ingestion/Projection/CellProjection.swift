import ParallelQuery
import SQLKit
import SQLiteKit

/// How each value of a table's row is made of a record's cells.
struct CellProjection {
  /// How one value is made.
  enum Step {
    /// What a cell holds, put into the column as an insert would.
    case cell(Int)
    /// The same in every row of a file.
    case constant(Int)
    case line
    case row
    /// The first ten bytes of a cell's text: the day of a timestamp.
    case date(Int)
    case concatenation([Step])
  }

  var steps: [Step]
  /// SQL of the values that are the same in every row of a file; it may read `_file`.
  var constants: [String] = []
  /// For each of the source's columns the cell its values are read into, or -1.
  var slots: [Int]
  /// How many cells a record has.
  var width = 0

  /// nil when some value cannot be made without SQLite.
  init?(_ projection: RowProjection, of source: FileSource, affinities: [ColumnAffinity]) {
    slots = [Int](repeating: -1, count: source.columns.count)
    steps = []
    var indexes: [String: Int] = [:]
    for (index, column) in source.columns.enumerated() {
      guard indexes.updateValue(index, forKey: column.name.lowercased()) == nil else { return nil }
    }
    for value in projection.values {
      if case .allColumns = value {
        for index in source.columns.indices { steps.append(.cell(slot(index))) }
      } else {
        guard let step = step(value, source, indexes) else { return nil }
        steps.append(step)
      }
    }
    guard steps.count == affinities.count else { return nil }
    for (step, affinity) in zip(steps, affinities) {
      guard case .cell(let slot) = step, let column = slots.firstIndex(of: slot) else { continue }
      // SQLite's own way to write a real as text is not ours to repeat.
      if affinity == .text, !source.columns[column].kind.hasTextsOrIntegers { return nil }
    }
  }

  private mutating func slot(_ column: Int) -> Int {
    if slots[column] < 0 {
      slots[column] = width
      width += 1
    }
    return slots[column]
  }

  private mutating func step(_ value: ProjectedValue, _ source: FileSource, _ indexes: [String: Int]) -> Step? {
    switch value {
    case .allColumns: return nil
    case .column(let name):
      let folded = name.lowercased()
      if let index = indexes[folded] { return .cell(slot(index)) }
      switch folded {
      case FileTable.Hidden.line.rawValue: return .line
      case FileTable.Hidden.row.rawValue: return .row
      case FileTable.Hidden.file.rawValue: return constant("\"\(FileTable.Hidden.file.rawValue)\"")
      default: return nil
      }
    case .sql(let text, let columns):
      // Where a column has the place's name, the name is the column's.
      guard columns.isSubset(of: [FileTable.Hidden.file.rawValue]), columns.allSatisfy({ indexes[$0] == nil }) else {
        return nil
      }
      return constant(text)
    case .date(let inner):
      guard case .column(let name) = inner, let index = indexes[name.lowercased()],
        source.columns[index].kind == .timestamp || source.columns[index].kind == .date
      else { return nil }
      return .date(slot(index))
    case .concatenation(let parts):
      var steps: [Step] = []
      for part in parts {
        guard let step = step(part, source, indexes) else { return nil }
        if case .cell(let slot) = step, let column = slots.firstIndex(of: slot),
          !source.columns[column].kind.hasTextsOrIntegers || source.columns[column].kind == .boolean
        {
          return nil
        }
        steps.append(step)
      }
      return .concatenation(steps)
    }
  }

  private mutating func constant(_ sql: String) -> Step {
    constants.append(sql)
    return .constant(constants.count - 1)
  }

  /// The constants' values for one file.
  func constants(of file: String, on connection: Connection) throws -> [Value] {
    guard !constants.isEmpty else { return [] }
    let name = FileTable.Hidden.file.rawValue
    let rows = try connection.query(
      "SELECT \(constants.joined(separator: ", ")) FROM (SELECT ? AS \"\(name)\")", [.text(file)])
    return rows.first?.values ?? constants.map { _ in .null }
  }
}

extension ColumnKind {
  /// Whether its cells hold nothing but texts, integers and NULL.
  var hasTextsOrIntegers: Bool {
    switch self {
    case .text, .date, .timestamp, .json, .integer, .boolean: true
    case .real, .decimal, .untyped: false
    }
  }
}
