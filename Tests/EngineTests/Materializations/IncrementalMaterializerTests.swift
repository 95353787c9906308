import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("An incremental model changes its table")
struct IncrementalMaterializerTests {
  let fixture = WarehouseFixture()

  /// Builds `first`, then `second`, and gives the table's rows and the second outcome.
  private func build(
    _ first: String, _ second: String, config: [String: ConfigValue]
  ) async throws -> (rows: [[Value]], outcome: StepOutcome) {
    try await fixture.carry(fixture.model("t", first, .incremental, config: config))
    let outcome = try await fixture.carry(fixture.model("t", second, .incremental, config: config), run: 2).outcome
    return (try fixture.rows("select * from \"silver.t\" order by 1, 2"), outcome)
  }

  @Test("by adding, replacing by key, merging, or overwriting partitions")
  func strategies() async throws {
    let first = "select 1 as id, 'a' as v union all select 2, 'b'"
    let second = "select 2 as id, 'B' as v union all select 3, 'c'"
    let key: ConfigValue = .string("id")
    #expect(
      try await build(first, second, config: ["incremental_strategy": .string("append")]).rows
        == [[1, "a"], [2, "B"], [2, "b"], [3, "c"]])
    for strategy in ["merge", "delete+insert"] {
      let config = ["incremental_strategy": .string(strategy), "unique_key": key]
      let other = WarehouseFixture()
      try await other.carry(other.model("t", first, .incremental, config: config))
      let (outcome, _) = try await other.carry(other.model("t", second, .incremental, config: config), run: 2)
      #expect(outcome.version?.rows == 3)
      #expect(try other.rows("select * from \"silver.t\" order by id") == [[1, "a"], [2, "B"], [3, "c"]])
    }
    let overwrite = WarehouseFixture()
    let config: [String: ConfigValue] = ["incremental_strategy": .string("insert_overwrite"), "partition_by": key]
    try await overwrite.carry(overwrite.model("t", first, .incremental, config: config))
    try await overwrite.carry(overwrite.model("t", second, .incremental, config: config), run: 2)
    #expect(try overwrite.rows("select * from \"silver.t\" order by id") == [[1, "a"], [2, "B"], [3, "c"]])
  }

  @Test("a merge that updates some columns keeps the others")
  func mergesColumns() async throws {
    let config: [String: ConfigValue] = [
      "unique_key": .string("id"), "merge_update_columns": .list([.string("v")]),
    ]
    let (rows, _) = try await build(
      "select 1 as id, 'a' as v, 'x' as w", "select 1 as id, 'A' as v, 'X' as w union all select 2, 'B', 'Y'",
      config: config)
    #expect(rows == [[1, "A", "x"], [2, "B", "Y"]])
  }

  @Test("a merge with two new rows of a key is refused")
  func refusesDoubleKeys() async throws {
    let (rows, outcome) = try await build(
      "select 1 as id, 'a' as v", "select 1 as id, 'b' as v union all select 1, 'c'",
      config: ["unique_key": .string("id")])
    #expect(outcome.state == .failed)
    #expect(rows == [[1, "a"]])
  }

  @Test("columns that come and go are handled as on_schema_change says")
  func schemaChanges() async throws {
    let expected: [(String, StepState, [[Value]])] = [
      // dbt's INSERT names every column the table has: a query that lost one fails rather than leaving NULLs.
      ("ignore", .failed, [[1, "a"]]),
      ("fail", .failed, [[1, "a"]]),
      ("append_new_columns", .success, [[1, "a", nil], [2, nil, "new"]]),
      ("sync_all_columns", .success, [[1, nil], [2, "new"]]),
    ]
    for (rule, state, rows) in expected {
      let other = WarehouseFixture()
      let config: [String: ConfigValue] = ["on_schema_change": .string(rule)]
      try await other.carry(other.model("t", "select 1 as id, 'a' as v", .incremental, config: config))
      let (outcome, _) = try await other.carry(
        other.model("t", "select 2 as id, 'new' as w", .incremental, config: config), run: 2)
      #expect(outcome.state == state, "\(rule): \(outcome.reason ?? "")")
      #expect(try other.rows("select * from \"silver.t\" order by id") == rows, "\(rule)")
    }
  }

  @Test("every version before can still be read")
  func keepsVersions() async throws {
    let config: [String: ConfigValue] = ["unique_key": .string("id")]
    let states = [
      "select 1 as id, 'a' as v union all select 2, 'b'", "select 2 as id, 'B' as v",
      "select 2 as id, 'BB' as v union all select 3, 'c'", "select 1 as id, 'z' as v",
    ]
    for (index, sql) in states.enumerated() {
      try await fixture.carry(fixture.model("t", sql, .incremental, config: config), run: Int64(index + 1))
    }
    let connection = try Connection(path: "\(fixture.root)/warehouse/shop.db", mode: .readOnly)
    let log = VersionLog(connection, database: "shop")
    let relation = RelationName(database: "shop", schema: "silver", identifier: "t")
    let expected: [[[Value]]] = [
      [[1, "a"], [2, "b"]], [[1, "a"], [2, "B"]], [[1, "a"], [2, "BB"], [3, "c"]], [[1, "z"], [2, "BB"], [3, "c"]],
    ]
    for (index, rows) in expected.enumerated() {
      let version = try #require(try log.version(Int64(index + 1), of: relation))
      let sql = try #require(try log.rowsSQL(of: version))
      #expect(try connection.query("SELECT * FROM (\(sql)) ORDER BY id").map(\.values) == rows)
      #expect(version.record.rows == Int64(rows.count))
    }
  }
}
