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
    let limited = definition.limit.map { "SELECT * FROM (\(statement.translated.sql)) LIMIT \($0)" }
    let sql = limited ?? statement.translated.sql
    let counted = try context.query("SELECT \(definition.failCalc) FROM (\(sql))", from: statement).first?[0]
    let measured = counted?.double ?? 0
    record.measured = measured
    record.population = context.populationForTests
    record.state = try Self.state(definition, measured: measured, population: record.population)
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

  private func countAll(_ sql: String, _ statement: AuthoredStatement) throws -> Int64 {
    try context.query("SELECT count(*) FROM (\(sql))", from: statement).first?[0].integer ?? 0
  }

  /// dbt's rule: a test of severity `error` fails when `error_if` holds, and either warns when `warn_if` does.
  static func state(_ definition: TestDefinition, measured: Double, population: Int64?) throws -> GateState {
    func holds(_ text: String, _ key: String) throws -> Bool {
      guard let threshold = Threshold(text) else {
        throw StepFailure(.failed, "\(key) '\(text)' is not a comparison such as '> 10' or '>= 5%'")
      }
      return threshold.holds(measured, population: population)
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
    default: return "\(total) failing \(total == 1 ? "row" : "rows")"
    }
  }
}

/// Seconds of a clock that only goes forward.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
