import Project
import SQLiteKit

/// Runs one unit test: the model's SQL over given rows, and what comes out held against what is expected.
struct UnitTestCheck {
  let context: StepContext
  let test: Node

  /// Never throws: what cannot be evaluated is told as such.
  func evaluate(into journal: GateJournal) {
    let started = monotonicSeconds()
    var record = journal.record(test.name, .pass, threshold: "rows as expected")
    record.test = test.id
    record.location = test.location
    do {
      defer { dropTables() }
      let difference = try compare(&record)
      record.seconds = monotonicSeconds() - started
      record.measured = Double(difference?.total ?? 0)
      record.rowsFailing = difference?.total ?? 0
      guard let difference else {
        record.message = "rows as expected"
        journal.add(record)
        return
      }
      record.state = .fail
      record.rowsKept = Int64(difference.rows.count)
      record.message =
        "\(difference.total) \(difference.total == 1 ? "row differs" : "rows differ") from what is expected"
      journal.add(record, rows: difference)
    } catch {
      let failure = (error as? CompilationFailure).map { StepFailure($0, node: test) } ?? StepFailure(any: error)
      record.state = .notEvaluated
      record.message = "not evaluated: \(failure.reason)"
      record.location = failure.location ?? test.location
      record.seconds = monotonicSeconds() - started
      journal.add(record)
    }
  }

  private func compare(_ record: inout CheckRecord) throws -> FailingRows? {
    let test = try context.project.unitTest(test)
    guard let model = context.project.graph[test.model] else {
      throw StepFailure(.failed, "its model \(test.model) is disabled", at: self.test.location)
    }
    var overrides = test.overrides
    let fixtures = UnitTestFixtures(context: context, test: self.test)
    for (number, given) in test.given.enumerated() {
      guard let node = context.project.graph[given.node] else { continue }
      overrides.standIns[given.node] = try fixtures.standIn(for: node, given.fixture, number: number + 1)
    }
    let actual = try result(of: model, overrides)
    record.sql = actual.sql
    let columns = try test.expected.columns.map { names in
      try names.map { name in
        guard let column = actual.columns.first(where: { $0.name.lowercased() == name.lowercased() }) else {
          throw StepFailure(
            .failed,
            "a column '\(name)' is expected, but the model gives \(actual.columns.map(\.name).joined(separator: ", "))",
            at: self.test.location)
        }
        return column
      }
    }
    let expected = try fixtures.expected(test.expected, columns: columns ?? actual.columns)
    let compared = columns ?? expected.columns
    return UnitTestDifference(
      columns: compared.map(\.name), expected: try rows(of: expected.table, compared),
      actual: try rows(of: actual.table, compared)
    ).failingRows
  }

  /// The model's rows over the given ones, in a table of the scratch file.
  private func result(
    of model: Node, _ overrides: UnitTestOverrides
  ) throws -> (table: String, columns: [AdapterColumn], sql: String) {
    var compilation = context.compilation
    compilation.isIncremental = overrides.macros["is_incremental"]?.boolValue ?? false
    compilation.unitTest = overrides
    compilation.empty = false
    let compiled: CompiledNode
    do {
      compiled = try context.project.compiler.compile(model, context: compilation, adapter: context.adapter)
    } catch {
      throw StepFailure(error, node: model)
    }
    let statement = try context.translate(compiled, of: model)
    let columns = try statement.translated.columns ?? described(statement)
    try make("unit result", columns, statement)
    return (quoteIdentifier("scratch", "unit result"), columns, compiled.sql)
  }

  private func make(_ name: String, _ columns: [AdapterColumn], _ statement: AuthoredStatement) throws {
    let table = quoteIdentifier("scratch", name)
    try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    try context.run("INSERT INTO \(table) \(statement.translated.sql)", from: statement)
  }

  private func described(_ statement: AuthoredStatement) throws -> [AdapterColumn] {
    do {
      let prepared = try context.connection.prepare(statement.translated.sql)
      return prepared.columnNames.indices.map {
        AdapterColumn(name: prepared.columnNames[$0], dataType: prepared.declaredType($0) ?? "")
      }
    } catch {
      throw StepFailure(error, running: statement)
    }
  }

  private func rows(of table: String, _ columns: [AdapterColumn]) throws -> [[String?]] {
    let statement = try context.connection.prepare("SELECT \(columns.nameList) FROM \(table)")
    var rows: [[String?]] = []
    while try statement.step() {
      rows.append(
        columns.indices.map { place in
          // A whole number is the same number with and without a fraction.
          if statement.type(place) == .real, let whole = Int64(exactly: statement.double(place)) {
            return String(whole)
          }
          return statement.string(place)
        })
    }
    return rows
  }

  /// The scratch file is left as it was: a query may be run in stages only while it is empty.
  private func dropTables() {
    context.scope.restore()
    let names = (try? context.connection.query("SELECT name FROM scratch.sqlite_schema WHERE name LIKE 'unit %'")) ?? []
    for name in names.compactMap({ $0[0].text }) {
      try? context.connection.execute("DROP TABLE \(quoteIdentifier("scratch", name))")
    }
  }
}
