import SQLFunctions
import SQLKit
import SQLiteKit
import Testing

/// A warehouse of a few relations.
struct FixedSchema: SchemaResolver {
  var relations: [String: ResolvedRelation]

  func resolve(_ relation: RelationReference) -> ResolvedRelation? {
    relations[relation.description.lowercased()]
  }

  static let sample = FixedSchema(relations: [
    "growth.silver.user_dim": ResolvedRelation(
      sqliteName: "\"growth\".\"silver.user_dim\"",
      columns: [ColumnType("user_id", "BIGINT"), ColumnType("name", "TEXT"), ColumnType("amount", "DECIMAL(10,2)")]),
    "silver.events": ResolvedRelation(
      sqliteName: "\"growth\".\"silver.events\"",
      columns: [ColumnType("user_id", "BIGINT"), ColumnType("kind", "TEXT"), ColumnType("at", "TIMESTAMP")]),
  ])
}

@Suite struct TranslationTests {
  @Test("A CTE named as the table it reads is no circle")
  func shadowingCommonTable() throws {
    let result = try translateQuery(
      "with user_dim as (select * from growth.silver.user_dim) select user_id, amount + 1 as more from user_dim",
      from: .duckdb, resolver: FixedSchema.sample)
    #expect(result.sql.contains("FROM \"growth\".\"silver.user_dim\" AS user_dim"))
    #expect(result.inputs.map(\.columnsUsed) == [["user_id", "amount"]])
    #expect(result.outputColumns?.map(\.declaredType) == ["BIGINT", "DECIMAL(22,2)"])
  }

  @Test("The body of a view does not name the catalog it lives in")
  func selfContainedView() throws {
    var options = TranslationOptions()
    options.omitCatalog = "growth"
    let result = try translateQuery(
      "select kind from silver.events", from: .duckdb, resolver: FixedSchema.sample, options: options)
    #expect(result.sql.contains("FROM \"silver.events\" AS events"))
  }

  @Test("An unknown column is reported where it stands, with the name that was meant")
  func unknownColumn() throws {
    let sql = "select user_id,\n  knd from silver.events"
    let error = #expect(throws: SQLError.self) {
      try translateQuery(sql, from: .snowflake, resolver: FixedSchema.sample)
    }
    #expect(error?.line == 2)
    #expect(error?.column == 3)
    #expect(error?.hint == "did you mean 'kind'?")
  }

  @Test("A byte of the output leads back to the byte of the input it stems from")
  func sourceMap() throws {
    let sql = "select /* a comment */ e.kind from silver.events as e where e.user_id = 7"
    let result = try translateQuery(sql, from: .postgres, resolver: FixedSchema.sample)
    let printed = Array(result.sql.utf8)
    let offset = try #require(printed.indices.first { printed[$0...].starts(with: "e.user_id".utf8) })
    let input = result.sourceMap.inputOffset(forOutput: offset)
    #expect(sql.utf8.dropFirst(input).starts(with: "e.user_id".utf8))
  }
}
