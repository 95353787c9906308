import Project
import SQLiteKit

/// The first gate of a step: is everything it reads there, whole and of the right shape?
struct InputGate {
  let context: StepContext

  /// Compiles the node and looks at each input. What cannot be compiled fails the step.
  ///
  /// - Returns: No statement when the gate holds.
  func pass() throws -> (AuthoredStatement?, GateJournal) {
    let journal = GateJournal(.input, context.request, context.reporter)
    defer { journal.close() }
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
    try runTests(into: journal)
    for input in statement.translated.inputs where input.relation != context.node.relation {
      try check(input, of: statement, into: journal)
    }
    return (statement, journal)
  }

  /// Tests declared on the sources this node reads.
  private func runTests(into journal: GateJournal) throws {
    guard context.request.options.runsTests, context.files.nothingNew == nil else { return }
    for test in context.request.inputTests {
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
    if found.isFile { return }
    journal.add(journal.record("exists", .pass, message: "\(name) is there"))
    try checkGate(of: found, into: journal)
    try checkRows(of: found, into: journal)
  }

  /// A table whose newest version was held is not built upon, whichever run held it.
  private func checkGate(of found: RelationScope.Found, into journal: GateJournal) throws {
    guard let alias = try context.scope.alias(of: found.relation.database),
      let latest = try VersionLog(context.connection, alias: alias, database: found.relation.database)
        .latest(found.relation)
    else { return }
    guard latest.gate == .fail || latest.record.disposition == .quarantined else { return }
    journal.add(
      journal.record(
        "gate_passed", .fail,
        message: "\(found.relation) v\(latest.record.id) was held by its output gate in run \(latest.record.run)"))
  }

  private func checkRows(of found: RelationScope.Found, into journal: GateJournal) throws {
    guard found.isStored, context.node.config.bool("allow_empty_inputs") != true else { return }
    let hasRow = try context.connection.queryValue("SELECT 1 FROM \(found.sqlName) LIMIT 1") != nil
    journal.add(
      hasRow
        ? journal.record("not_empty", .pass, message: "\(found.relation) has rows")
        : journal.record("not_empty", .fail, threshold: "> 0 rows", message: "\(found.relation) is empty"))
  }
}
