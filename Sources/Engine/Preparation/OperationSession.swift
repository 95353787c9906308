import Glibc
package import Project
import SQLiteKit

/// Lets macros ask the warehouse outside of any run, and change it where that is allowed.
///
/// What is only asked is answered over a connection that cannot write; nothing is made for a warehouse that is not there.
/// The first statement that changes something opens another, as hooks have it.
package final class OperationSession {
  private let project: LoadedProject
  private let context: CompilationContext?
  private let log: @Sendable (EventRecord.Level, String) -> Void
  private var reading: QuerySession?
  private var writing: StepConnection?

  /// - Parameters:
  ///   - context: Of the operation that may change tables; nil: nothing may.
  ///   - log: Hears what the embedded engine has no use for.
  package init(
    _ project: LoadedProject, changing context: CompilationContext? = nil,
    log: @escaping @Sendable (EventRecord.Level, String) -> Void = { _, _ in }
  ) {
    self.project = project
    self.context = context
    self.log = log
  }

  /// What macros ask.
  package var adapter: any CompilationAdapter { OperationAdapter(session: self, changesTables: context != nil) }

  package func close() {
    reading?.close()
    writing?.close()
  }

  fileprivate var reader: WarehouseAdapter {
    get throws {
      if let reading { return reading.adapter }
      let session = try QuerySession(project)
      reading = session
      return session.adapter
    }
  }

  /// Whether a relation is there, as a table.
  package func holdsTable(_ relation: RelationName) throws -> Bool {
    try reader.relations(inDatabase: relation.database, schema: relation.schema).contains {
      $0.identifier.lowercased() == relation.identifier.lowercased() && $0.kind == "table"
    }
  }

  fileprivate func change(_ sql: String) throws -> AdapterTable {
    guard let context else {
      throw StepFailure(
        .failed, "a model that is compiled changes no tables: \(sql.split(separator: "\n").first ?? "")")
    }
    let session =
      try writing
      ?? StepConnection(project: project, database: project.target.database, scratchName: "\(getpid())-operation")
    writing = session
    session.scope.currentTimestamp = Instant.now.timestampText
    try session.connection.setBusyHandler { tries in
      pause(milliseconds: min(50, 1 + tries / 4))
      return tries < 1_200
    }
    let hooks = HookSession(
      project: project, session: session, translator: SQLKitTranslator(), compilation: context, log: log,
      isCancelled: { false })
    let answer = try hooks.adapter("run-operation").query(sql)
    // What was read before is not what is there now.
    reading?.close()
    reading = nil
    return answer
  }
}

private struct OperationAdapter: CompilationAdapter {
  let session: OperationSession
  let changesTables: Bool

  func query(_ sql: String) throws -> AdapterTable {
    HookSession.isQuery(sql) ? try session.reader.query(sql) : try session.change(sql)
  }

  func columns(of relation: RelationName) throws -> [AdapterColumn]? { try session.reader.columns(of: relation) }

  func relations(inDatabase database: String, schema: String) throws -> [(identifier: String, kind: String)] {
    try session.reader.relations(inDatabase: database, schema: schema)
  }
}
