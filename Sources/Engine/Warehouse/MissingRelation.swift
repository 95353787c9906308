import Project

/// A statement names a relation that is not there.
struct MissingRelation: Error {
  var relation: RelationName
  var location: SourceLocation
}
