/// A column a file is expected to have, or was found to have.
package struct DeclaredColumn: Sendable, Equatable {
  /// The name, as in the file: a JSON key or a CSV header.
  package let name: String
  /// The declared type as written; nil when it was inferred.
  package let declaredType: String?
  /// How values are read.
  package let kind: ColumnKind

  /// A column with a type as a project declares it; without one, each value keeps its own kind.
  package init(_ name: String, type: String? = nil) {
    self.name = name
    declaredType = type
    kind = type.map { ColumnKind(declaredType: $0) } ?? .untyped
  }

  /// A column of a kind that was inferred.
  package init(_ name: String, kind: ColumnKind) {
    self.name = name
    declaredType = nil
    self.kind = kind
  }
}
