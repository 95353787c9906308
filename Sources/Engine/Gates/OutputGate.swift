import Project
import SQLiteKit

/// The last gate before publishing: is the candidate what its contract, tests and past say it should be?
struct OutputGate {
  let context: StepContext

  func pass(_ candidate: Candidate, _ relation: RelationName) throws -> GateJournal {
    let journal = GateJournal(.output, context.request, context.reporter)
    context.scope.replace(
      relation,
      with: RelationScope.Found(
        relation: relation, sqlName: candidate.readName, columns: candidate.columns, isStored: candidate.kind == .table,
        estimatedRows: candidate.rows >= 0 ? candidate.rows : nil))
    defer { context.scope.restore() }
    context.populationForTests = candidate.rows >= 0 ? candidate.rows : nil
    ContractCheck(node: context.node, candidate: candidate.columns, computed: candidate.computedColumns)
      .check(into: journal)
    try ConstraintCheck(context: context, relation: relation, candidate: candidate).check(into: journal)
    candidate.invariants?.check(context.connection, into: journal)
    try runTests(into: journal, on: candidate)
    if candidate.kind == .table {
      let log = VersionLog(context.connection, database: relation.database)
      VolumeCheck(
        settings: context.gateSetting("volume"), rows: candidate.rows,
        past: try log.pastRows(of: relation, limit: VolumeCheck.versionsLookedAt)
      ).check(into: journal)
    }
    journal.close()
    return journal
  }

  /// The tests alone, on the published table; what they say is kept with its version.
  func passPublished(_ relation: RelationName) throws -> GateJournal {
    let journal = GateJournal(.output, context.request, context.reporter)
    let log = VersionLog(context.connection, database: relation.database)
    let current = try log.current(relation)
    context.populationForTests = current.flatMap { $0.record.rows >= 0 ? $0.record.rows : nil }
    try runTests(into: journal)
    journal.close()
    if let current {
      // What some of the tests say does not undo what another found.
      let isHeld = current.gate == .fail || current.gate == .notEvaluated
      let state = journal.isOpen && isHeld && !runsEveryTest ? current.gate : journal.state
      try context.connection.transaction { try log.setGate(state, of: relation, version: current.record.id) }
    }
    return journal
  }

  /// Whether no test of the node alone was left out by the selection.
  private var runsEveryTest: Bool {
    let asked = Set(context.request.outputTests.map(\.id))
    let graph = context.project.graph
    return (graph.children[context.node.id] ?? []).allSatisfy { id in
      graph[id]?.resourceType != .test || graph.parents[id] != [context.node.id] || asked.contains(id)
    }
  }

  private func runTests(into journal: GateJournal, on candidate: Candidate? = nil) throws {
    guard context.request.options.runsTests else { return }
    var tests = context.request.outputTests
    if let candidate {
      let shared = try SharedScan(context: context, candidate: candidate).run(tests, into: journal)
      tests.removeAll { shared.contains($0.id) }
    }
    for test in tests {
      try context.stopIfCancelled()
      context.evaluate(test, into: journal)
    }
  }
}

extension StepContext {
  /// Runs a test of either kind.
  func evaluate(_ test: Node, into journal: GateJournal) {
    if test.resourceType == .unitTest {
      UnitTestCheck(context: self, test: test).evaluate(into: journal)
    } else {
      DataTestCheck(context: self, test: test).evaluate(into: journal)
    }
  }
}
