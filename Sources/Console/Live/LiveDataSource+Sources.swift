package import Project

extension LiveDataSource {
  package func excerpt(of location: SourceLocation) async throws -> SourceExcerpt? {
    let path = location.file.hasPrefix("/") ? location.file : root + "/" + location.file
    return try await onThread { TextFile.read(path).flatMap { SourceExcerpt($0, around: location) } }
  }
}
