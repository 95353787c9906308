import Project

/// Names of the tables that hold what readers do not see. They begin with a tilde.
enum StoredName {
  /// `~silver.user_dim@v3`: the rows of a version of its own.
  static func hidden(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@v\(version)" }

  /// `~silver.user_dim@u3`: the rows version 3 took out of the table, with the rowids they had.
  static func undo(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@u\(version)" }

  /// `~silver.user_dim@k3`: the index over the key of the table that version 3 made.
  static func keyIndex(_ relation: RelationName, version: Int64) -> String { "~\(relation.tableName)@k\(version)" }

  /// `~silver.user_dim@events`: every event a history was made of.
  static func events(_ relation: RelationName) -> String { "~\(relation.tableName)@events" }

  /// `~silver.user_dim@causes`: which version opened and which closed each row of a snapshot.
  static func causes(_ relation: RelationName) -> String { "~\(relation.tableName)@causes" }
}
