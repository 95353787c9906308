/// The instants at which a slowly changing table changed.
package struct HistoryStrip: Sendable {
  /// One instant of change, as the table writes it.
  package struct Change: Sendable, Hashable {
    package var at: String
    package var opened: Int
    package var closed: Int

    /// What changed at an instant.
    package init(at: String, opened: Int, closed: Int) {
      self.at = at
      self.opened = opened
      self.closed = closed
    }
  }

  package var fromColumn: String
  package var toColumn: String
  package var keyColumns: [String]
  /// Ascending.
  package var changes: [Change]
  /// Before this instant nothing is kept, where there is such a bound.
  package var horizon: String?

  /// A strip of changes.
  package init(
    fromColumn: String, toColumn: String, keyColumns: [String], changes: [Change], horizon: String? = nil
  ) {
    self.fromColumn = fromColumn
    self.toColumn = toColumn
    self.keyColumns = keyColumns
    self.changes = changes
    self.horizon = horizon
  }
}

/// One version of one key of a slowly changing table.
package struct KeyVersion: Sendable {
  package var from: String
  /// `nil` while open.
  package var to: String?
  /// Columns whose value differs from the version before.
  package var changed: [String]
  package var values: [String: String?]
  /// When it became known, where that is recorded.
  package var knownAt: String?
  /// What made it known.
  package var opened: VersionCause?
  /// What made its end known; nil while it is open.
  package var closed: VersionCause?
  /// It ended because the key did, not because another version followed.
  package var isDeleted = false
  /// `late`, `future`, `revived`, `deletion` (the record of one), where it applies.
  package var badges: [String]

  /// A version of a key.
  package init(
    from: String, to: String?, changed: [String] = [], values: [String: String?] = [:], knownAt: String? = nil,
    badges: [String] = []
  ) {
    self.from = from
    self.to = to
    self.changed = changed
    self.values = values
    self.knownAt = knownAt
    self.badges = badges
  }
}
