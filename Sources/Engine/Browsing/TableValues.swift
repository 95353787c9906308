package import Project
import SQLiteKit

/// A table or view that can be opened.
package struct TableOutline: Sendable, Hashable {
  package var relation: RelationName
  package var kind: String
  /// Rows of its published version, where known without counting.
  package var rows: Int64?
  package var node: NodeID?
  /// Whether it keeps history: a slowly changing table or a snapshot.
  package var hasHistory: Bool

  /// An outline of a table.
  package init(relation: RelationName, kind: String, rows: Int64? = nil, node: NodeID? = nil, hasHistory: Bool = false)
  {
    self.relation = relation
    self.kind = kind
    self.rows = rows
    self.node = node
    self.hasHistory = hasHistory
  }
}

/// A condition on rows: a column compared with a value, or any cell that contains a text.
package struct RowFilter: Sendable, Hashable {
  /// How a cell is compared.
  package enum Comparison: String, Sendable { case contains, equals, less, greater, matches }

  /// `nil`: any column.
  package var column: String?
  package var comparison: Comparison
  package var value: String
  package var isInverted: Bool
  /// Whether it asks for cells that hold nothing: the bare word NULL.
  package var isNull: Bool

  /// A condition.
  package init(column: String?, comparison: Comparison, value: String, isInverted: Bool = false) {
    self.column = column
    self.comparison = comparison
    self.value = value
    self.isInverted = isInverted
    isNull = comparison == .equals && value.uppercased() == "NULL"
  }
}

/// Which moment of a table is asked for.
package enum TableMoment: Sendable, Hashable {
  case now
  /// The rows in effect at an instant, as text of the table's own effective columns.
  case effective(String)
  /// A published version.
  case version(Int64)
  /// The version that stood at an instant.
  case time(Instant)
  /// The version that stood when a run ended.
  case run(RunID)

  /// The published version it asks for; nil: the present one.
  package var point: VersionPoint? {
    switch self {
    case .now, .effective: nil
    case .version(let number): .version(number)
    case .time(let instant): .time(instant)
    case .run(let run): .run(run)
    }
  }
}

/// What rows are asked for when they are no table's.
package enum RowSource: Sendable, Hashable {
  /// The table or view the request names.
  case relation
  /// A statement in the project's dialect that only reads.
  case statement(String)
  /// A common table of a model's statement, counted from 0 in the order they are written.
  case commonTable(NodeID, Int)
}

/// A row whose place is known, so that pages near it are found without counting from the first row.
package struct RowAnchor: Sendable, Hashable {
  /// Rows before it, of those the request's filters let through.
  package var position: Int
  package var rowID: Int64

  /// A row's place.
  package init(position: Int, rowID: Int64) {
    self.position = position
    self.rowID = rowID
  }
}

/// A column rows are sorted by, and which way.
package struct RowSort: Sendable, Hashable {
  package var column: String
  package var descends: Bool

  /// A sort by a column.
  package init(_ column: String, descends: Bool = false) {
    self.column = column
    self.descends = descends
  }

  /// A sort as it is typed: `-mrr` goes downwards.
  package init(typed text: String) {
    self.init(text.hasPrefix("-") ? String(text.dropFirst()) : text, descends: text.hasPrefix("-"))
  }

  /// The sort as it would be typed.
  package var typed: String { (descends ? "-" : "") + column }

  var sql: String { quoteIdentifier(column) + (descends ? " DESC" : "") }
}

/// Which rows of a table are asked for.
package struct TablePageRequest: Sendable, Hashable {
  package var relation: RelationName
  package var source: RowSource
  package var moment: TableMoment
  /// Rows before the first one wanted.
  package var offset: Int
  package var count: Int
  /// What rows are sorted by, what counts most first.
  package var sorts: [RowSort]
  package var filters: [RowFilter]
  /// The nearest row before the page whose place is known.
  package var anchor: RowAnchor?
  /// Rows in all that pass the filters, where they were counted.
  package var total: Int64?

  /// A request for a page.
  package init(
    relation: RelationName, source: RowSource = .relation, moment: TableMoment = .now, offset: Int = 0, count: Int,
    sorts: [RowSort] = [], filters: [RowFilter] = []
  ) {
    self.relation = relation
    self.source = source
    self.moment = moment
    self.offset = offset
    self.count = count
    self.sorts = sorts
    self.filters = filters
  }
}

/// Rows of a table.
package struct TablePage: Sendable {
  package var columns: [AdapterColumn]
  /// Columns that make up the key, shown first and frozen.
  package var keyColumns: [String]
  package var offset: Int
  /// Cells as text; `nil` is NULL.
  package var rows: [[String?]]
  /// Whether the table ends with these rows.
  package var isLast: Bool
  /// Rows in all, where known without counting.
  package var total: Int64?
  /// The statement that gave them.
  package var sql: String
  /// The first row's place, for the pages after this one; `nil` where rows have no ids or are sorted.
  package var anchor: RowAnchor?

  /// A page of rows.
  package init(
    columns: [AdapterColumn], keyColumns: [String] = [], offset: Int = 0, rows: [[String?]], isLast: Bool,
    total: Int64? = nil, sql: String = ""
  ) {
    self.columns = columns
    self.keyColumns = keyColumns
    self.offset = offset
    self.rows = rows
    self.isLast = isLast
    self.total = total
    self.sql = sql
  }
}

/// How often each value of a column occurs, most frequent first.
package struct ColumnFrequency: Sendable {
  package var column: String
  package var values: [(value: String?, count: Int64)]
  package var rows: Int64
  /// Values that are not listed.
  package var otherValues: Int64

  /// A frequency table.
  package init(column: String, values: [(value: String?, count: Int64)], rows: Int64, otherValues: Int64 = 0) {
    self.column = column
    self.values = values
    self.rows = rows
    self.otherValues = otherValues
  }
}
