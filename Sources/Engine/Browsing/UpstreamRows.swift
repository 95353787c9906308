package import Project

/// Where a record of a file stands.
package struct RecordPlace: Sendable, Hashable {
  package var file: String
  /// Counts from 1, in the unpacked file.
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// The rows of one parent that a row of its child came from, found by key.
package struct UpstreamRows: Sendable {
  package var node: NodeID
  package var relation: RelationName
  /// The parent's columns by which was looked, with the values looked for (nil is NULL).
  package var key: [(column: String, value: String?)]
  package var columns: [String]
  package var rows: [[String?]]
  /// For a source with files: where the record of each row stands; as many as rows, else none.
  package var places: [RecordPlace]
  /// False when there are more than were asked for.
  package var isLast: Bool
  /// Why nothing could be looked up, in words; nil when it was.
  package var problem: String?

  package init(
    node: NodeID, relation: RelationName, key: [(column: String, value: String?)] = [], columns: [String] = [],
    rows: [[String?]] = [], places: [RecordPlace] = [], isLast: Bool = true, problem: String? = nil
  ) {
    self.node = node
    self.relation = relation
    self.key = key
    self.columns = columns
    self.rows = rows
    self.places = places
    self.isLast = isLast
    self.problem = problem
  }
}
