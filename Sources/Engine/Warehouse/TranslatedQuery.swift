package import Project
package import SQLKit

/// A query in SQLite's words, and what was learnt of it on the way.
package struct TranslatedQuery: Sendable {
  package var sql: String
  /// The relations it reads, and which of their columns (nil: all of them).
  package var inputs: [Input]
  /// Its columns with declared types (empty where unknown); nil when only running it will tell.
  package var columns: [AdapterColumn]?
  /// The same inputs give the same rows.
  package var isDeterministic: Bool
  /// The rows depend on the day they are made.
  package var usesCurrentDate: Bool
  /// The stages it can be run in by several connections at once, where that is worth it.
  package var stages: StagedQuery?
  /// Its common tables, each with SQLite's statement for its rows.
  package var commonTables: [CTEPreview] = []
  /// From a byte offset in `sql` to one in the text that was translated.
  package var sourceOffset: @Sendable (Int) -> Int?

  /// For each column of the result, by its name in lower case: the columns it is taken from, one a relation. Computed from
  /// several columns of one relation, it is not listed for that one.
  package var columnSources: @Sendable () -> [String: [RelationName: String]] = { [:] }

  package struct Input: Sendable, Hashable {
    package var relation: RelationName
    package var columns: Set<String>?
    /// Where it is first named, as a byte offset in the text that was translated.
    package var offset: Int

    package init(relation: RelationName, columns: Set<String>?, offset: Int) {
      self.relation = relation
      self.columns = columns
      self.offset = offset
    }
  }

  package init(
    sql: String, inputs: [Input] = [], columns: [AdapterColumn]? = nil, isDeterministic: Bool = true,
    usesCurrentDate: Bool = false, sourceOffset: @escaping @Sendable (Int) -> Int? = { $0 }
  ) {
    self.sql = sql
    self.inputs = inputs
    self.columns = columns
    self.isDeterministic = isDeterministic
    self.usesCurrentDate = usesCurrentDate
    self.sourceOffset = sourceOffset
  }
}
