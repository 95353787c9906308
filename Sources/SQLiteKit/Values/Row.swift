/// One row of a result, read whole.
public struct Row: Sendable, Equatable {
  /// The column names, in order; shared by all rows of a result.
  public let columns: [String]
  /// The values, in order.
  public let values: [Value]

  /// Makes a row of names and as many values.
  public init(columns: [String], values: [Value]) {
    self.columns = columns
    self.values = values
  }

  /// The value of the column at `index`, counted from 0.
  public subscript(index: Int) -> Value { values[index] }

  /// The value of a column the query is known to have.
  ///
  /// - Precondition: The query has a column of that name: it is the caller's own SQL. Use ``value(named:)`` for SQL of others.
  public subscript(name: String) -> Value {
    guard let value = value(named: name) else {
      preconditionFailure("the query has no column '\(name)', only: \(columns.joined(separator: ", "))")
    }
    return value
  }

  /// The value of the first column of that name, or nil if there is none.
  public func value(named name: String) -> Value? {
    columns.firstIndex(of: name).map { values[$0] }
  }
}
