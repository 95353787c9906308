/// From a byte offset in printed SQL back to the byte offset of the input it came from.
public struct SourceMap: Sendable {
  var marks: [(output: Int32, input: Int32)] = []

  /// The input offset that the printed byte at `output` stems from.
  public func inputOffset(forOutput output: Int) -> Int {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if Int(marks[middle].output) <= output { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : Int(marks[low - 1].input)
  }
}

/// A base relation a statement reads, and what of it.
public struct InputUse: Sendable, Hashable {
  /// As written.
  public var relation: RelationReference
  /// As resolved.
  public var sqliteName: String
  /// The columns the result depends on, in lower case; nil when every column is read and their names are not known.
  public var columnsUsed: Set<String>?
  /// Where it is first named: a UTF-8 byte offset in the input.
  public var offset: Int
}

/// A column of a base relation that a value comes from.
public struct LineageSource: Sendable, Hashable {
  /// The relation as written.
  public var relation: RelationReference
  /// The column.
  public var column: String
}

/// A column of the result.
public struct OutputColumn: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// A type to declare it with in SQLite (see `SQLType.declaredName`), when the type is known.
  public var declaredType: String?
  /// The columns of base relations its value is computed from.
  public var lineage: [LineageSource]
}

/// A CTE of the statement and the SQL that shows its rows.
public struct CTEPreview: Sendable, Hashable {
  /// Its name as written.
  public var name: String
  /// Where its query stands in the input, as UTF-8 byte offsets.
  public var range: Range<Int>
  /// A SQLite query for its rows.
  public var sql: String
}

/// A statement in SQLite's own words, with what was learnt on the way.
public struct Translation: Sendable {
  /// The statement for SQLite.
  public var sql: String
  /// From `sql` back to the input.
  public var sourceMap: SourceMap
  /// The base relations read, in the order they are met.
  public var inputs: [InputUse]
  /// The columns of the result; nil where a star stands for columns nobody knows.
  public var outputColumns: [OutputColumn]?
  /// The CTEs, outermost first.
  public var ctes: [CTEPreview]
  /// No call of `random()`, `uuid()` or the like: the same inputs give the same rows.
  public var isDeterministic: Bool
  /// The result depends on the day it is made.
  public var usesCurrentDate: Bool
  /// The result depends on the moment it is made.
  public var usesCurrentTimestamp: Bool
}
