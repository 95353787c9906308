package import Project
import SQLiteKit
import Synchronization
import Threads

/// What the artifacts of a run tell beside what the run store keeps: the SQL of its nodes, and how its hooks ended.
///
/// The SQL goes to the folder of artifacts while the node runs, as dbt does it: what the author's project compiled to
/// below `compiled/`, what the engine ran below `run/`. Small nodes do not wait for it: two files cost what a small query does.
package final class RunTrace: Sendable {
  /// How a hook of the run ended.
  package struct HookResult: Sendable {
    package var hook: ProjectHook
    /// `on-run-start` or `on-run-end`.
    package var kind: String
    /// dbt's word: `success`, `error`, `skipped`.
    package var status: String
    package var message: String?
    package var startedAt: Instant
    package var finishedAt: Instant
    package var sql: String?
  }

  private struct Kept {
    var compiled: [NodeID: String] = [:]
    var hooks: [HookResult] = []
  }

  private let project: LoadedProject
  private let kept = Mutex(Kept())
  private let writing = WorkQueue()

  package init(_ project: LoadedProject) { self.project = project }

  /// The SQL of the nodes that ran.
  package var compiled: [NodeID: String] { kept.withLock { $0.compiled } }
  package var hooks: [HookResult] { kept.withLock { $0.hooks } }

  /// A node is about to run: its SQL is left for whoever looks. A folder that cannot be written is told, and fails nothing.
  func note(_ statement: AuthoredStatement, _ reporter: any StepReporter) {
    let (node, sql) = (statement.node, statement.compiledSQL)
    kept.withLock { $0.compiled[node.id] = sql }
    var ran = statement.translated.sql
    if let relation = node.relation, node.resourceType != .test {
      let kind = node.materialization == .view ? "VIEW" : "TABLE"
      ran = "CREATE \(kind) \(quoteIdentifier(relation.tableName)) AS\n\(ran)"
    }
    writing.add { [project, ran] in
      do {
        try ProjectArtifacts(project).writeCompiled(node, sql)
        try AtomicFile.keep(
          ran + "\n",
          at: project.targetDirectory + "/run/" + project.compiledPath(of: node).dropFirst("compiled/".count))
      } catch {
        reporter.log(.warn, "the SQL of \(node.name) is not left in the folder of artifacts: \(error)")
      }
    }
  }

  /// Comes back when the SQL of every node that ran is in its files.
  package func settle() { writing.settle() }

  /// A hook of the run is over.
  func note(_ hook: HookResult) { kept.withLock { $0.hooks.append(hook) } }
}

extension StepContext {
  /// Leaves a statement's SQL in the folder of artifacts.
  func leave(_ statement: AuthoredStatement) { trace?.note(statement, reporter) }
}
