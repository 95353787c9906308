package import Project

/// dbt's `run_results.json`, version 6 of its schema, from what the run store knows of a run.
///
/// Words differ in places, and the nearest one of dbt's is taken: a model held by a gate published nothing and is an
/// `error`; a reused one is a `success`; a step that never ran is `skipped`. Every data test is a result of its own.
package struct RunResults {
  private let project: LoadedProject
  private let run: RunRecord
  private let steps: [StepRecord]
  private let checks: [CheckRecord]
  /// Tests the run was to make, among other nodes.
  private let selected: Set<NodeID>
  /// What tests of reused tables said when they last ran.
  private let earlier: [NodeID: CheckRecord]
  private let compiled: [NodeID: String]
  private let hooks: [RunTrace.HookResult]

  /// - Parameters:
  ///   - project: For the names of relations.
  ///   - selected: What the run was to do: tests among it that it did not come to are told as skipped.
  ///   - trace: The SQL of nodes and the results of hooks, from the process that ran them.
  package init(
    _ run: RunRecord, _ reader: RunStoreReader, project: LoadedProject, selected: Set<NodeID> = [],
    trace: RunTrace? = nil
  ) throws(RunStoreError) {
    compiled = trace?.compiled ?? [:]
    hooks = trace?.hooks ?? []
    self.run = run
    self.selected = selected
    self.project = project
    steps = try reader.steps(of: run.id)
    checks = try reader.checks(of: run.id)
    var earlier: [NodeID: CheckRecord] = [:]
    let reused = Set(steps.filter { $0.state == .reused }.map(\.node))
    for id in selected {
      guard let test = project.graph[id], test.resourceType == .test, !checks.contains(where: { $0.test == id }) else {
        continue
      }
      for node in test.dependsOn where reused.contains(node) && earlier[id] == nil {
        earlier[id] = try reader.checkHistory(node, name: test.name, limit: 1).first
      }
    }
    self.earlier = earlier
  }

  /// The whole document.
  package var json: JSONValue {
    let end = run.finishedAt ?? run.startedAt ?? run.createdAt
    let start = run.startedAt ?? run.createdAt
    let all = hookResults("on-run-start") + results + hookResults("on-run-end")
    return Self.document(
      all, of: project, from: start, to: end, invocation: run.invocationID,
      arguments: [
        "which": .string(run.command), "invocation_command": .string(run.commandLine), "target": .string(run.target),
        "project_dir": .string(project.root),
      ])
  }

  private static func document(
    _ results: [JSONValue], of project: LoadedProject, from start: Instant, to end: Instant, invocation: String,
    arguments: JSONValue
  ) -> JSONValue {
    [
      "metadata": [
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "dbt_version": "1.10.0",
        "generated_at": .string(end.iso8601), "invocation_id": .string(invocation),
        "invocation_started_at": .string(start.iso8601), "env": project.artifactEnvironment,
      ],
      "results": .array(results), "elapsed_time": .double(end.seconds(since: start)), "args": arguments,
    ]
  }

  /// Writes what a command leaves that had nothing to do: dbt writes a document without results.
  package static func writeNothing(_ command: String, commandLine: String, project: LoadedProject) throws(RunStoreError)
  {
    let document = document(
      [], of: project, from: .now, to: .now, invocation: InvocationID.random(),
      arguments: [
        "which": .string(command), "invocation_command": .string(commandLine), "project_dir": .string(project.root),
      ])
    try AtomicFile.write(document.text + "\n", to: project.targetDirectory + "/run_results.json")
  }

  private func hookResults(_ kind: String) -> [JSONValue] {
    hooks.filter { $0.kind == kind }.map { result in
      let (hook, start, end) = (result.hook, result.startedAt, result.finishedAt)
      return Self.result(
        id: NodeID("operation.\(hook.package).\(hook.package)-\(kind)-\(hook.index)"), status: result.status,
        timing: result.status == "skipped"
          ? [] : [Self.timing("compile", start, start), Self.timing("execute", start, end)],
        seconds: end.seconds(since: start), response: [:], message: result.message,
        failures: .int(result.status == "success" ? 0 : 1), sql: result.sql, relation: nil, thread: "main")
    }
  }

  /// Writes it to `target/run_results.json` below the project, whole or not at all.
  package func write() throws(RunStoreError) {
    try AtomicFile.write(json.text + "\n", to: project.targetDirectory + "/run_results.json")
  }

  private var results: [JSONValue] {
    var results: [JSONValue] = []
    for step in steps where run.command != "test" && project.graph[step.node]?.resourceType != .source {
      if !isTest(step.node) { results.append(result(of: step)) }
    }
    var told: Set<NodeID> = []
    // The same test may stand in several gates (a source's, at each of its readers): its last word counts once.
    for check in checks.reversed() {
      guard let test = check.test, told.insert(test).inserted else { continue }
      results.append(result(of: check, test))
    }
    results += selected.sorted { $0.rawValue < $1.rawValue }.compactMap(exposure)
    for step in steps where isTest(step.node) && told.insert(step.node).inserted { results.append(result(of: step)) }
    return results + selected.subtracting(told).sorted { $0.rawValue < $1.rawValue }.compactMap(untold)
  }

  /// A test no gate came to: its table was reused, and what it said of it stands, or was never made.
  private func untold(_ id: NodeID) -> JSONValue? {
    guard let test = project.graph[id], isTest(id) else { return nil }
    let states = Dictionary(steps.map { ($0.node, $0.state) }) { first, _ in first }
    let below = test.dependsOn.compactMap { states[$0] }
    guard !below.isEmpty else { return nil }
    if below.allSatisfy({ [.success, .warned, .reused].contains($0) }) {
      return earlier[id].map { result(of: $0, id) }
    }
    return Self.result(
      id: id, status: "skipped", timing: [], seconds: 0, response: [:], message: nil, failures: .null, sql: nil,
      relation: nil)
  }

  /// An exposure or a saved query in a build: there is nothing to do for it, unless what it reads did not come about.
  private func exposure(_ id: NodeID) -> JSONValue? {
    guard run.command == "build", let node = project.graph[id],
      node.resourceType == .exposure || node.resourceType == .savedQuery
    else { return nil }
    let states = Dictionary(steps.map { ($0.node, $0.state) }) { first, _ in first }
    let isIdle = node.dependsOn.compactMap { states[$0] }.allSatisfy { [.success, .warned, .reused].contains($0) }
    return Self.result(
      id: id, status: isIdle ? "no-op" : "skipped", timing: [], seconds: 0, response: [:],
      message: isIdle ? "NO-OP" : nil, failures: isIdle ? .int(0) : .null, sql: nil, relation: nil)
  }

  private func isTest(_ id: NodeID) -> Bool {
    guard let type = project.graph[id]?.resourceType else { return id.rawValue.hasPrefix("test.") }
    return type == .test || type == .unitTest
  }

  private func result(of step: StepRecord) -> JSONValue {
    let node = project.graph[step.node]
    let seconds = step.startedAt.flatMap { start in step.finishedAt.map { $0.seconds(since: start) } } ?? 0
    let timing: JSONValue =
      if let start = step.startedAt, let end = step.finishedAt {
        [Self.timing("compile", start, start), Self.timing("execute", start, end)]
      } else {
        []
      }
    return Self.result(
      id: step.node, status: Self.status(step.state), timing: timing, seconds: seconds,
      response: ["_message": .string(step.state.words), "rows_affected": .int(step.progress.rowsWritten)],
      message: step.reason ?? step.state.words, failures: .null, sql: compiled[step.node],
      relation: node.flatMap { project.renderedRelation(of: $0) })
  }

  private func result(of check: CheckRecord, _ test: NodeID) -> JSONValue {
    // What fail_calc came to, which need not be a number of rows.
    var failures = check.measured.map { Int64($0) } ?? check.rowsFailing
    // dbt counts a unit test that fails, not its rows.
    if project.graph[test]?.resourceType == .unitTest { failures = failures.map { min($0, 1) } }
    return Self.result(
      id: test, status: Self.status(check), timing: [], seconds: check.seconds, response: [:],
      message: Self.message(check), failures: .int(orNull: failures), sql: check.sql,
      relation: nil)
  }

  private static func result(
    id: NodeID, status: String, timing: JSONValue, seconds: Double, response: JSONValue, message: String?,
    failures: JSONValue, sql: String?, relation: String?, thread: String = "Thread-1"
  ) -> JSONValue {
    [
      "status": .string(status), "timing": timing, "thread_id": .string(thread), "execution_time": .double(seconds),
      "adapter_response": response, "message": .string(orNull: message), "failures": failures,
      "unique_id": .string(id.rawValue), "compiled": .bool(sql != nil), "compiled_code": .string(orNull: sql),
      "relation_name": .string(orNull: relation), "batch_results": .null,
    ]
  }

  private static func timing(_ name: String, _ start: Instant, _ end: Instant) -> JSONValue {
    ["name": .string(name), "started_at": .string(start.iso8601), "completed_at": .string(end.iso8601)]
  }

  /// What a test says in dbt's words: nothing when it passes.
  static func message(_ check: CheckRecord) -> String? {
    switch status(check) {
    case "pass": return nil
    case let word where word == "warn" || word == "fail":
      let count = check.measured.map { Int64($0) } ?? check.rowsFailing ?? 0
      guard !check.threshold.isEmpty else { return check.message.isEmpty ? nil : check.message }
      return "Got \(count) result\(count == 1 ? "" : "s"), configured to \(word) if \(check.threshold)"
    default: return check.message.isEmpty ? nil : check.message
    }
  }

  static func status(_ state: StepState) -> String {
    switch state {
    case .success, .warned, .reused: "success"
    case .skipped, .cancelled, .none, .queued, .waiting: "skipped"
    default: "error"
    }
  }

  static func status(_ check: CheckRecord) -> String {
    switch check.state {
    case .pass, .waived: "pass"
    case .warn: "warn"
    case .fail: check.severity == .warn ? "warn" : "fail"
    case .notEvaluated, .running: "error"
    case .neverRun, .stale: "skipped"
    }
  }
}
