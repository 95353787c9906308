import Engine
import Project
import TestSupport
import Testing

@Suite("Failing rows are kept in tables where dbt keeps them") struct StoredFailuresTests {
  private static let files = [
    "models/a.sql":
      "select 1 as id, 'x' as name union all select 1, null union all select null, 'z' union all select 2, 'q'",
    "models/a.yml": """
    models:
      - name: a
        columns:
          - name: id
            data_tests:
              - unique: {config: {store_failures: true, severity: warn}}
              - not_null: {config: {store_failures_as: view, severity: warn}}
          - name: name
            data_tests:
              - not_null: {config: {severity: warn}}
              - accepted_values: {arguments: {values: [x, z, q]}, config: {store_failures: true, alias: strange_names}}
    """,
  ]
  private static let tables = "select name from sqlite_schema where name like '%audit%' order by 1"

  @Test("those that are configured, the empty ones too")
  func configured() async throws {
    let project = SmallProject(Self.files)
    let run = try await project.run()
    #expect(run.state == .warned, "\(run.story)")
    #expect(
      try project.rows(Self.tables) == [
        "main_dbt_test__audit.not_null_a_id", "main_dbt_test__audit.strange_names", "main_dbt_test__audit.unique_a_id",
      ])
    #expect(try project.rows("select * from \"main_dbt_test__audit.unique_a_id\"") == ["1|2"])
    #expect(try project.rows("select * from \"main_dbt_test__audit.not_null_a_id\"") == ["NULL|z"])
    #expect(try project.rows("select * from \"main_dbt_test__audit.strange_names\"") == [])
  }

  @Test("all of them with --store-failures, of a table that was held too; each run makes them anew")
  func asked() async throws {
    var files = Self.files
    files["models/a.yml"] = files["models/a.yml"]?.replacing(", severity: warn}}", with: "}}")
    let project = SmallProject(files)
    let run = try await project.run { $0.storeFailures = true }
    #expect(run.ends == ["a held_output"])
    #expect(try project.rows(Self.tables).count == 4)
    #expect(try project.rows("select * from \"main_dbt_test__audit.unique_a_id\"") == ["1|2"])
    project.folder.write("select 1 as id, 'x' as name", to: "models/a.sql")
    #expect(try await project.run { $0.storeFailures = true }.state == .success)
    #expect(try project.rows("select * from \"main_dbt_test__audit.unique_a_id\"") == [])
  }
}
