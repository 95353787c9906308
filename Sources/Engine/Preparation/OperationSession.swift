package import Project

/// Lets macros ask the warehouse outside of any run: they read what is published, and change nothing.
package struct OperationSession {
  private let session: QuerySession

  package init(_ project: LoadedProject) throws { session = try QuerySession(project) }

  /// What macros ask.
  package var adapter: any CompilationAdapter { session.adapter }

  package func close() { session.close() }
}
