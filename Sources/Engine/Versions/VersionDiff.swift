package import Project

/// Which two states of a table are to be compared, and which part of the difference is wanted.
package struct VersionDiffRequest: Sendable, Hashable {
  package var relation: RelationName
  /// The earlier side; nil: the version published before the later side.
  package var from: VersionPoint?
  /// The later side; nil: what readers see now.
  package var to: VersionPoint?
  /// The columns rows are matched by; nil: the node's own key, empty: whole rows.
  package var key: [String]?
  /// Differing rows before the first one wanted.
  package var offset: Int
  package var count: Int

  /// A request for the first differing rows.
  package init(
    relation: RelationName, from: VersionPoint? = nil, to: VersionPoint? = nil, key: [String]? = nil, offset: Int = 0,
    count: Int = 500
  ) {
    self.relation = relation
    self.from = from
    self.to = to
    self.key = key
    self.offset = offset
    self.count = count
  }
}

/// How two versions of a table differ: whole counts, and a page of the rows.
package struct VersionDiff: Sendable {
  package enum Kind: String, Sendable { case added, removed, changed }

  /// One differing row.
  package struct Row: Sendable, Hashable {
    package var kind: Kind
    /// Cells of the earlier side in the order of `columns`; nil when the row was added.
    package var before: [String?]?
    /// Cells of the later side; nil when the row was removed.
    package var after: [String?]?
    /// Places of the columns whose cells differ, of a changed row.
    package var changed: [Int]
    /// How often the row was added or removed, where rows are compared whole.
    package var count: Int64
  }

  package var from: VersionRecord
  package var to: VersionRecord
  /// What rows are matched by; empty: whole rows, counted as often as they occur.
  package var keyColumns: [String]
  /// Columns of either side: those of the later one first.
  package var columns: [AdapterColumn]
  package var newColumns: [String]
  package var goneColumns: [String]
  package var added: Int64 = 0
  package var removed: Int64 = 0
  package var changed: Int64 = 0
  /// In how many rows each column changed, the most changed first; columns that did not change are left out.
  package var changesByColumn: [(column: String, rows: Int64)] = []
  package var offset: Int
  package var rows: [Row] = []
  /// Whether the difference ends with these rows.
  package var isLast = true
  /// What the operator should know of how it was compared.
  package var note: String?

  /// Whether the two hold the same rows in the same columns.
  package var isEmpty: Bool { added + removed + changed == 0 && newColumns.isEmpty && goneColumns.isEmpty }
}
