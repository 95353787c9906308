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

/// Notes which states of relations are asked for.
private final class AskedMoments: SchemaResolver {
  var asked: [RelationReference] = []
  let obstacle: String? = nil

  func resolve(_ relation: RelationReference) -> ResolvedRelation? {
    asked.append(relation)
    return ResolvedRelation(sqliteName: "(SELECT 1 AS id)", columns: [ColumnType("id", "BIGINT")])
  }
}

@Suite("A relation's moment")
struct RelationMomentTests {
  @Test(
    "is read behind its name or its alias",
    arguments: [
      ("t version as of 12", RelationMoment(point: .version(12))),
      ("t for version as of '3' x", RelationMoment(point: .version(3))),
      ("t as x timestamp as of '2024-06-01'", RelationMoment(point: .time("2024-06-01"))),
      ("t for system_time as of timestamp '2024-06-01 10:00:00'", RelationMoment(point: .time("2024-06-01 10:00:00"))),
      ("t run as of 7", RelationMoment(point: .run(7))),
      ("t for effective date '2024-06-01'", RelationMoment(effective: "2024-06-01")),
      ("t version as of 2 for effective '2024-06-01'", RelationMoment(point: .version(2), effective: "2024-06-01")),
      ("t version", nil), ("t timestamp", nil), ("t", nil),
    ] as [(String, RelationMoment?)])
  func read(from: String, moment: RelationMoment?) throws {
    let resolver = AskedMoments()
    let result = try translateQuery("select id from \(from)", from: .databricks, resolver: resolver)
    #expect(resolver.asked.map(\.moment) == [moment])
    #expect(result.sql.contains("(SELECT 1 AS id) AS"))
  }

  @Test("two moments of one relation are two inputs")
  func two() throws {
    let resolver = AskedMoments()
    _ = try translateQuery(
      "select a.id from t version as of 1 a join t version as of 2 b on a.id = b.id join t c on a.id = c.id",
      from: .duckdb, resolver: resolver)
    #expect(resolver.asked.count == 3)
  }

  @Test(
    "a moment that is none is refused at its place",
    arguments: ["version as of x", "version as of 0", "timestamp as of 3"])
  func refused(moment: String) {
    let error = #expect(throws: SQLError.self) {
      try translateQuery("select id from t \(moment)", from: .duckdb, resolver: AskedMoments())
    }
    #expect((error?.offset ?? 0) > 16)
  }
}
