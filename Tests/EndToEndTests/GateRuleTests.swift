import Engine
import Project
import TestSupport
import Testing

@Suite("Gates by their rules") struct GateRuleTests {
  @Test("mostly: so large a share of rows with a value must pass", arguments: [(0.5, "success"), (0.8, "held_output")])
  func mostly(share: Double, end: String) async throws {
    let project = SmallProject([
      "models/a.sql": "select 'x' as v union all select 'x' union all select 'bad' union all select null",
      "models/s.yml": """
      models: [{name: a, columns: [{name: v, data_tests: [{accepted_values: {values: [x], config: {mostly: \(share)}}}]}]}]
      """,
    ])
    let run = try await project.run()
    #expect(run.ends == ["a \(end)"], "\(run.story)")
    let check = try #require(run.checks.first { $0.test != nil })
    #expect(check.population == 3)
    #expect(check.measured == 1)
    #expect(check.rowsFailing == 1)
  }

  @Test("an empty source holds what reads it, an empty model warns, and either can be allowed or forbidden")
  func empties() async throws {
    let project = SmallProject([
      "models/e.sql": "select 1 as id where false", "models/m.sql": "select * from {{ ref('e') }}",
      "models/n.sql": "{{ config(allow_empty_inputs=false) }} select * from {{ ref('e') }}",
      "models/y.sql": "{{ config(allow_empty_inputs=true) }} select * from {{ ref('e') }}",
    ])
    let run = try await project.run()
    #expect(run.ends.sorted() == ["e success", "m warned", "n held_input", "y success"], "\(run.story)")
    let none = try await project.run { ($0.force, $0.empty) = (true, true) }
    #expect(none.ends.sorted() == ["e success", "m success", "n success", "y success"], "\(none.story)")
  }

