import Engine
import Foundation
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

  @Test("mostly of not_null: all rows count", arguments: [(0.75, "success"), (0.8, "held_output")])
  func mostlyPresent(share: Double, end: String) async throws {
    let project = SmallProject([
      "models/a.sql": "select 'x' as v union all select 'y' union all select 'z' union all select null",
      "models/s.yml": """
      models: [{name: a, columns: [{name: v, data_tests: [{not_null: {config: {mostly: \(share)}}}]}]}]
      """,
    ])
    let run = try await project.run()
    #expect(run.ends == ["a \(end)"], "\(run.story)")
    #expect(run.checks.first { $0.test != nil }?.population == 4)
  }

  @Test(
    "error_if and warn_if take what SQL can say of a number, as in dbt",
    arguments: [
      ("between 3 and 5", "> 100", "held_output"), ("between 4 and 5", "in (1, 3)", "warned"),
      ("in (1, 2)", "not between 1 and 5", "success"), ("around 3", "!= 0", "held_output"),
    ])
  func expressions(error: String, warn: String, end: String) async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as v union all select null union all select null union all select null",
      "models/s.yml": """
      models: [{name: a, columns: [{name: v, data_tests: [{not_null: {config: {error_if: '\(error)', warn_if: '\(warn)'}}}]}]}]
      """,
    ])
    let run = try await project.run()
    #expect(run.ends == ["a \(end)"], "\(run.story)")
    #expect((run.checks.first { $0.test != nil }?.state == .notEvaluated) == (error == "around 3"))
  }

  @Test(
    "mostly counts rows, not values: many rows of one bad value are many",
    arguments: ["accepted_values: {values: [x], ", "unique: {"])
  func mostlyRows(test: String) async throws {
    let project = SmallProject([
      "models/a.sql": "select 'x' as v union all select 'bad' union all select 'bad' union all select 'bad'",
      "models/s.yml": "models: [{name: a, columns: [{name: v, data_tests: [{\(test)config: {mostly: 0.5}}}]}]}]",
    ])
    let run = try await project.run()
    #expect(run.ends == ["a held_output"], "\(run.story)")
    let check = try #require(run.checks.first { $0.test != nil })
    #expect(check.population == 4 && check.measured == 3)
  }

  @Test(
    "what was held is past once the source is as it was: a history that did not change holds nobody",
    arguments: ["snapshot", "scd2", "table"])
  func mendedSource(kind: String) async throws {
    let tests = "[{name: h, columns: [{name: v, data_tests: [{accepted_values: {values: [a, b]}}]}]}]"
    let history =
      kind == "snapshot"
      ? [
        "snapshots/h.sql":
          "{% snapshot h %}{{ config(strategy='check', check_cols='all', unique_key='id') }} select id, v from {{ ref('s') }}{% endsnapshot %}",
        "models/s.yml": "snapshots: \(tests)",
      ]
      : [
        "models/h.sql": kind == "table"
          ? "select id, v from {{ ref('s') }}"
          : "{{ config(materialized='scd2', unique_key='id', sequence_by='at') }} select id, v, timestamp '2024-01-01 00:00:00' as at from {{ ref('s') }}",
        "models/s.yml": "models: \(tests)",
      ]
    let project = SmallProject(
      history.merging(["seeds/s.csv": "id,v\n1,a\n", "models/child.sql": "select count(*) as n from {{ ref('h') }}"]) {
        $1
      })
    let first = try await project.run()
    #expect(first.state == .success, "\(first.story)")
    project.folder.write("id,v\n1,a\n2,bad\n", to: "seeds/s.csv")
    #expect(try await project.run().ends.contains("h held_output"))
    project.folder.write("id,v\n1,a\n", to: "seeds/s.csv")
    project.folder.write("select count(*) + 0 as n from {{ ref('h') }}", to: "models/child.sql")
    let mended = try await project.run()
    #expect(!mended.ends.contains { $0.contains("held") }, "\(mended.story)")
    let again = try await project.run()
    #expect(again.ends.allSatisfy { $0.hasSuffix("reused") }, "\(again.story)")
    #expect(try project.rows("SELECT n FROM \"main.child\"") == ["1"])
  }

  @Test("bounds in per cent refer to the rows looked at: of a source, of a view, within the test's where")
  func shares() async throws {
    let project = SmallProject([
      "data/e.csv": "id,v\n1,a\n2,\n3,c\n4,d\n5,e\n6,f\n7,g\n8,h\n9,i\n10,j\n",
      "models/a.sql": "{{ config(materialized='view') }} select * from {{ ref('t') }}",
      "models/t.sql": "select * from {{ source('raw', 'e') }}",
      "models/s.yml": """
      sources:
        - name: raw
          tables:
            - name: e
              meta: {external_location: data/e.csv}
              columns: [{name: id, data_type: bigint}, {name: v, data_type: text, data_tests: [{not_null: {config: {error_if: ">= 20%"}}}]}]
      models:
        - {name: a, columns: [{name: v, data_tests: [{not_null: {config: {error_if: ">= 20%", warn_if: ">= 20%"}}}]}]}
        - name: t
          columns:
            - name: v
              data_tests:
                - not_null: {name: wide, config: {error_if: ">= 20%", warn_if: ">= 20%"}}
                - not_null: {name: narrow, config: {where: "id < 4", error_if: ">= 33%"}}
      """,
    ])
    let run = try await project.run()
    #expect(run.check("source_not_null_raw_e_v")?.state == .warn, "\(run.story)")
    #expect(run.check("wide")?.state == .pass)
    #expect(run.check("narrow")?.state == .fail)
    #expect(run.check("narrow")?.population == 3)
    project.folder.write("select * from {{ source('raw', 'e') }} where id <> 99", to: "models/t.sql")
    let later = try await project.run { $0.exclude = ["narrow"] }
    #expect(later.check("not_null_a_v")?.state == .pass, "\(later.story)")
    #expect(later.check("not_null_a_v")?.population == 10)
  }

  @Test("one test that passes does not undo what another found: the table stays held for its readers")
  func oneOfSeveral() async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as id, null as v", "models/b.sql": "select id from {{ ref('a') }}",
      "models/s.yml": """
      models: [{name: a, columns: [{name: id, data_tests: [not_null]}, {name: v, data_tests: [not_null]}]}]
      """,
    ])
    _ = try await project.run(.run) { $0.select = ["a"] }
    #expect(try await project.run(.test).ends == ["a held_output"])
    #expect(try await project.run(.test) { $0.select = ["not_null_a_id"] }.ends == ["a success"])
    let child = try await project.run(.run) { $0.select = ["b"] }
    #expect(child.ends == ["b held_input"], "\(child.story)")
  }

  @Test("a test on a table of another catalog keeps its word with that table: others do not build on it")
  func otherCatalog() async throws {
    let project = SmallProject([
      "models/a.sql": "{{ config(database='lake') }} select 1 as id, 5 as parent",
      "models/p.sql": "select 1 as id", "models/b.sql": "select id from {{ ref('a') }}",
      "models/s.yml": """
      models: [{name: a, columns: [{name: parent, data_tests: [{relationships: {to: ref('p'), field: id}}]}]}]
      """,
    ])
    try await project.run()
    let alone = try await project.run(.run) { ($0.select, $0.force) = (["b"], true) }
    #expect(alone.ends == ["b held_input"], "\(alone.story)")
  }

  @Test("a released table that loads each file once does not load those again that it was made of")
  func releasedFiles() async throws {
    let project = SmallProject([
      "data/e1.csv": "id,v\n1,a\n2,\n",
      "models/a.sql":
        "{{ config(materialized='incremental', incremental_strategy='append') }} select id, v from {{ source('raw', 'e') }}",
      "models/s.yml": """
      sources: [{name: raw, tables: [{name: e, meta: {external_location: "data/*.csv"},
        columns: [{name: id, data_type: bigint}, {name: v, data_type: text}]}]}]
      models: [{name: a, columns: [{name: v, data_tests: [not_null]}]}]
      """,
    ])
    #expect(try await project.run().ends == ["a held_output"])
    let loaded = try project.load()
    let node = try #require(loaded.graph[NodeID("model.small.a")])
    _ = try HeldVersions(loaded).release(node, reason: "looked at", by: "ada", in: project.state)
    project.folder.write("id,v\n3,c\n", to: "data/e2.csv")
    let run = try await project.run(.run)
    #expect(run.state == .success, "\(run.story)")
    #expect(try project.rows("select id from \"main.a\" order by 1") == ["1", "2", "3"])
  }

  @Test("a record that a join reads many times is bad once, and is admitted once; so are those of another source")
  func badOnce() async throws {
    let project = SmallProject([
      "data/a.csv": "id,v\n1,10\n2,x\n3,30\n4,40\n", "data/b.csv": "id,w\n1,1\n2,2\n3,wrong\n4,wrong too\n",
      "models/m.sql":
        "select a.id, v, w from {{ source('raw', 'a') }} a join {{ source('raw', 'b') }} b on a.id = b.id",
      "models/s.yml": """
      sources:
        - name: raw
          tables:
            - {name: a, meta: {external_location: data/a.csv}, columns: [{name: id, data_type: bigint}, {name: v, data_type: bigint}]}
            - {name: b, meta: {external_location: data/b.csv}, columns: [{name: id, data_type: bigint}, {name: w, data_type: bigint}]}
      """,
    ])
    let run = try await project.run()
    #expect(run.ends == ["m held_process"], "\(run.story)")
    let found = run.checks.filter { $0.name == "bad_records" }
    #expect(Set(found.map { "\(Int($0.measured ?? -1)) of \($0.population ?? -1)" }) == ["1 of 4", "2 of 4"])
    let loaded = try project.load()
    let node = try #require(loaded.graph[NodeID("model.small.m")])
    for check in found {
      let rows = try #require(try run.reader.failingRows(check: check.id))
      let correction = try RecordCorrection(loaded, node: node, rows: rows)
      let fixed = correction.sourceName == "a" ? "id,v\n2,20\n" : "id,w\n3,3\n4,4\n"
      let file = project.folder.write(fixed, to: "fixed-\(correction.sourceName).csv")
      _ = try correction.admit(file, by: "ada", in: project.state)
    }
    #expect(try await project.run().ends == ["m success"])
    #expect(try project.rows("select * from \"main.m\" order by 1") == ["1|10|1", "2|20|2", "3|30|3", "4|40|4"])
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
    let draft = try correction.writeDraft()
    #expect(draft.reasons.count == 1 && !draft.isKept && draft.setAside == nil)
    #expect(try correction.writeDraft().isKept == false)
    let edited = "half done"
    project.folder.write(edited, to: String(correction.draftFile.dropFirst(project.folder.path.count + 1)))
    #expect(try correction.writeDraft().isKept)
    #expect(readFile(correction.draftFile) == edited, "what was edited is not laid out anew")
    project.folder.write(
      readFile(correction.draftFile + ".laid-out"),
      to: String(correction.draftFile.dropFirst(project.folder.path.count + 1)))
    let uncorrected = #expect(throws: WarehouseError.self) { try correction.admit(by: "ada", in: project.state) }
    #expect(uncorrected?.description.contains("still bad") == true)
    let fixed = project.folder.write(
      ending == "csv" ? "id,n\n2,20\n" : "{\"id\": 2, \"n\": 20}\n", to: "fixed.\(ending)")
    let admitted = try correction.admit(fixed, by: "ada", in: project.state)
    #expect(admitted.corrected == 1 && admitted.leftOut == 0)
    // Somebody who was killed before the build asks once more.
    #expect(correction.isAdmitted)
    let twice = #expect(throws: WarehouseError.self) { try correction.admit(fixed, by: "ada", in: project.state) }
    #expect(twice?.description.contains("admitted before") == true)
    let second = try await project.run()
    #expect(second.ends == ["a success"], "\(second.story)")
    #expect(try project.rows("select * from \"main.a\" order by 1") == ["1|10", "2|20", "3|30"])
    #expect(try await project.run().ends == ["a reused"])
  }
}

private func readFile(_ path: String) -> String {
  (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
}
