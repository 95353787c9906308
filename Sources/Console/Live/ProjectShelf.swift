internal import Engine
internal import Project

/// The project as it was last read.
actor ProjectShelf {
  private let load: @Sendable () throws -> LoadedProject
  private var loaded: LoadedProject?

  init(_ load: @escaping @Sendable () throws -> LoadedProject) { self.load = load }

  /// The project, read if it was not yet.
  func project() async throws -> LoadedProject {
    if let loaded { return loaded }
    return try await reload()
  }

  /// Reads the project again; one that cannot be read leaves the last one that could.
  func reload() async throws -> LoadedProject {
    let load = load
    do {
      let fresh = try await BlockingThread.run { try load() }
      loaded = fresh
      return fresh
    } catch {
      throw error
    }
  }
}
