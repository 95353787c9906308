import Project
import SQLiteKit
import TableFile

/// The tests of one table that a single reading can answer: `not_null`, `unique` and `accepted_values` on a column.
///
/// What passes is reported as passed. What does not is left to the test's own query, which finds the rows.
struct SharedScan {
  let context: StepContext
  let candidate: Candidate

  /// - Returns: the tests that were answered.
  func run(_ tests: [Node], into journal: GateJournal) throws -> Set<NodeID> {
    guard case .table(let name) = candidate.content, candidate.rows > 0 else { return [] }
    let columns = candidate.columns.map { $0.name.lowercased() }
    let asked = tests.filter { StoredFailures(context: context, test: $0).relation == nil }.compactMap { test in
      Self.item(test, columns).map { (test, $0) }
    }
    guard !asked.isEmpty else { return [] }
    let started = monotonicSeconds()
    let reporter = context.reporter
    let scan = ColumnScan(
      items: asked.map(\.1), path: context.session.scratchPath, table: name, rows: candidate.rows,
      scratchDirectory: context.project.target.stateDirectory + "/scratch")
    let answer: ColumnScan.Answer
    do {
      answer = try scan.run { reporter.isCancelled }
    } catch {
      try context.stopIfCancelled()
      // Not a table this reading knows: each test asks for itself.
      reporter.log(.debug, "tests run one by one: \(error)")
      return []
    }
    let seconds = (monotonicSeconds() - started) / Double(asked.count)
    var answered: Set<NodeID> = []
    for (index, (test, _)) in asked.enumerated() where answer.failing[index] == 0 {
      let definition = test.test ?? TestDefinition()
      guard let state = try? DataTestCheck.state(definition, measured: 0, population: answer.rows, context.connection)
      else { continue }
      var record = journal.record(test.name, state, message: "no failing rows")
      record.test = test.id
      record.location = test.location
      record.severity = definition.severity
      record.threshold = definition.severity == .error ? definition.errorIf : definition.warnIf
      record.measured = 0
      record.rowsFailing = 0
      record.population = answer.rows
      record.seconds = seconds
      journal.add(record)
      answered.insert(test.id)
    }
    return answered
  }

  /// What a test asks of a column, when it is one of dbt's own in its plain form.
  private static func item(_ test: Node, _ columns: [String]) -> ColumnScan.Item? {
    guard let definition = test.test, let name = definition.genericName, let columnName = definition.columnName,
      let column = columns.firstIndex(of: columnName.lowercased()),
      definition.whereClause == nil, test.config["mostly"] == nil, definition.limit == nil,
      definition.failCalc == "count(*)",
      test.macroDependencies.allSatisfy({ $0.hasPrefix("macro.dbt.") })
    else { return nil }
    switch name {
    case "not_null": return ColumnScan.Item(column: column, question: .nulls)
    case "unique": return ColumnScan.Item(column: column, question: .duplicates)
    case "accepted_values":
      guard
        let values = definition.arguments["values"]?.listValue
          ?? definition.arguments["arguments"]?["values"]?.listValue,
        definition.arguments["quote"]?.boolValue != false
      else { return nil }
      let texts = values.compactMap(\.stringValue)
      return texts.count == values.count ? ColumnScan.Item(column: column, question: .notAccepted(texts)) : nil
    default: return nil
    }
  }
}
