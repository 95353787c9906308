package import Project

/// Turns a query of the project's dialect into SQLite's.
package protocol QueryTranslator: Sendable {
  /// - Throws: `TranslationRefusal` when the text cannot be read or has no translation.
  func translate(_ sql: String, for project: LoadedProject, in scope: RelationScope) throws -> TranslatedQuery

  /// The query with `fault_place(offset, …)` in it, where calls may fail on their data; nil when it cannot be had.
  func notingFaultPlaces(_ sql: String, for project: LoadedProject, in scope: RelationScope) -> String?
}

extension QueryTranslator {
  package func notingFaultPlaces(_ sql: String, for project: LoadedProject, in scope: RelationScope) -> String? { nil }
}

/// What cannot be translated, and where in the text it stands.
package struct TranslationRefusal: Error, Sendable, CustomStringConvertible {
  package var description: String
  /// A byte offset into the text that was to be translated.
  package var offset: Int
  /// The relation that does not exist, when that is why.
  package var missing: RelationName?

  package init(_ description: String, offset: Int, missing: RelationName? = nil) {
    self.description = description
    self.offset = offset
    self.missing = missing
  }
}
