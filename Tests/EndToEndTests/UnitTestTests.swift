import Engine
import Project
import TestSupport
import Testing

@Suite("Unit tests run before their model") struct UnitTestTests {
  static let models = [
    "models/orders.sql": "select 1 as id, 10.0 as amount, cast('2024-01-01' as date) as day",
    "models/totals.sql":
      "select day, sum(amount) as total, count(*) as n, {{ var('rate', 1) }} as rate from {{ ref('orders') }} group by day",
  ]

  private func project(_ tests: String, _ more: [String: String] = [:]) -> SmallProject {
    SmallProject(Self.models.merging(["models/unit.yml": tests]) { $1 }.merging(more) { $1 })
  }

  @Test("rows as expected pass, given and expected in every format", arguments: ["dict", "csv", "sql", "fixture"])
  func passes(format: String) async throws {
    let rows =
      switch format {
      case "dict":
        """
            given: [{input: ref('orders'), rows: [{amount: 1.5, day: 2024-01-01}, {amount: 2, day: 2024-01-01}, {day: 2024-01-02}]}]
            expect: {rows: [{day: 2024-01-02, n: 1, total: null}, {day: 2024-01-01, n: 2, total: 3.5}]}
        """
      case "csv":
        """
            given:
              - input: ref('orders')
                format: csv
                rows: |
                  amount,day
                  1.5,2024-01-01
                  2,2024-01-01
                  ,2024-01-02
            expect:
              format: csv
              rows: |
                day,n,total
                2024-01-01,2,3.5
                2024-01-02,1,
        """
      case "sql":
        """
            given:
              - input: ref('orders')
                format: sql
                rows: select 1.5 as amount, cast('2024-01-01' as date) as day union all select 2, cast('2024-01-01' as date)
            expect: {format: sql, rows: "select cast('2024-01-01' as date) as day, 3.5 as total, 2 as n, 1 as rate"}
        """
      default:
        """
            given: [{input: ref('orders'), format: csv, fixture: few}]
            expect: {rows: [{n: 2, total: 3.5}]}
        """
      }
    let project = project(
      "unit_tests:\n  - name: t\n    model: totals\n\(rows)\n",
      ["tests/fixtures/few.csv": "amount,day\n1.5,2024-01-01\n2,2024-01-01\n"])
    let run = try await project.run()
    #expect(run.state == .success, "\(run.story)")
    #expect(run.check("t")?.state == .pass)
    #expect(run.check("t")?.gate == .input)
  }

  @Test("other rows hold the model before it is built, and show what differs")
  func fails() async throws {
    let project = project(
      """
      unit_tests:
        - name: wrong
          model: totals
          given: [{input: ref('orders'), rows: [{amount: 1, day: 2024-01-01}]}]
          expect: {rows: [{day: 2024-01-01, total: 2, n: 1}, {day: 2024-01-02, total: 5, n: 9}]}
      """)
    let run = try await project.run()
    #expect(run.ends.sorted() == ["orders success", "totals held_input"], "\(run.story)")
    let check = try #require(run.check("wrong"))
    #expect(check.message == "3 rows differ from what is expected")
    let rows = try #require(try run.reader.failingRows(check: check.id))
    #expect(rows.columns == ["row", "day", "total", "n"])
    #expect(rows.rows.map { $0[0] } == ["expected", "actual", "expected"])
    #expect(try project.rows("select count(*) from sqlite_schema where name = 'main.totals'") == ["0"])
    // The tests alone say the same, and dbt's word for it is one failure.
    let tested = try await project.run(.test)
    #expect(tested.state == .failed)
    #expect(tested.check("wrong")?.state == .fail)
  }

  @Test("vars, macros and environment are as the test has them")
  func pretends() async throws {
    let project = SmallProject([
      "macros/m.sql": "{% macro now_text() %}'real'{% endmacro %}",
      "models/a.sql": "select {{ var('v', 1) }} as v, {{ now_text() }} as m, '{{ env_var('HOME', 'x') }}' as e",
      "models/u.yml": """
      unit_tests:
        - name: t
          model: a
          given: []
          overrides: {vars: {v: 42}, macros: {now_text: "'then'"}, env_vars: {HOME: nowhere}}
          expect: {rows: [{v: 42, m: then, e: nowhere}]}
      """,
    ])
    let run = try await project.run()
    #expect(run.check("t")?.state == .pass, "\(run.story)")
    #expect(try project.rows("select v, m from \"main.a\"") == ["1|real"])
  }

  @Test("an incremental model is tested in both of its ways, with rows for itself")
  func incremental() async throws {
    let model = """
      {{ config(materialized='incremental') }}
      select id from {{ ref('orders') }} {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
      """
    let project = project(
      """
      unit_tests:
        - name: first
          model: inc
          overrides: {macros: {is_incremental: false}}
          given: [{input: ref('orders'), rows: [{id: 1}, {id: 2}]}]
          expect: {rows: [{id: 1}, {id: 2}]}
        - name: later
          model: inc
          overrides: {macros: {is_incremental: true}}
          given: [{input: ref('orders'), rows: [{id: 1}, {id: 2}]}, {input: this, rows: [{id: 1}]}]
          expect: {rows: [{id: 2}]}
      """, ["models/inc.sql": model])
    let run = try await project.run()
    #expect(run.state == .success, "\(run.story)")
    #expect(run.check("first")?.state == .pass && run.check("later")?.state == .pass)
  }

  @Test("what cannot be tested is told and holds: an input without rows, an unknown column, a broken fixture")
  func notEvaluated() async throws {
    let cases = [
      "given: []\n    expect: {rows: [{n: 1}]}": "gives no rows for ref('orders')",
      "given: [{input: ref('orders'), rows: [{id: 1}]}]\n    expect: {rows: [{nothing: 1}]}": "'nothing' is expected",
      "given: [{input: ref('orders'), format: csv, fixture: none}]\n    expect: {rows: [{n: 1}]}": "no fixture 'none'",
      "given: [{input: ref('order'), rows: []}]\n    expect: {rows: [{n: 1}]}": "did you mean 'orders'?",
    ]
    for (text, words) in cases {
      let project = project("unit_tests:\n  - name: t\n    model: totals\n    \(text)\n")
      do {
        let run = try await project.run()
        #expect(run.check("t")?.state == .notEvaluated, "\(words): \(run.story)")
        #expect(run.check("t")?.message.contains(words) == true, "\(run.story)")
        #expect(run.ends.contains("totals held_input"))
      } catch {
        #expect("\(error)".contains("orders"), "\(error)")
      }
    }
  }

  @Test("a versioned model is tested in each version that is meant")
  func versions() async throws {
    let project = SmallProject([
      "models/a_v1.sql": "select 1 as id", "models/a_v2.sql": "select 2 as id",
      "models/u.yml": """
      models:
        - {name: a, latest_version: 2, versions: [{v: 1}, {v: 2}]}
      unit_tests:
        - {name: all, model: a, given: [], expect: {rows: [{id: 2}]}}
        - {name: second, model: a, versions: {include: [2]}, given: [], expect: {rows: [{id: 2}]}}
      """,
    ])
    let run = try await project.run()
    let told = run.checks.filter { $0.test != nil }.map { "\($0.test?.rawValue ?? "") \($0.state.rawValue)" }
    #expect(
      told.sorted() == [
        "unit_test.small.a.all_v1 fail", "unit_test.small.a.all_v2 pass", "unit_test.small.a.second_v2 pass",
      ])
  }
}