  @Test("a fail_calc without a number is not evaluated, never passed")
  func failCalc() async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as id",
      "tests/t.sql": "{{ config(fail_calc='sum(id)') }} select id from {{ ref('a') }} where id > 1",
    ])
    let run = try await project.run()
    #expect(run.check("t")?.state == .notEvaluated, "\(run.story)")
    #expect(run.check("t")?.message.contains("coalesce(sum(id), 0)") == true)
  }

  @Test("a model goes on with the last good version of a parent that was held, where it is told to, and says so")
  func lastGood() async throws {
    let child = "select * from {{ ref('a') }}"
    let files = [
      "models/a.sql": "select 1 as id",
      "models/b.sql": child,
      "models/c.sql": "{{ config(continue_with_last_good=['a']) }} " + child,
      "models/s.yml": "models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]",
    ]
    let project = SmallProject(files)
    #expect(try await project.run().state == .success)
    project.folder.write("select 1 as id union all select null", to: "models/a.sql")
    let held = try await project.run { $0.force = true }
    #expect(held.ends.sorted() == ["a held_output", "b skipped", "c warned"], "\(held.story)")
    #expect(held.check("gate_passed")?.message.hasSuffix("goes on with v1, its last good version") == true)
    // The gate's word crosses runs: alone, the children find the same.
    let alone = try await project.run { request in
      request.select = ["b", "c"]
      request.force = true
    }
    #expect(alone.ends.sorted() == ["b held_input", "c warned"], "\(alone.story)")
  }

  @Test("a source older than it may be warns or holds, and another day is another answer")
  func freshness() async throws {
    let project = SmallProject([
      "data/e.csv": "id,at\n1,2024-01-01 00:00:00\n2,2024-01-03 00:00:00\n",
      "models/a.sql": "select * from {{ source('raw', 'e') }}",
      "models/s.yml": """
      sources:
        - name: raw
          tables:
            - name: e
              meta: {external_location: data/e.csv}
              loaded_at_field: at
              freshness: {warn_after: {count: 1, period: day}, error_after: {count: 3, period: day}, filter: id < 9}
              columns: [{name: id, data_type: bigint}, {name: at, data_type: timestamp}]
      """,
    ])
    let fresh = try await project.run { $0.asOf = "2024-01-03" }
    #expect(fresh.check("freshness")?.state == .pass, "\(fresh.story)")
    #expect(try await project.run { ($0.asOf, $0.force) = ("2024-01-05", true) }.ends == ["a warned"])
    let old = try await project.run { $0.force = true }
    #expect(old.ends == ["a held_input"])
    #expect(old.check("freshness")?.threshold == "warn after 24 h, error after 3 days")
    project.folder.write("gates: {freshness: warn}\n", to: "sluice.yml")
    #expect(try await project.run { $0.force = true }.ends == ["a warned"])
  }

  @Test("a source whose columns are not of the types declared is held before it is read")
  func declaredTypes() async throws {
    let project = SmallProject([
      "dbt_project.yml":
        "name: small\nprofile: small\nmodels: {+materialized: table}\non-run-start: \"create table if not exists main.t as select 'x' as id, 1 as n\"\n",
      "models/a.sql": "select id from {{ source('main', 't') }}",
      "models/s.yml":
        "sources: [{name: main, tables: [{name: t, columns: [{name: id, data_type: bigint}, {name: m, data_type: text}]}]}]",
    ])
    let run = try await project.run()
    #expect(run.ends == ["a held_input"], "\(run.story)")
    #expect(run.check("columns")?.message == "small.main.t: id is declared bigint, but is TEXT")
  }

  @Test("a held version can be released after a look: it is the one readers see, and stands until something changes")
  func releases() async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as id", "models/b.sql": "select * from {{ ref('a') }}",
      "models/s.yml": "models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]",
    ])
    try await project.run()
    project.folder.write("select 1 as id union all select null", to: "models/a.sql")
    #expect(try await project.run().ends.sorted() == ["a held_output", "b skipped"])
    let loaded = try project.load()
    let node = try #require(loaded.graph[NodeID("model.small.a")])
    let held = HeldVersions(loaded)
    #expect(try held.held(node)?.id == 2)
    #expect(throws: WarehouseError.self) { try held.release(node, reason: "", by: "ada", in: project.state) }
    let version = try held.release(node, reason: "looked at", by: "ada", in: project.state)
    #expect(version.cause == "released by ada: looked at")
    #expect(try project.rows("select id from \"main.a\" order by 1") == ["NULL", "1"])
    #expect(try held.held(node) == nil)
    #expect(try await project.run().ends.sorted() == ["a reused", "b success"])
    #expect(
      try project.rows("select version, disposition, gate from \"~versions\" where relation = 'main.a'") == [
        "1|superseded|pass", "2|current|waived",
      ])
  }

  @Test(
    "bad records are laid out, corrected and admitted through the gates; the bad ones do not come back",
    arguments: ["csv", "jsonl"])
  func corrects(ending: String) async throws {
    let bad =
      ending == "csv"
      ? "id,n\n1,10\n2,many\n3,30\n" : "{\"id\": 1, \"n\": 10}\n{\"id\": 2, \"n\": \"many\"}\n{\"id\": 3, \"n\": 30}\n"
    let project = SmallProject([
      "data/e.\(ending)": bad, "models/a.sql": "select id, n from {{ source('raw', 'e') }}",
      "models/s.yml": """
      sources: [{name: raw, tables: [{name: e, meta: {external_location: data/e.\(ending)},
        columns: [{name: id, data_type: bigint}, {name: n, data_type: bigint}]}]}]
      """,
    ])
    let first = try await project.run()
    #expect(first.ends == ["a held_process"], "\(first.story)")
    let loaded = try project.load()
    let node = try #require(loaded.graph[NodeID("model.small.a")])
    let check = try #require(first.check("bad_records"))
    let rows = try #require(try first.reader.failingRows(check: check.id))
    let correction = try RecordCorrection(loaded, node: node, rows: rows)
    let reasons = try correction.writeDraft()
    #expect(reasons.count == 1)
    let uncorrected = #expect(throws: WarehouseError.self) { try correction.admit(by: "ada", in: project.state) }
    #expect(uncorrected?.description.contains("still bad") == true)
    let fixed = project.folder.write(
      ending == "csv" ? "id,n\n2,20\n" : "{\"id\": 2, \"n\": 20}\n", to: "fixed.\(ending)")
    let admitted = try correction.admit(fixed, by: "ada", in: project.state)
    #expect(admitted.corrected == 1 && admitted.leftOut == 0)
    let second = try await project.run()
    #expect(second.ends == ["a success"], "\(second.story)")
    #expect(try project.rows("select * from \"main.a\" order by 1") == ["1|10", "2|20", "3|30"])
    #expect(try await project.run().ends == ["a reused"])
  }
}
