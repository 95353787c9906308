/// A query cut into stages that several connections can work on at once: rows of joined tables held in memory, groupings done
/// by hash table, and what is left for SQLite.
///
/// The stages run in their order: the lookups, then the groupings, then the final query.
public struct StagedQuery: Sendable {
  public var lookups: [LookupStage]
  public var groupings: [GroupingStage]
  public var final: CuttableQuery
  /// Takes the place of the final query, where that keeps the newest row of each key.
  public var latest: LatestRowStage?
  /// The final query once more, when it does no more than project the rows of one relation.
  public var projection: RowProjection?
  /// The final query without the columns that are its driving relation's own, where there are many.
  public var thinnedFinal: ThinnedQuery?

  /// Nothing was found to do otherwise than SQLite does it.
  public var isPlain: Bool { lookups.isEmpty && groupings.isEmpty && final.driving == nil && latest == nil }
}

/// A query that keeps one row of each key, the first in an order, and works row by row otherwise: ranked while it is written.
public struct LatestRowStage: Sendable {
  /// Gives the result's columns, then the keys, then the order's keys, then, where `hasFilter`, whether a row that comes
  /// first is wanted.
  public var query: CuttableQuery
  public var keyCount: Int
  public var order: [OrderKey]
  public var hasFilter: Bool
  /// The query without the result's columns that are its driving relation's own, where there are many.
  public var thinned: ThinnedQuery?

  /// A key of the order.
  public struct OrderKey: Sendable, Hashable {
    public var isDescending: Bool
    public var nullsFirst: Bool
  }
}

/// A query without the columns that are, value by value, those of its driving relation: whoever holds that relation's row
/// while the query steps puts them into the result, and SQLite never sees them.
public struct ThinnedQuery: Sendable {
  /// Gives the columns that are left, in their order, then whatever the whole query gives behind the result's columns.
  public var query: CuttableQuery
  /// For each column of the result the driving relation's column it is; nil for one the query still gives.
  public var columns: [String?]
}

/// A joined relation whose rows are found by equality of some columns: held in memory, it needs no sort and no index.
public struct LookupStage: Sendable, Hashable {
  /// The name that stands for it in the stages' SQL.
  public var name: String
  /// The relation as SQLite names it.
  public var sqliteName: String
  /// What it is called in the SQL of computed keys, where there are any.
  public var alias: String?
  /// The columns compared, in the order of the key.
  public var keys: [StagedColumn]
  /// The other columns that are read.
  public var values: [StagedColumn]

  /// Reads the keys, then the values.
  public var sql: String {
    let columns = (keys + values).map { column in
      column.sql.map { "\($0) AS \(SQLText.name(column.name))" } ?? SQLText.name(column.name)
    }
    return "SELECT \(columns.joined(separator: ", ")) FROM \(sqliteName)"
      + (alias.map { " AS \(SQLText.name($0))" } ?? "")
  }
}

/// A column of a stage's result.
public struct StagedColumn: Sendable, Hashable {
  public var name: String
  public var declaredType: String?
  /// What it is computed by, when it is no column of the relation itself.
  public var sql: String?
}

/// A SELECT with GROUP BY whose rows are grouped outside of SQLite.
public struct GroupingStage: Sendable {
  /// The table that receives the groups; later stages read it under this name.
  public var table: String
  /// Gives the keys, then an argument for each aggregate that takes one.
  public var input: CuttableQuery
  public var keys: [StagedColumn]
  public var aggregates: [Aggregate]

  /// An aggregate a hash table can keep.
  public enum Aggregate: Sendable, Hashable {
    case countRows, count, sum, total, average, minimum, maximum
    /// Of decimals with so many digits behind the point: exact in units of the last one.
    case decimalSum(scale: Int), decimalAverage(scale: Int)
  }

  /// The groups' table: `_groups_1_k0 …` for the keys, `_groups_1_a0 …` for the aggregates.
  public var createTable: String {
    let columns =
      keys.enumerated().map { "\(table)_k\($0.offset)" + ($0.element.declaredType.map { " " + $0 } ?? "") }
      + aggregates.indices.map { "\(table)_a\($0)" }
    return "CREATE TABLE \(table) (\(columns.joined(separator: ", ")))"
  }
}

/// A query whose rows are those of its parts, when one relation it reads is cut into parts.
public struct CuttableQuery: Sendable {
  /// The SQL before and after the place of the relation; one piece when nothing can be cut.
  var pieces: [String]
  /// The relation that can be cut, as SQLite names it.
  public var driving: String?

  /// The whole query.
  public var sql: String { pieces.joined(separator: driving ?? "") }

  /// Whether each part computes something that is the same for all: a CTE, or the rows that others are looked up among.
  public var repeatsWork: Bool {
    let text = pieces[0] + (pieces.count > 1 ? pieces[1] : "")
    return text.hasPrefix("WITH") || text.contains(" IN (SELECT") || text.contains(" IN (WITH")
  }

  /// The query with something else in the relation's place, such as `(SELECT * FROM t WHERE rowid <= 1000)`.
  public func sql(reading part: String) -> String { pieces.joined(separator: part) }
}

/// What the stager must know of the warehouse to decide what is worth a stage.
public struct StagingOptions: Sendable {
  /// Rows of a relation by its SQLite name, where known.
  public var rowCount: @Sendable (String) -> Int64?
  /// Relations of at least this many rows are cut and grouped in parts.
  public var rowsWorthCutting: Int64
  /// Relations of this many rows are held in memory for a join.
  public var rowsWorthLookingUp: ClosedRange<Int64>
  /// A smaller CTE is held, too, where comparing each of its rows with each of the largest relation's takes so many steps.
  public var comparisonsWorthLookingUp: Int64 = 1_000_000

  public init(
    rowsWorthCutting: Int64 = 50_000, rowsWorthLookingUp: ClosedRange<Int64> = 5_000...20_000_000,
    rowCount: @escaping @Sendable (String) -> Int64?
  ) {
    self.rowCount = rowCount
    self.rowsWorthCutting = rowsWorthCutting
    self.rowsWorthLookingUp = rowsWorthLookingUp
  }
}
