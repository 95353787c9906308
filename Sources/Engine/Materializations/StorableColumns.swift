import Project

extension StepContext {
  /// SQLite's own limit, of a table and of a result alike (https://www.sqlite.org/limits.html#max_column).
  static let mostColumns = 2_000

  /// Columns as they can be kept in a table beside what the engine notes of its rows.
  ///
  /// - Parameter most: How many columns this kind of table can have.
  /// - Throws: for a name by which the engine tells rows apart, and for more columns than fit.
  @discardableResult
  func storable(_ columns: [AdapterColumn], most: Int = mostColumns) throws -> [AdapterColumn] {
    for column in columns where column.name.lowercased() == "_rowid_" || column.name.hasPrefix("~") {
      throw StepFailure(
        .failed,
        "a table cannot have a column named '\(column.name)': _rowid_ and names that begin with ~ tell the rows of "
          + "versions apart; give it another name with AS", at: node.location)
    }
    guard columns.count <= most else {
      throw StepFailure(
        .failed,
        "the result has \(columns.count) columns: \(most) are the most that fit into such a table",
        at: node.location)
    }
    return columns
  }
}
