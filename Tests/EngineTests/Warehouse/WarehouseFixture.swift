import Project
import SQLiteKit
import Synchronization
import TestSupport

@testable import Engine

/// A project made by hand in a folder of its own, whose nodes are SQL already: what stands in front of the warehouse,
/// without the project's loader and Jinja.
final class WarehouseFixture: Sendable {
  private let folder = TemporaryFolder()
  let nodes = Mutex<[Node]>([])

  var root: String { folder.path }

  var project: LoadedProject {
    get throws {
      LoadedProject(
        root: root, name: "fixture",
        target: ProjectTarget(
          profileName: "fixture", name: "local", type: "sqlite", database: "shop", schema: "main", threads: 2,
          warehouseDirectory: root + "/warehouse", stateDirectory: root + "/.sluice"),
        graph: try ProjectGraph(nodes.withLock { $0 }), compiler: VerbatimCompiler())
    }
  }

  /// Adds a model of the schema `silver`, or puts it in the place of an earlier one of the same name.
  @discardableResult
  func model(
    _ name: String, _ sql: String, _ materialization: Materialization = .table, dependsOn: [Node] = [],
    config: [String: ConfigValue] = [:], columns: [ColumnProperties] = [], database: String = "shop"
  ) -> Node {
    let node = Node(
      id: NodeID("model.fixture.\(name)"), resourceType: .model, name: name, package: "fixture",
      fqn: ["fixture", name], location: SourceLocation(file: "models/\(name).sql"), rawCode: sql,
      config: NodeConfig(values: config), materialization: materialization,
      relation: RelationName(database: database, schema: "silver", identifier: name), columns: columns,
      dependsOn: dependsOn.map(\.id))
    add(node)
    return node
  }

  @discardableResult
  func test(_ name: String, _ sql: String, on nodes: [Node], definition: TestDefinition = TestDefinition()) -> Node {
    let node = Node(
      id: NodeID("test.fixture.\(name)"), resourceType: .test, name: name, package: "fixture", fqn: ["fixture", name],
      location: SourceLocation(file: "models/schema.yml"), rawCode: sql, dependsOn: nodes.map(\.id), test: definition)
    add(node)
    return node
  }

  func add(_ node: Node) {
    nodes.withLock { all in
      all.removeAll { $0.id == node.id }
      all.append(node)
    }
  }

  func warehouse() throws -> SQLiteWarehouse {
    try SQLiteWarehouse(project: project)
  }

  func request(
    _ node: Node, run: Int64 = 1, tests: [Node] = [], sourceTests: [Node] = [],
    options: StepOptions = StepOptions(context: CompilationContext())
  ) -> StepRequest {
    StepRequest(run: RunID(run), node: node, outputTests: tests, inputTests: sourceTests, options: options)
  }

  /// Carries a node through its gates, changed or not, and gives its end and what was reported on the way.
  @discardableResult
  func carry(
    _ node: Node, run: Int64 = 1, tests: [Node] = [], sourceTests: [Node] = [],
    options: StepOptions = StepOptions(context: CompilationContext(), force: true)
  ) async throws -> (outcome: StepOutcome, told: RecordingReporter) {
    let reporter = RecordingReporter()
    let step = request(node, run: run, tests: tests, sourceTests: sourceTests, options: options)
    let outcome = try await warehouse().carry(step, reporting: reporter)
    return (outcome, reporter)
  }

  /// What any SQLite client would see in a catalog's file.
  func rows(_ sql: String, database: String = "shop") throws -> [[Value]] {
    let connection = try Connection(path: "\(root)/warehouse/\(database).db", mode: .readOnly)
    return try connection.query(sql).map(\.values)
  }

  @discardableResult
  func write(_ text: String, to name: String) -> String { folder.write(text, to: name) }
}

/// Takes a node's text as it is.
struct VerbatimCompiler: NodeCompiler {
  func compile(
    _ node: Node, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    let file = node.location.file
    return CompiledNode(id: node.id, sql: node.rawCode, fingerprint: node.rawCode) { offset in
      let before = node.rawCode.utf8.prefix(offset)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column =
        offset
        - (before.lastIndex(of: UInt8(ascii: "\n")).map {
          before.distance(from: before.startIndex, to: $0) + 1
        } ?? 0) + 1
      return SourceLocation(file: file, line: line, column: column)
    }
  }

  func compile(
    inline text: String, context: CompilationContext, adapter: any CompilationAdapter
  ) throws(CompilationFailure) -> CompiledNode {
    CompiledNode(id: NodeID("inline"), sql: text, fingerprint: text)
  }
}

/// Keeps what a step tells.
final class RecordingReporter: StepReporter {
  struct Told: Sendable {
    var states: [StepState] = []
    var gates: [String] = []
    var checks: [CheckRecord] = []
    var rows: [FailingRows] = []
    var logs: [String] = []
    var isCancelled = false
    var cancelActions: [@Sendable () -> Void] = []
  }

  private let told = Mutex(Told())
  /// What stands in the way of anything becoming visible.
  private let loss: RunStoreError?

  init(loss: RunStoreError? = nil) { self.loss = loss }

  func settle() throws { if let loss { throw loss } }

  var states: [StepState] { told.withLock { $0.states } }
  var gates: [String] { told.withLock { $0.gates } }
  var checks: [CheckRecord] { told.withLock { $0.checks } }
  var rows: [FailingRows] { told.withLock { $0.rows } }
  var logs: [String] { told.withLock { $0.logs } }

  func entered(_ state: StepState, reason: String?) { told.withLock { $0.states.append(state) } }
  func progress(_ progress: StepProgress) {}
  func gate(_ gate: GateKind, state: GateState) {
    told.withLock { $0.gates.append("\(gate.rawValue) \(state.rawValue)") }
  }
  func check(_ check: CheckRecord, rows: FailingRows?) {
    told.withLock {
      $0.checks.append(check)
      if let rows { $0.rows.append(rows) }
    }
  }
  func log(_ level: EventRecord.Level, _ message: String) { told.withLock { $0.logs.append(message) } }
  var isCancelled: Bool { told.withLock { $0.isCancelled } }
  func onCancel(_ action: @escaping @Sendable () -> Void) { told.withLock { $0.cancelActions.append(action) } }
  func cancel() {
    let actions = told.withLock {
      $0.isCancelled = true
      return $0.cancelActions
    }
    for action in actions { action() }
  }
}
