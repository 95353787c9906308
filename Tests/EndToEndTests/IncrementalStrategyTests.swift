import Engine
import Project
import TestSupport
import Testing

/// The rows are those dbt-duckdb leaves for the same projects and runs.
@Suite("Incremental models in batches, and by the project's own strategy") struct IncrementalStrategyTests {
  private static let events = """
    {{ config(event_time='at') }}
    select 1 as id, cast('2024-03-01 01:00:00' as timestamp) as at
    union all select 2, cast('2024-03-02 00:00:00' as timestamp)
    union all select 3, cast('2024-03-02 23:59:59' as timestamp)
    union all select 4, cast('2024-03-04 12:00:00' as timestamp)
    """
  private static func batched(_ config: String = "") -> String {
    """
    {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='day',
              begin='2024-03-01'\(config)) }}
    select id, at, '{{ model.batch.id if model.batch }}{% if is_incremental() %} again{% endif %}' as batch from {{ ref('events') }}
    """
  }

  @Test("a column named as SQLite's row number is a column like others, in everything that keeps rows")
  func rowNumberColumn() async throws {
    let source = "select 10 as rowid, 'x' as v union all select 20, 'y'"
    let project = SmallProject([
      "models/src.sql": source,
      "models/merged.sql":
        "{{ config(materialized='incremental', unique_key='rowid') }} select * from {{ ref('src') }}",
      "models/added.sql":
        "{{ config(materialized='incremental', incremental_strategy='append') }} select * from {{ ref('src') }}",
      "models/latest.sql":
        "select rowid, v from {{ ref('src') }} qualify row_number() over (partition by v order by rowid desc) = 1",
      "models/hist.sql":
        "{{ config(materialized='scd2', unique_key='rowid', sequence_by='at') }} select *, case when v = 'z' then timestamp '2024-02-01 00:00:00' else timestamp '2024-01-01 00:00:00' end as at from {{ ref('src') }}",
      "snapshots/snap.sql":
        "{% snapshot snap %}{{ config(strategy='check', check_cols=['v'], unique_key='rowid') }} select * from {{ ref('src') }}{% endsnapshot %}",
    ])
    let first = try await project.run()
    #expect(first.state == .success, "\(first.story)")
    project.folder.write(source.replacing("'x'", with: "'z'"), to: "models/src.sql")
    let second = try await project.run()
    #expect(second.state == .success || second.state == .warned, "\(second.story)")
    func rows(_ table: String) throws -> [String] {
      try project.rows("SELECT \"rowid\", v FROM \"main.\(table)\" ORDER BY 1, 2")
    }
    #expect(try rows("merged") == ["10|z", "20|y"])
    #expect(try rows("added") == ["10|x", "10|z", "20|y", "20|y"])
    #expect(try rows("latest") == ["10|z", "20|y"])
    #expect(try rows("snap") == ["10|x", "10|z", "20|y"])
    #expect(try rows("hist") == ["10|x", "10|z", "20|y"])
    let browser = try WarehouseBrowser(project.load())
    for table in ["merged", "snap", "src"] {
      let relation = RelationName(database: "small", schema: "main", identifier: table)
      let page = try browser.page(TablePageRequest(relation: relation, moment: .version(1), count: 10))
      #expect(Set(page.rows.map { "\($0[0] ?? "")|\($0[1] ?? "")" }) == ["10|x", "20|y"], "v1 of \(table)")
    }
  }

