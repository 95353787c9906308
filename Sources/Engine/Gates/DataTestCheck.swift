import Glibc
import Project
import SQLiteKit

/// Runs one data test: a query of failing rows, counted, compared with its thresholds, and the first rows kept.
struct DataTestCheck {
  let context: StepContext
  let test: Node
  /// How many failing rows are kept to be looked at.
  static let rowsKept = 500

  /// Never throws: what cannot be evaluated is told as such.
  func evaluate(into journal: GateJournal) {
    let started = monotonicSeconds()
    var record = journal.record(test.name, .pass)
    record.test = test.id
    record.location = test.location
    let definition = test.test ?? TestDefinition()
    record.severity = definition.severity
    record.threshold = definition.severity == .error ? definition.errorIf : definition.warnIf
    do {
      let rows = try evaluate(definition, &record)
      record.seconds = monotonicSeconds() - started
      journal.add(record, rows: rows)
    } catch {
      let failure = StepFailure(any: error)
      record.state = .notEvaluated
      record.message = "not evaluated: \(failure.reason)"
      record.location = failure.location ?? test.location
      record.seconds = monotonicSeconds() - started
      journal.add(record)
    }
  }

  private func evaluate(_ definition: TestDefinition, _ record: inout CheckRecord) throws -> FailingRows? {
    let statement = try context.prepare(test)
    record.sql = statement.compiledSQL
    context.leave(statement)
    let stored = StoredFailures(context: context, test: test)
    if stored.relation == nil, let rows = try evaluateInStages(statement, definition, &record) { return rows.value }
    let limited = definition.limit.map { "SELECT * FROM (\(statement.translated.sql)) LIMIT \($0)" }
    let sql = limited ?? statement.translated.sql
    let counted = try context.query("SELECT \(definition.failCalc) FROM (\(sql))", from: statement).first?[0]
    guard let measured = counted?.double else {
      throw StepFailure(
        .failed, "fail_calc '\(definition.failCalc)' gives no number: write coalesce(\(definition.failCalc), 0)",
        at: test.location, sql: record.sql)
    }
    record.measured = measured
    record.population = context.populationForTests
    if mostly != nil || Self.asksForShare(definition) {
      try judgeShare(of: sql, measured, statement, definition, &record)
    } else {
      record.state = try Self.state(definition, measured: measured, population: record.population, context.connection)
    }
    try stored.store(sql, statement)
    guard measured != 0 else {
      record.message = "no failing rows"
      record.rowsFailing = 0
      return nil
    }
    let rows = try context.failingRows("SELECT * FROM (\(sql)) LIMIT \(Self.rowsKept)", from: statement)
    let total = definition.failCalc == "count(*)" ? Int64(measured) : try countAll(sql, statement)
    record.rowsKept = Int64(rows.rows.count)
    record.rowsFailing = total
    record.message = Self.message(definition, measured: measured, total: total)
    return FailingRows(columns: rows.columns, rows: rows.rows, total: total)
  }

  /// Tests whose verdict on a row is whether it has a value: all rows count.
  private static let testsOfPresence: Set = [
    "not_null", "expect_column_values_to_not_be_null", "expect_column_values_to_be_null",
  ]

  /// `mostly: 0.95`: the share of rows with a value that must pass.
  private var mostly: Double? {
    let text = test.config["mostly"]
    if let share = text?.doubleValue { return share }
    guard let word = text?.scalarText, word.hasSuffix("%"), let share = Double(word.dropLast()) else { return nil }
    return share / 100
  }

  /// Whether a bound is in per cent of the rows.
  private static func asksForShare(_ definition: TestDefinition) -> Bool {
    [definition.errorIf, definition.warnIf].contains { Threshold($0)?.isShare ?? false }
  }

  /// Judges by a share of the rows looked at: those within the test's `where`.
  ///
  /// `unique` and `accepted_values` give a row a value, with the number of its rows as `n_records`: those are what counts.
  private func judgeShare(
    of sql: String, _ measured: Double, _ statement: AuthoredStatement, _ definition: TestDefinition,
    _ record: inout CheckRecord
  ) throws {
    var rows = measured
    let columns = try context.connection.prepare(statement.translated.sql).columnNames
    if definition.failCalc == "count(*)", columns.contains(where: { $0.lowercased() == "n_records" }) {
      let sum = "SELECT coalesce(sum(\"n_records\"), 0) FROM (\(sql))"
      rows = try context.query(sum, from: statement).first?[0].double ?? measured
    }
    if let mostly {
      record.measured = rows
      try judge(mostly, rows, definition, &record)
    } else {
      if definition.whereClause != nil || record.population == nil {
        record.population = try population(definition, ofColumn: false)
      }
      record.state = try Self.state(
        definition, measured: measured, rows: rows, population: record.population, context.connection)
    }
  }

  private func judge(
    _ mostly: Double, _ measured: Double, _ definition: TestDefinition, _ record: inout CheckRecord
  ) throws {
    guard (0...1).contains(mostly) else {
      throw StepFailure(.failed, "mostly: \(mostly) is no share between 0 and 1", at: test.location)
    }
    let isOfPresence = definition.genericName.map(Self.testsOfPresence.contains) ?? false
    let rows = try population(definition, ofColumn: !isOfPresence)
    record.population = rows
    record.threshold = "≥ \(Self.percent(mostly)) of \(rows) rows\(isOfPresence ? "" : " with a value")"
    let isEnough = measured <= Double(rows) * (1 - mostly) + 1e-9
    record.state = isEnough ? .pass : definition.severity == .warn ? .warn : .fail
  }

