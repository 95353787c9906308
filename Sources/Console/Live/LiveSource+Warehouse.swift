package import Engine
package import Project

extension LiveSource {
  package func tables() async throws -> [TableOutline] { try await browse { try $0.tables() } }
  package func page(_ request: TablePageRequest) async throws -> TablePage { try await browse { try $0.page(request) } }

  package func query(_ sql: String, count: Int) async throws -> TablePage {
    try await browse { try $0.query(sql, count: count) }
  }

  package func profile(of column: String, in request: TablePageRequest) async throws -> ColumnProfile {
    try await browse { try $0.profile(of: column, in: request) }
  }

  package func frequency(of column: String, in request: TablePageRequest) async throws -> ColumnFrequency {
    try await browse { try $0.frequency(of: column, in: request) }
  }

  package func history(of relation: RelationName) async throws -> HistoryStrip {
    try await browse { try $0.history(of: relation) }
  }

  package func versions(of key: [String?], in relation: RelationName) async throws -> [KeyVersion] {
    try await browse { try $0.versions(of: key, in: relation) }
  }

  package func publishedVersions(of relation: RelationName) async throws -> [VersionRecord] {
    try await browse { try $0.publishedVersions(of: relation) }
  }

  /// Reads the warehouse on a thread of its own: a long look must not keep the short ones waiting.
  private func browse<Answer: Sendable>(_ body: @escaping @Sendable (WarehouseBrowser) throws -> Answer) async throws
    -> Answer
  {
    let browser = WarehouseBrowser(try await shelf.project())
    return try await BlockingThread.run { try body(browser) }
  }
}