  @Test("a batch reads its span alone, and takes the place of the rows of its span")
  func microbatch() async throws {
    let project = SmallProject(["models/events.sql": Self.events, "models/daily.sql": Self.batched()])
    let run = try await project.run {
      $0.eventTimeStart = "2024-03-01"
      $0.eventTimeEnd = "2024-03-05"
    }
    #expect(run.state == .success, "\(run.story)")
    let all = "select id, batch from \"main.daily\" order by id"
    #expect(try project.rows(all) == ["1|20240301", "2|20240302 again", "3|20240302 again", "4|20240304 again"])
    project.folder.write(
      Self.events.replacing("'2024-03-02 23:59:59'", with: "'2024-03-03 10:00:00'").replacing("12:00", with: "13:00"),
      to: "models/events.sql")
    let again = try await project.run {
      $0.eventTimeStart = "2024-03-02"
      $0.eventTimeEnd = "2024-03-04"
    }
    #expect(again.state == .success, "\(again.story)")
    #expect(
      try project.rows("select id, at from \"main.daily\" order by id") == [
        "1|2024-03-01 01:00:00", "2|2024-03-02 00:00:00", "3|2024-03-03 10:00:00", "4|2024-03-04 12:00:00",
      ])
  }

  @Test("rows a query gives outside of the batch's span are not taken twice")
  func outsideTheSpan() async throws {
    // The input has no event_time: every batch reads it whole.
    let project = SmallProject([
      "models/events.sql": Self.events.replacing("{{ config(event_time='at') }}", with: ""),
      "models/daily.sql": Self.batched(),
    ])
    let run = try await project.run { $0.eventTimeEnd = "2024-03-05" }
    #expect(run.state == .success, "\(run.story)")
    #expect(
      try project.rows("select id from \"main.daily\" order by id") == ["1", "2", "3", "4"])
  }

  @Test("a key has no meaning in batches")
  func refusesKeys() async throws {
    let project = SmallProject([
      "models/events.sql": Self.events, "models/daily.sql": Self.batched(", unique_key='id'"),
    ])
    let run = try await project.run { $0.eventTimeEnd = "2024-03-02" }
    #expect(run.ends == ["events success", "daily failed"])
    #expect(run.steps.last?.reason?.contains("has a unique_key, which batches do not support") == true)
  }

  private static let strategy = """
    {% macro get_incremental_insert_only_sql(arguments) %}
      {% set columns = arguments["dest_columns"] | map(attribute="name") | join(", ") %}
      insert into {{ arguments["target_relation"] }} ({{ columns }})
      select {{ columns }} from {{ arguments["temp_relation"] }} as new_rows
      where not exists (select 1 from {{ arguments["target_relation"] }} as old where old.id = new_rows.id);
      update {{ arguments["target_relation"] }} set n = n || '!' where id = 1
    {% endmacro %}
    """
  private static let own = """
    {{ config(materialized='incremental', incremental_strategy='insert_only') }}
    select 1 as id, {% if is_incremental() %}'second'{% else %}'first'{% endif %} as n
    union all select {% if is_incremental() %}2{% else %}3{% endif %}, 'more'
    """

  @Test("a macro of the project says how rows come in")
  func ownStrategy() async throws {
    let project = SmallProject(["models/a.sql": Self.own, "macros/strategy.sql": Self.strategy])
    let rows = "select id, n from \"main.a\" order by id"
    #expect(try await project.run().state == .success)
    #expect(try project.rows(rows) == ["1|first", "3|more"])
    let again = try await project.run { $0.force = true }
    #expect(again.state == .success, "\(again.story)")
    #expect(try project.rows(rows) == ["1|first!", "2|more", "3|more"])
  }

  @Test("what its statements do is seen by the gate before anybody else sees it")
  func ownStrategyHeld() async throws {
    let project = SmallProject([
      "models/a.sql": Self.own, "macros/strategy.sql": Self.strategy,
      "models/a.yml":
        "models: [{name: a, columns: [{name: n, data_tests: [{accepted_values: {arguments: {values: [first, more]}}}]}]}]",
    ])
    #expect(try await project.run().state == .success)
    let again = try await project.run { $0.force = true }
    #expect(again.ends == ["a held_output"], "\(again.story)")
    #expect(try project.rows("select id, n from \"main.a\" order by id") == ["1|first", "3|more"])
  }

  @Test("a strategy nobody wrote is told when rows are to be added")
  func unknownStrategy() async throws {
    let project = SmallProject(["models/a.sql": Self.own])
    #expect(try await project.run().state == .success)
    let again = try await project.run { $0.force = true }
    #expect(again.ends == ["a failed"])
    #expect(again.steps.first?.reason?.contains("write a macro 'get_incremental_insert_only_sql'") == true)
  }

  @Test("what dbt-duckdb lets a merge do besides is refused, not left out")
  func mergeClauses() async throws {
    let project = SmallProject([
      "models/a.sql":
        "{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge', merge_update_condition='false') }} select 1 as id"
    ])
    let run = try await project.run()
    #expect(run.ends == ["a failed"])
    #expect(run.steps.first?.reason?.contains("'merge_update_condition' has no meaning") == true)
  }
}
