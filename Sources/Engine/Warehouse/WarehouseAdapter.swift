package import Project
import SQLiteKit

/// Answers what Jinja asks of the warehouse while a node is compiled, over the step's connection.
package struct WarehouseAdapter: CompilationAdapter {
  let connection: Connection
  let scope: RelationScope
  let translate: (String) throws -> TranslatedQuery

  /// Runs statements that change something, where that is allowed: in hooks. Nil when the text is a query.
  var change: (String) throws -> AdapterTable? = { _ in nil }
  package var changesTables = false

  package func query(_ sql: String) throws -> AdapterTable {
    if let answer = try change(sql) { return answer }
    let translated = try translate(sql)
    let statement = try connection.prepare(translated.sql)
    var rows: [[ConfigValue]] = []
    let flags = Set(
      (translated.columns ?? []).enumerated().filter { ["BOOLEAN", "BOOL"].contains($0.element.dataType.uppercased()) }
        .map(\.offset))
    while try statement.step() {
      rows.append(
        statement.values().enumerated().map { index, value in
          if flags.contains(index), let number = value.integer { return .bool(number != 0) }
          return ConfigValue(value)
        })
    }
    return AdapterTable(
      columnNames: statement.columnNames, rows: rows, types: translated.columns?.map(\.dataType) ?? [])
  }

  package func columns(of relation: RelationName) throws -> [AdapterColumn]? { try scope.find(relation)?.columns }

  package func relations(
    inDatabase database: String, schema: String
  ) throws -> [(identifier: String, kind: String)] {
    guard let alias = try scope.alias(of: database) else { return [] }
    let prefix = schema + "."
    return try connection.query(
      """
      SELECT name, type FROM \(quoteIdentifier(alias)).sqlite_schema
      WHERE type IN ('table', 'view') AND substr(name, 1, ?) = ? ORDER BY name
      """, [.integer(prefix.count), .text(prefix)]
    ).map { row in
      (identifier: String((row[0].text ?? "").dropFirst(prefix.count)), kind: row[1].text ?? "table")
    }
  }
}

extension ConfigValue {
  /// A value of the warehouse as Jinja sees it.
  init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .int(Int(number))
    case .real(let number): self = .double(number)
    case .text(let text): self = .string(text)
    case .blob(let bytes): self = .string(String(decoding: bytes, as: UTF8.self))
    }
  }
}
