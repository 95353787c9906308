import Project
import SQLiteKit

/// The first gate of a step: is everything it reads there, whole and of the right shape?
struct InputGate {
  let context: StepContext

  /// Compiles the node and looks at each input. What cannot be compiled fails the step.
  ///
  /// - Parameter runsTests: whether tests of its inputs are run too; nil: as the request says.
  /// - Returns: No statement when the gate holds.
  func pass(runningTests runsTests: Bool? = nil) throws -> (AuthoredStatement?, GateJournal) {
    let runsTests = runsTests ?? context.request.options.runsTests
    let journal = GateJournal(.input, context.request, context.reporter)
    defer { journal.close() }
    if runsTests {
      for test in context.request.inputTests where test.resourceType == .unitTest {
        try context.stopIfCancelled()
        UnitTestCheck(context: context, test: test).evaluate(into: journal)
      }
    }
    let statement: AuthoredStatement
    do {
      statement = try context.prepare(context.node)
    } catch let missing as MissingRelation {
      var record = journal.record("exists", .fail, message: "\(missing.relation) does not exist: build it first")
      record.location = missing.location
      journal.add(record)
      return (nil, journal)
    } catch let problem as FileProblem {
      var record = journal.record("exists", .fail, message: problem.reason)
      record.location = problem.node.source?.file?.location
      journal.add(record)
      return (nil, journal)
    }
    FileChecks(context: context).beforeReading(statement, into: journal)
    if runsTests { try runTests(into: journal) }
    for input in statement.translated.inputs where input.relation != context.node.relation {
      try check(input, of: statement, into: journal)
    }
    return (statement, journal)
  }

  /// Tests declared on the sources this node reads.
  private func runTests(into journal: GateJournal) throws {
    guard context.files.nothingNew == nil else { return }
    for test in context.request.inputTests where test.resourceType != .unitTest {
      try context.stopIfCancelled()
      DataTestCheck(context: context, test: test).evaluate(into: journal)
    }
  }

  private func check(
    _ input: TranslatedQuery.Input, of statement: AuthoredStatement, into journal: GateJournal
  ) throws {
    let name = input.relation.description
    guard let found = try context.scope.find(input.relation) else {
      var record = journal.record("exists", .fail, message: "\(name) does not exist: build it first")
      record.location = statement.compiled.locate(input.offset)
      journal.add(record)
      return
    }
    let parent = context.node.dependsOn.lazy.compactMap { context.project.graph[$0] }
      .first { $0.relation == input.relation }
    if let parent, parent.resourceType == .source {
      FreshnessCheck(context: context, source: parent, relation: found.relation).check(into: journal)
    }
    if found.isFile { return }
    journal.add(journal.record("exists", .pass, message: "\(name) is there"))
    try checkGate(of: found, parent, into: journal)
    if let parent { ColumnsCheck(parent: parent, found: found, used: input.columns).check(into: journal) }
    try checkRows(of: found, parent, into: journal)
  }

  /// A table whose newest version was held is not built upon, whichever run held it.
  private func checkGate(of found: RelationScope.Found, _ parent: Node?, into journal: GateJournal) throws {
    let newest = try context.scope.newest(of: found.relation)
    guard let latest = newest.latest else { return }
    let isUnknown = latest.gate == .notEvaluated
    guard latest.gate == .fail || isUnknown || latest.record.disposition == .quarantined else { return }
    let what = isUnknown ? "has an output gate that could not be evaluated" : "was held by its output gate"
    var record = journal.record(
      "gate_passed", .fail,
      message: "\(found.relation) v\(latest.record.id) \(what) in run \(latest.record.run)")
    if let parent, context.node.continuesWithLastGood(of: parent), let good = newest.current {
      record.state = .warn
      record.message += "; goes on with v\(good.record.id), its last good version"
    }
    journal.add(record)
  }

  /// An empty source holds what reads it. What the project itself makes may be right as it is, a model without a row or a
  /// seed that is only a header: it warns, unless `allow_empty_inputs` says what to do, true or false.
  private func checkRows(of found: RelationScope.Found, _ parent: Node?, into journal: GateJournal) throws {
    let allowed = context.gateSetting("allow_empty_inputs")?.boolValue
    guard found.isStored, allowed != true, !context.compilation.empty else { return }
    if try context.connection.queryValue("SELECT 1 FROM \(found.sqlName) LIMIT 1") != nil {
      journal.add(journal.record("not_empty", .pass, message: "\(found.relation) has rows"))
      return
    }
    var record = journal.record(
      "not_empty", .fail, threshold: "> 0 rows", message: "\(found.relation) is empty")
    if allowed == nil, let parent, parent.resourceType != .source {
      record.state = .warn
      record.severity = .warn
    }
    journal.add(record)
  }
}
