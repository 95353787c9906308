import SQLFunctions
import SQLKit
import SQLiteKit
import Testing

/// The answers of real engines, case by case; `scripts/sql-conformance/expect.py` asks them.
@Suite struct ConformanceTests {
  /// Cases in which the engine is known to answer otherwise, and why.
  static let differences: [String: String] = [:]

  @Test(
    "Translated SQL answers as the engine whose dialect it is",
    arguments: [Dialect.duckdb, .postgres, .databricks, .snowflake, .redshift, .bigquery])
  func answers(_ dialect: Dialect) throws {
    let cases = try ConformanceFile.read(dialect)
    #expect(cases.count > 100)
    let warehouse = try ConformanceWarehouse()
    for one in cases where Self.differences[one.sql] == nil {
      let answer = warehouse.answer(one.sql, dialect)
      let agrees = ConformanceFile.agrees(answer, with: one.expected)
      #expect(agrees, "\(dialect): \(one.sql)\nwanted \(one.expected)\ngot    \(answer)")
    }
  }

  @Test("Cases number at least eight hundred")
  func count() throws {
    let total = try [Dialect.duckdb, .postgres, .databricks, .snowflake, .redshift, .bigquery].reduce(0) {
      try $0 + ConformanceFile.read($1).count
    }
    #expect(total >= 800)
  }
}

/// The tables the cases read, and how an answer is shown.
struct ConformanceWarehouse: SchemaResolver {
  private let connection: Connection
  private static let people = [
    ("id", "BIGINT"), ("name", "TEXT"), ("dept", "TEXT"), ("salary", "DECIMAL(10,2)"), ("hired", "DATE"),
    ("seen", "TIMESTAMP"), ("active", "BOOLEAN"), ("score", "DOUBLE"),
  ]
  private static let orders = [
    ("id", "BIGINT"), ("person_id", "BIGINT"), ("amount", "DECIMAL(10,2)"), ("placed", "DATE"), ("status", "TEXT"),
  ]

  init() throws {
    connection = try Connection.inMemory()
    try registerSQLFunctions(on: connection)
    for (name, columns) in [("people", Self.people), ("orders", Self.orders)] {
      try connection.execute("CREATE TABLE \(name) (\(columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")))")
    }
    try connection.execute(
      """
      INSERT INTO people VALUES
        (1, 'ada', 'eng', 120.50, '2020-01-15', '2024-01-01 08:00:00', 1, 1.5),
        (2, 'bob', 'eng', 80.25, '2021-06-30', '2024-01-02 09:30:00', 0, 2.25),
        (3, 'cyd', 'ops', 95.00, '2019-11-01', NULL, 1, 0.5),
        (4, 'dan', 'ops', NULL, '2022-02-28', '2024-02-29 23:59:59', NULL, 4.0),
        (5, 'eve', NULL, 70.10, NULL, '2023-12-31 00:00:00', 1, NULL),
        (6, 'Fay', 'hr', 101.99, '2020-02-29', '2024-03-10 12:00:00', 0, 3.75);
      INSERT INTO orders VALUES
        (1, 1, 10.10, '2024-01-05', 'paid'), (2, 1, 20.20, '2024-02-05', 'open'), (3, 2, 5.05, '2024-02-01', 'paid'),
        (4, 4, 7.77, '2024-03-01', 'void'), (5, NULL, 1.00, '2024-01-31', 'paid');
      """)
  }

  func resolve(_ relation: RelationReference) -> ResolvedRelation? {
    let columns: [(String, String)]
    switch relation.name.lowercased() {
    case "people": columns = Self.people
    case "orders": columns = Self.orders
    default: return nil
    }
    return ResolvedRelation(
      sqliteName: "\"main\".\"\(relation.name.lowercased())\"", columns: columns.map { ColumnType($0.0, $0.1) },
      hasRowID: true)
  }

  /// The rows a query gives, a line each, or the one line `error`.
  func answer(_ sql: String, _ dialect: Dialect) -> [String] {
    do {
      let translation = try translateQuery(sql, from: dialect, resolver: self)
      let booleans = Set(
        (translation.outputColumns ?? []).enumerated().filter { $0.element.declaredType == "BOOLEAN" }.map(\.offset))
      let statement = try connection.prepare(translation.sql)
      var rows: [String] = []
      while try statement.step() {
        rows.append(
          statement.values().enumerated().map { show($0.element, isBoolean: booleans.contains($0.offset)) }.joined(
            separator: "|"))
      }
      return ConformanceFile.isOrdered(sql) ? rows : rows.sorted()
    } catch {
      return ["error"]
    }
  }

  private func show(_ value: Value, isBoolean: Bool) -> String {
    switch value {
    case .null: return "NULL"
    case .integer(let number): return isBoolean ? (number == 0 ? "false" : "true") : "\(number)"
    case .real(let number): return "\(number)"
    case .text(let text):
      var out = ""
      for character in text {
        switch character {
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "|": out += "\\p"
        default: out.append(character)
        }
      }
      return out.isEmpty ? "(empty)" : out
    case .blob(let bytes): return "x" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
  }
}
