import SQLFunctions
import SQLKit
import SQLiteKit
import Testing

@Suite struct ScriptTests {
  @Test("MERGE updates, deletes and inserts as if all were decided before the first change")
  func merge() throws {
    let connection = try Connection.inMemory()
    try connection.execute(
      """
      CREATE TABLE people (id BIGINT, name TEXT); INSERT INTO people VALUES (1, 'a'), (2, 'b');
      CREATE TABLE orders (id BIGINT, name TEXT); INSERT INTO orders VALUES (1, 'x'), (2, 'gone'), (3, 'new');
      """)
    let columns = [ColumnType("id", "BIGINT"), ColumnType("name", "TEXT")]
    let schema = FixedSchema(relations: [
      "people": ResolvedRelation(sqliteName: "\"main\".\"people\"", columns: columns),
      "orders": ResolvedRelation(sqliteName: "\"main\".\"orders\"", columns: columns),
    ])
    let script = """
      MERGE INTO people AS t USING orders AS s ON t.id = s.id
      WHEN MATCHED AND s.name = 'gone' THEN DELETE
      WHEN MATCHED THEN UPDATE SET name = s.name
      WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name);
      GRANT SELECT ON people TO someone;
      """
    let statements = try translateScript(script, from: .databricks, resolver: schema)
    #expect(statements.map(\.kind) == [.merge, .metadata])
    for text in statements.flatMap(\.statements) { try connection.execute(text) }
    let rows = try connection.query("SELECT id || name FROM people ORDER BY id").map { $0[0].text }
    #expect(rows == ["1x", "3new"])
  }

  @Test("A formatted query has a clause a line")
  func formatting() {
    let text = formatSQL(
      "select a, count(*) n from t left join u on t.x=u.x where a in (select b from v) group by a", from: .duckdb)
    #expect(
      text == """
        select a,
          count(*) n
        from t
        left join u on t.x = u.x
        where a in (
          select b
          from v
        )
        group by a
        """)
  }
}
