import Engine
import Project
import TestSupport
import Testing

@Suite("Hooks are really carried out") struct HookTests {
  static let project = """
    name: small
    version: '1.0'
    profile: small
    models: {+materialized: table}
    on-run-start:
      - "create table if not exists {{ target.schema }}.audit (what varchar, n bigint)"
      - "{{ note('start') }}"
    on-run-end: "insert into {{ target.schema }}.audit select 'end ' || '{{ results | map(attribute='status') | sort | join(',') }} {{ schemas | join(',') }} {% for d, s in database_schemas %}{{ d }}.{{ s }}{% endfor %}', {{ results | length }}"
    """

  @Test("before and after a run and a node, in order, with what ran in sight")
  func inOrder() async throws {
    let project = SmallProject([
      "dbt_project.yml": Self.project,
      "macros/note.sql":
        "{% macro note(what) %}{% do run_query(\"insert into main.audit values ('\" ~ what ~ \"', 0)\") %}{% endmacro %}",
      "models/a.sql": """
      {{ config(
        pre_hook=["insert into main.audit values ('pre', 1)", {"sql": "insert into main.audit values ('pre outside', 2)", "transaction": False}],
        post_hook="insert into main.audit select 'post', count(*) from {{ this }}") }}
      select 1 as id union all select 2
      """,
    ])
    let run = try await project.run()
    #expect(run.state == .success, "\(run.story)")
    #expect(
      try project.rows("select * from \"main.audit\" order by rowid") == [
        "start|0", "pre outside|2", "pre|1", "post|2", "end success main small.main|1",
      ])
    #expect(try run.messages(EventKind.runHook).contains { $0.hasPrefix("on-run-start hook 1 of small: done") })
    // Nothing changed: the model is reused and its hooks rest; those of the run do not.
    let again = try await project.run()
    #expect(again.ends == ["a reused"])
    #expect(try project.rows("select count(*) from \"main.audit\" where what like 'p%'") == ["3"])
    #expect(try project.rows("select count(*) from \"main.audit\" where what = 'start'") == ["2"])
  }

  @Test("a failing hook of the transaction undoes the node, and tells its place")
  func undoes() async throws {
    let project = SmallProject([
      "models/a.sql":
        "{{ config(post_hook=[\"update {{ this }} set id = id + 1\",\n  \"insert into main.nowhere values (1)\"]) }}\nselect 1 as id"
    ])
    let run = try await project.run()
    #expect(run.ends == ["a failed"])
    let step = try #require(run.steps.first)
    #expect(step.reason?.hasPrefix("post-hook 2 of a: ") == true, "\(run.story)")
    #expect(
      step.location?.description.hasPrefix("models/a.sql:2:") == true, "\(step.location?.description ?? "nowhere")")
    #expect(try project.rows("select count(*) from sqlite_schema where name = 'main.a'") == ["0"])
  }

  @Test("a failing hook outside of it leaves what is published, and the next run does it again")
  func outside() async throws {
    let text =
      "{{ config(post_hook={'sql': 'insert into main.later values (1)', 'transaction': False}) }} select 1 as id"
    let project = SmallProject(["models/a.sql": text])
    #expect(try await project.run().ends == ["a failed"])
    #expect(try project.rows("select * from \"main.a\"") == ["1"])
    #expect(try await project.run().ends == ["a failed"])
  }

  @Test("a hook that changes a table in place leaves the versions before as they were")
  func olderVersions() async throws {
    let project = SmallProject([
      "models/a.sql": """
      {{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert',
        post_hook=[] if var('turn', 0) == 1 else [
          "update {{ this }} set v = v * 10 where id = 1", "delete from {{ this }} where id = 2",
          "insert into {{ this }} values (9, 90)", "delete from {{ this }} where id = 9",
          "insert into {{ this }} values (8, 80)"]) }}
      select {{ var('turn', 0) }} + 2 as id, 5 as v union all select 1, 1 where {{ var('turn', 0) }} = 1
      union all select 2, 2 where {{ var('turn', 0) }} = 1
      """
    ])
    for turn in 1...3 {
      let run = try await project.run { $0.vars = "{turn: \(turn)}" }
      #expect(run.ends == ["a success"], "\(run.story)")
    }
    let loaded = try project.load()
    func version(_ number: Int64) throws -> [String] {
      let relation = try #require(loaded.graph[NodeID("model.small.a")]?.relation)
      let request = TablePageRequest(relation: relation, moment: .version(number), count: 100)
      return try WarehouseBrowser(loaded).page(request).rows.map { row in
        row.map { $0 ?? "NULL" }.joined(separator: "|")
      }.sorted()
    }
    #expect(try version(1) == ["1|1", "2|2", "3|5"])
    #expect(try version(2) == ["1|10", "3|5", "4|5", "8|80"])
    #expect(try version(3) == ["1|100", "3|5", "4|5", "5|5", "8|80", "8|80"])
  }

  @Test("what a hook changed of the node is what its version says it has")
  func countsRows() async throws {
    let project = SmallProject([
      "models/a.sql": "{{ config(post_hook='delete from {{ this }} where id > 1') }} select 1 as id union all select 2"
    ])
    #expect(try await project.run().ends == ["a success"])
    #expect(try project.rows("select rows from \"~versions\"") == ["1"])
  }

  @Test("grants, comments, analyze and vacuum have nothing to do here, and say so")
  func passesOver() async throws {
    let project = SmallProject([
      "models/a.sql":
        "{{ config(post_hook=['grant select on {{ this }} to public', 'analyze', 'vacuum']) }} select 1 as id"
    ])
    let run = try await project.run()
    #expect(run.ends == ["a success"], "\(run.story)")
    #expect(
      try run.messages(EventKind.log).contains { $0.contains("nothing to do on the embedded engine for: grant select") }
    )
  }

  @Test("a start hook that fails starts nothing; one at the end fails the run, not its steps")
  func failsTheRun() async throws {
    let start = SmallProject([
      "dbt_project.yml": "name: small\nprofile: small\non-run-start: \"insert into main.no values (1)\"\n",
      "models/a.sql": "select 1 as id",
    ])
    let first = try await start.run()
    #expect(first.state == .failed)
    #expect(first.message?.hasPrefix("on-run-start failed: dbt_project.yml:3:") == true, "\(first.story)")
    #expect(first.ends == ["a skipped"])
    let end = SmallProject([
      "dbt_project.yml": "name: small\nprofile: small\non-run-end: \"{{ nothing() }}\"\n",
      "models/a.sql": "select 1 as id",
    ])
    let second = try await end.run()
    #expect(second.state == .failed)
    #expect(second.message?.hasPrefix("on-run-end failed: dbt_project.yml:3:") == true, "\(second.story)")
    #expect(second.ends == ["a success"])
  }

  @Test("a node reads what its own hook makes, and one held at its input gate has run no hook")
  func makesItsInput() async throws {
    let project = SmallProject([
      "models/a.sql": "{{ config(pre_hook='create table main.made as select 7 as id') }} select id from main.made",
      "models/e.sql": "select 1 as id where false",
      "models/b.sql":
        "{{ config(pre_hook='create table main.early (id bigint)', allow_empty_inputs=false) }} select * from {{ ref('e') }}",
    ])
    let run = try await project.run()
    #expect(run.ends.sorted() == ["a success", "b held_input", "e success"], "\(run.story)")
    #expect(try project.rows("select * from \"main.a\"") == ["7"])
    #expect(try project.rows("select count(*) from sqlite_schema where name = 'main.early'") == ["0"])
  }
}
