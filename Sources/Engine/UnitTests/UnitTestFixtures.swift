import Project
import SQLKit
import SQLiteKit

/// Makes the rows of a unit test tables of the step's scratch file, with the types of what they stand for.
struct UnitTestFixtures {
  let context: StepContext
  let test: Node

  /// A table with an input's rows, and the relation by which the model will read it.
  func standIn(for node: Node, _ fixture: UnitTestCase.Fixture, number: Int) throws -> RelationName {
    let types = try knownTypes(of: node)
    let name = "unit given \(number)"
    let columns: [AdapterColumn]
    switch fixture {
    case .rows(let rows):
      let named = (fixture.columns ?? []).map { name in
        types.first { $0.name.lowercased() == name.lowercased() } ?? AdapterColumn(name: name, dataType: "")
      }
      let others = types.filter { type in !named.contains { $0.name.lowercased() == type.name.lowercased() } }
      columns = named + others
      if columns.isEmpty {
        throw StepFailure(
          .failed, "the columns of \(node.name) are not known: give it a row, or describe its columns",
          at: test.location)
      }
      try fill(name, columns, rows)
    case .query(let text): columns = try fill(name, query: text)
    }
    // The identifier stays what it is: the model may use it to name columns.
    let relation = RelationName(
      database: context.scope.mainDatabase, schema: "unit_test_\(number)",
      identifier: node.relation?.identifier ?? node.name)
    context.scope.replace(
      relation,
      with: RelationScope.Found(
        relation: relation, sqlName: quoteIdentifier("scratch", name), columns: columns, isStored: true))
    return relation
  }

  /// A table with the rows expected.
  func expected(
    _ fixture: UnitTestCase.Fixture, columns: [AdapterColumn]
  ) throws -> (table: String, columns: [AdapterColumn]) {
    let name = "unit expected"
    switch fixture {
    case .rows(let rows):
      try fill(name, columns, rows)
      return (quoteIdentifier("scratch", name), columns)
    case .query(let text): return (quoteIdentifier("scratch", name), try fill(name, query: text))
    }
  }

  /// Columns of a node with types, as far as they are declared or published.
  private func knownTypes(of node: Node) throws -> [AdapterColumn] {
    var columns = node.relation.flatMap { try? context.scope.published($0) }?.columns ?? []
    for column in node.columns {
      let declared = AdapterColumn(name: column.name, dataType: column.dataType ?? "")
      if let place = columns.firstIndex(where: { $0.name.lowercased() == column.name.lowercased() }) {
        if !declared.dataType.isEmpty { columns[place].dataType = declared.dataType }
      } else if !declared.dataType.isEmpty {
        columns.append(declared)
      }
    }
    return columns
  }

  /// Values as they are written go into an untyped table, and from there through the dialect's own casts: a timestamp, a
  /// decimal or a boolean means what it means to the model.
  private func fill(_ name: String, _ columns: [AdapterColumn], _ rows: [[ConfigEntry]]) throws {
    let raw = quoteIdentifier("scratch", name + " raw")
    let names = columns.map { quoteIdentifier($0.name) }.joined(separator: ", ")
    try context.connection.execute("CREATE TABLE \(raw) (\(names))")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    for row in rows {
      try context.connection.run(
        "INSERT INTO \(raw) VALUES (\(marks))",
        try columns.map { column in
          guard let entry = row.last(where: { $0.key.lowercased() == column.name.lowercased() }) else { return .null }
          return try value(entry)
        })
    }
    let relation = RelationName(database: context.scope.mainDatabase, schema: "unit_test", identifier: "raw")
    context.scope.replace(
      relation,
      with: RelationScope.Found(
        relation: relation, sqlName: raw, columns: columns.map { AdapterColumn(name: $0.name, dataType: "") },
        isStored: true))
    let mark = isBackticked ? "`" : "\""
    let casts = columns.map { column in
      let quoted = mark + column.name + mark
      return column.dataType.isEmpty ? quoted : "cast(\(quoted) as \(column.dataType)) as \(quoted)"
    }
    let (schema, identifier) = (relation.schema, relation.identifier)
    let text =
      "select \(casts.joined(separator: ", ")) from \(mark)\(relation.database)\(mark).\(schema).\(identifier)"
    let statement = try translated(text)
    let table = quoteIdentifier("scratch", name)
    try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    try context.run("INSERT INTO \(table) \(statement.translated.sql)", from: statement)
  }

  private func fill(_ name: String, query text: String) throws -> [AdapterColumn] {
    let compiled: CompiledNode
    do {
      compiled = try context.project.compiler.compile(
        inline: text, context: context.compilation, adapter: context.adapter)
    } catch {
      throw StepFailure(error, node: test)
    }
    let statement = try translated(compiled.sql)
    let columns = try context.resultColumns(of: statement)
    let table = quoteIdentifier("scratch", name)
    try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    try context.run("INSERT INTO \(table) \(statement.translated.sql)", from: statement)
    return columns
  }

  private func translated(_ sql: String) throws -> AuthoredStatement {
    let place = test.location
    return try context.translate(
      CompiledNode(id: test.id, sql: sql, fingerprint: "") { _ in place }, of: test)
  }

  private var isBackticked: Bool {
    ["databricks", "spark", "bigquery", "mysql", "athena"].contains(context.project.target.type)
  }

  private func value(_ entry: ConfigEntry) throws -> Value {
    switch entry.value {
    case .null: return .null
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .int(let number): return .integer(Int64(number))
    case .double(let number): return .real(number)
    case .string(let text): return .text(text)
    case .list, .map: return .text(try JSONValue(entry.value).text)
    }
  }
}

extension JSONValue {
  /// Lists and mappings of a fixture are JSON.
  fileprivate init(_ value: ConfigValue) throws {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(Int64(number))
    case .double(let number): self = .double(number)
    case .string(let text): self = .string(text)
    case .list(let values): self = .array(try values.map(JSONValue.init))
    case .map(let entries): self = .object(try entries.map { Member($0.key, try JSONValue($0.value)) })
    }
  }
}
