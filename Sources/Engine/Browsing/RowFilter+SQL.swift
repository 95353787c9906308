import Project
import SQLiteKit
import _StringProcessing

extension RowFilter {
  /// The condition in SQL.
  ///
  /// - Throws: when it names a column the table does not have.
  func condition(over columns: [AdapterColumn]) throws -> String {
    let tests: [String]
    if let column {
      guard let known = columns.first(where: { $0.name.lowercased() == column.lowercased() }) else {
        throw WarehouseError("there is no column '\(column)' to filter by")
      }
      tests = [test(quoteIdentifier(known.name))]
    } else {
      tests = columns.map { test(quoteIdentifier($0.name)) }
    }
    let any = tests.count == 1 ? tests[0] : "(\(tests.joinedFlat(" OR ")))"
    // A NULL cell meets no condition, and so does meet the inverted one.
    return isInverted ? "NOT coalesce(\(any), 0)" : any
  }

  private func test(_ column: String) -> String {
    let text = quoteLiteral(.text(value))
    switch comparison {
    case .contains: return "instr(lower(\(column)), lower(\(text))) > 0"
    case .equals:
      if isNull { return "\(column) IS NULL" }
      let isEqual = "CAST(\(column) AS TEXT) = \(text) COLLATE NOCASE"
      // A number may be written in more than one way: 0.5, .5, 5e-1.
      guard let number = Double(value), number.isFinite else { return isEqual }
      return "(\(isEqual) OR (typeof(\(column)) IN ('integer', 'real') AND \(column) = \(number)))"
    case .less: return "\(column) < \(Double(value) == nil ? text : value)"
    case .greater: return "\(column) > \(Double(value) == nil ? text : value)"
    case .matches: return "sluice_matches(\(column), \(text))"
    }
  }

  /// Adds the function behind `matches`: whether a text holds a match of a regular expression, case ignored.
  static func registerMatching(on connection: Connection) throws {
    var known: (pattern: String, regex: Regex<AnyRegexOutput>)?
    try connection.createFunction("sluice_matches", argumentCount: 2) { arguments, result in
      guard let text = arguments.string(0), let pattern = arguments.string(1) else { return }
      if known?.pattern != pattern { known = (pattern, try Regex(pattern).ignoresCase()) }
      guard let regex = known?.regex else { return }
      result.set(try regex.firstMatch(in: text) != nil)
    }
  }
}
