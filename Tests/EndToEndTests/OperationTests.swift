import Engine
import Project
import SQLiteKit
import TestSupport
import Testing

@Suite("A macro called by itself may change the warehouse") struct OperationTests {
  private static let macros = """
    {% macro make(n) %}
      {% do run_query("create table " ~ target.schema ~ ".made as select " ~ n ~ " as n") %}
      {% do run_query("insert into " ~ target.schema ~ ".made values (7)") %}
      {% set sum = run_query("select sum(n) as s from " ~ target.schema ~ ".made").columns[0].values()[0] %}
      {{ log("sum " ~ sum, info=True) }}
      {{ log(adapter.get_relation(target.database, target.schema, 'made'), info=True) }}
    {% endmacro %}
    {% macro drop() %}
      {% set made = adapter.get_relation(target.database, target.schema, 'made') %}
      {% do adapter.rename_relation(made, made.incorporate(path={'identifier': 'other'})) %}
      {% set other = adapter.get_relation(target.database, target.schema, 'other') %}
      {% do adapter.truncate_relation(other) %}
      {{ log("left " ~ run_query("select count(*) as n from " ~ other).columns[0].values()[0], info=True) }}
      {% do adapter.drop_relation(other) %}
      {{ log(adapter.get_relation(target.database, target.schema, 'other'), info=True) }}
    {% endmacro %}
    """

  private func lines(_ macro: String, _ arguments: ConfigValue, _ project: LoadedProject) throws -> [String] {
    let context = CompilationContext()
    let session = OperationSession(project, changing: context)
    defer { session.close() }
    return try MacroOperation(macro: macro, arguments: arguments).run(
      in: project, context: context, adapter: session.adapter
    ).map(\.text)
  }

  @Test("by statements of its own and by the adapter's methods, and sees what it did")
  func changes() throws {
    let small = SmallProject(["macros/m.sql": Self.macros, "models/a.sql": "select 1 as id"])
    let project = try small.load()
    #expect(try lines("make", .map([ConfigEntry("n", .int(3))]), project) == ["sum 10", "\"small\".\"main\".\"made\""])
    #expect(try small.rows("select n from \"main.made\" order by n") == ["3", "7"])
    #expect(try lines("drop", .map([]), project) == ["left 0", "None"])
    #expect(try small.rows("select count(*) from sqlite_schema where name = 'main.made'") == ["0"])
  }

  @Test("a model that is only compiled may not")
  func refuses() throws {
    let small = SmallProject([
      "models/a.sql": "{% do run_query('create table main.x as select 1 as n') %} select 1 as id"
    ])
    let project = try small.load()
    let session = OperationSession(project)
    defer { session.close() }
    let node = try #require(project.graph[NodeID("model.small.a")])
    let failure = #expect(throws: CompilationFailure.self) {
      try project.compiler.compile(node, context: CompilationContext(), adapter: session.adapter)
    }
    #expect(failure?.description.contains("changes no tables") == true, "\(String(describing: failure))")
  }
}
