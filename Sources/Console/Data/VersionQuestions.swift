package import Engine
package import Project

/// What the screens ask of a table's versions.
package protocol VersionQuestions: Sendable {
  /// Keeps a version from being dropped for as long as what is returned lives; `nil` where nobody could drop it.
  func hold(_ version: Int64, of relation: RelationName) async throws -> VersionHold?
  /// What is remarkable of the versions of some keys: `late`, `revived`, `future`.
  func badges(of keys: [[String?]], in relation: RelationName) async throws -> [KeyMoment: [String]]
  /// Nulls and distinct values of every column of a published version.
  func columnCounts(of relation: RelationName, version: Int64) async throws -> [ColumnCounts]
  /// The version of a node that its output gate held and nobody released yet.
  func heldVersion(of node: NodeID) async throws -> VersionRecord?
  /// Publishes the version of a node that its output gate held; returns what was done, in words.
  func release(_ node: NodeID, reason: String) async throws -> String
}

extension VersionQuestions {
  /// Nothing can be dropped where nothing is kept.
  package func hold(_ version: Int64, of relation: RelationName) async throws -> VersionHold? { nil }
  /// Nothing, where nothing is kept.
  package func badges(of keys: [[String?]], in relation: RelationName) async throws -> [KeyMoment: [String]] { [:] }
  /// Nothing, where nothing is kept.
  package func columnCounts(of relation: RelationName, version: Int64) async throws -> [ColumnCounts] { [] }
  /// None, where nothing is kept.
  package func heldVersion(of node: NodeID) async throws -> VersionRecord? { nil }
  /// Refuses.
  package func release(_ node: NodeID, reason: String) async throws -> String {
    throw ConsoleRefusal("no version can be released from here")
  }
}