  /// Rows within the test's own `where`; of a column those that have a value in it.
  private func population(_ definition: TestDefinition, ofColumn: Bool) throws -> Int64 {
    guard let node = definition.attachedNode.flatMap({ context.project.graph[$0] }), let relation = node.relation,
      let found = try context.scope.find(relation)
    else { return context.populationForTests ?? 0 }
    let name = ofColumn ? definition.columnName : nil
    let column = name.map { quoteIdentifier($0) } ?? "*"
    guard let filter = definition.whereClause else {
      return try context.connection.queryValue("SELECT count(\(column)) FROM \(found.sqlName)")?.integer ?? 0
    }
    let table = context.project.renderedRelation(of: node) ?? relation.description
    let place = test.location
    let statement = try context.translate(
      CompiledNode(
        id: test.id, sql: "select count(\(name ?? "*")) from \(table) where \(filter)", fingerprint: ""
      ) { _ in place }, of: test)
    return try context.query(statement.translated.sql, from: statement).first?[0].integer ?? 0
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// The failing rows of a test that reads large tables, found by several connections at once.
  ///
  /// - Returns: nil when the test is better left to SQLite; else the rows, if there are any.
  private func evaluateInStages(
    _ statement: AuthoredStatement, _ definition: TestDefinition, _ record: inout CheckRecord
  ) throws -> (value: FailingRows?, count: Int64)? {
    guard definition.limit == nil, mostly == nil, !Self.asksForShare(definition), definition.failCalc == "count(*)",
      let columns = statement.translated.columns,
      context.files.opened.isEmpty, Set(columns.map { $0.name.lowercased() }).count == columns.count
    else { return nil }
    let path = "\(context.session.scratchPath)-test"
    defer { unlink(path) }
    guard let count = try context.runInStages(statement, into: path, table: "failing", columns: columns) else {
      return nil
    }
    record.measured = Double(count)
    record.population = context.populationForTests
    record.state = try Self.state(
      definition, measured: Double(count), population: record.population, context.connection)
    record.rowsFailing = count
    guard count > 0 else {
      record.message = "no failing rows"
      return (nil, 0)
    }
    let found = try Connection(path: path, mode: .readOnly)
    defer { found.close() }
    let prepared = try found.prepare("SELECT * FROM failing LIMIT \(Self.rowsKept)")
    var rows: [[String?]] = []
    while try prepared.step() { rows.append((0..<prepared.columnCount).map { prepared.string($0) }) }
    record.rowsKept = Int64(rows.count)
    record.message = Self.message(definition, measured: Double(count), total: count)
    return (FailingRows(columns: columns.map(\.name), rows: rows, total: count), count)
  }

  private func countAll(_ sql: String, _ statement: AuthoredStatement) throws -> Int64 {
    try context.query("SELECT count(*) FROM (\(sql))", from: statement).first?[0].integer ?? 0
  }

  /// dbt's rule: a test of severity `error` fails when `error_if` holds, and either warns when `warn_if` does.
  ///
  /// - Parameter rows: What a bound in per cent refers to, where it is not what was measured.
  static func state(
    _ definition: TestDefinition, measured: Double, rows: Double? = nil, population: Int64?, _ connection: Connection
  ) throws -> GateState {
    func holds(_ text: String, _ key: String) throws -> Bool {
      guard let threshold = Threshold(text) else {
        // Whatever else SQL can say of a number: `between 3 and 5`, `in (1, 2)`.
        do throws(SQLiteError) {
          let number = Int64(exactly: measured).map(Value.integer) ?? .real(measured)
          return try connection.queryValue("SELECT coalesce((? \(text)) <> 0, 0)", [number])?.bool ?? false
        } catch {
          throw StepFailure(
            .failed, "\(key) '\(text)' is no comparison such as '> 10', '>= 5%' or 'between 3 and 5' (\(error.message))"
          )
        }
      }
      return threshold.holds(threshold.isShare ? rows ?? measured : measured, population: population)
    }
    if definition.severity == .error, try holds(definition.errorIf, "error_if") { return .fail }
    return try holds(definition.warnIf, "warn_if") ? .warn : .pass
  }

  private static func message(_ definition: TestDefinition, measured: Double, total: Int64) -> String {
    let column = definition.columnName.map { " in \($0)" } ?? ""
    switch definition.genericName {
    case "not_null": return "\(total) \(total == 1 ? "row has" : "rows have") NULL\(column)"
    case "unique": return "\(total) \(total == 1 ? "value stands" : "values stand") more than once\(column)"
    case "accepted_values": return "\(total) \(total == 1 ? "value is" : "values are") not among the accepted\(column)"
    case "relationships": return "\(total) \(total == 1 ? "value has" : "values have") no parent\(column)"
    default:
      // What fail_calc came to is what failed, be there rows or none.
      if total == 0 {
        return
          "fail_calc '\(definition.failCalc)' comes to \(Int64(exactly: measured).map(String.init) ?? String(measured))"
      }
      return "\(total) failing \(total == 1 ? "row" : "rows")"
    }
  }
}
