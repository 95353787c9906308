import SQLFunctions
import SQLKit
import SQLiteKit

/// Texts as SQL of every dialect, translated; what comes of a translation must be SQL to SQLite.
struct SQLFuzz: FuzzTarget {
  let name = "sql"
  let words = [
    "select ", "from ", "where ", "group by ", "order by ", "having ", "qualify ", "limit 1", "with a as (",
    "union all ",
    "join people p on ", "left join ", "using (id)", "case when ", " then ", " else ", " end", "cast(", " as bigint)",
    "::date", "interval '1 day'", "row_number() over (partition by ", "count(distinct ", "filter (where ", "in (",
    "exists (",
    "between 1 and 2", "is null", "not ", "and ", "or ", "like 'a%'", "ilike ", "'", "''", "\"", "`", "--x\n", "/*",
    "*/",
    "(", ")", ",", ".", ";", "*", "+", "-", "/", "%", "||", "<>", "=", "1", "1.5e3", "null", "people", "orders", "id",
    "name", "date_trunc('month', hired)", "split_part(name, 'a', 1)", "extract(year from hired)", "pivot (", "unnest(",
    "lateral ", "[1,2]", "struct(", "insert into people ", "values (1)", "update people set ", "delete from people ",
    "create table t as ", "merge into people using orders on ", "when matched then ", "distinct ", "except ",
    "at time zone 'UTC'",
    "listagg(name, ',') within group (order by id)", "recursive ", "over w", "window w as (order by id)", "x'", "$$",
    "é",
  ]
  let seeds: [[UInt8]] = ["duckdb", "databricks", "postgres", "snowflake"].flatMap { dialect in
    Corpus.parts("SQLConformance/\(dialect).txt", by: "\n\n").compactMap { part in
      let text = String(decoding: part, as: UTF8.self)
      return text.split(separator: "\n----").first.map { Array($0.utf8) }
    }
  }
  private let warehouse = SQLFuzzWarehouse()

  func fault(_ input: [UInt8]) -> String? {
    let text = String(decoding: input, as: UTF8.self)
    for dialect in Dialect.allCases {
      do {
        let (translation, _) = try stageQuery(
          text, from: dialect, resolver: warehouse, staging: StagingOptions(rowCount: { _ in 1_000_000 }))
        if let fault = warehouse.fault(translation.sql) { return "\(dialect): \(fault) in: \(translation.sql)" }
        _ = translation.sourceMap.inputOffset(forOutput: translation.sql.utf8.count / 2)
      } catch {
        if let fault = Self.fault(error, text) { return "\(dialect): \(fault)" }
      }
    }
    do {
      for statement in try translateScript(text, from: .databricks, resolver: warehouse) {
        for sql in statement.statements {
          if let fault = warehouse.fault(sql) { return "script: \(fault) in: \(sql)" }
        }
      }
    } catch {
      if let fault = Self.fault(error, text) { return "script: \(fault)" }
    }
    _ = formatSQL(text, from: .duckdb)
    return nil
  }

  private static func fault(_ error: SQLError, _ text: String) -> String? {
    if error.offset < 0 || error.offset > text.utf8.count { return "an error has a place outside of the text" }
    return error.message.isEmpty ? "an error has no words" : nil
  }
}

/// The tables the inputs may read, and SQLite's own reading of what was made of them.
final class SQLFuzzWarehouse: SchemaResolver, @unchecked Sendable {
  // Unchecked: the one test that uses it is serialised.
  private let connection: Connection?
  private static let columns: [String: [(String, String)]] = [
    "people": [
      ("id", "BIGINT"), ("name", "TEXT"), ("dept", "TEXT"), ("salary", "DECIMAL(10,2)"), ("hired", "DATE"),
      ("seen", "TIMESTAMP"), ("active", "BOOLEAN"), ("score", "DOUBLE"),
    ],
    "orders": [
      ("id", "BIGINT"), ("person_id", "BIGINT"), ("amount", "DECIMAL(10,2)"), ("placed", "DATE"), ("status", "TEXT"),
    ],
  ]

  init() {
    connection = try? Connection.inMemory()
    guard let connection else { return }
    try? registerSQLFunctions(on: connection)
    for (name, columns) in Self.columns {
      try? connection.execute("CREATE TABLE \(name) (\(columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")))")
    }
  }

  func resolve(_ relation: RelationReference) -> ResolvedRelation? {
    let name = relation.name.lowercased()
    guard let columns = Self.columns[name] else { return nil }
    return ResolvedRelation(
      sqliteName: "\"main\".\"\(name)\"", columns: columns.map { ColumnType($0.0, $0.1) }, hasRowID: true)
  }

  /// A statement SQLite cannot even read was not translated. What it does not know (a function, a table) is another matter.
  func fault(_ sql: String) -> String? {
    do {
      _ = try connection?.prepare(sql)
      return nil
    } catch {
      let words = error.message
      let isUnread =
        words.contains("syntax error") || words.contains("unrecognized token") || words.contains("incomplete")
      return isUnread ? "the translation is no SQL: \(words)" : nil
    }
  }
}
