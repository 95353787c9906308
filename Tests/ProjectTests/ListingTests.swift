import Project
import TestSupport
import Testing

@Suite struct `Artifacts and listings` {
  @Test(arguments: ["bazaar", "shop", "web"]) func `a manifest lists every node under its kind, with its arrows`(
    _ fixture: String
  ) throws {
    let project = try ExpectedFacts.load(fixture)
    let manifest = ManifestWriter(project, metadata: .init(invocationID: "i", generatedAt: "g")).manifest()
    var listed: [String] = []
    for kind in [
      "nodes", "sources", "exposures", "groups", "unit_tests", "metrics", "semantic_models", "saved_queries",
    ] {
      guard case .map(let entries)? = manifest[kind] else { continue }
      listed += entries.map(\.key).filter { !$0.hasPrefix("operation.") }
    }
    #expect(Set(listed) == Set(project.graph.nodes.keys.map(\.rawValue)))
    for (id, parents) in project.graph.parents {
      #expect(manifest["parent_map"]?[id.rawValue]?.stringList?.sorted() == parents.map(\.rawValue).sorted())
    }
  }

  @Test func `a macro's own block is cut out of its file`() throws {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\n", to: "dbt_project.yml")
    folder.write(
      """
      {# {% macro no() %} #}
      {%- macro one(a='%}') -%}
        {% raw %}{% endmacro %}{% endraw %}{{ a }}
      {%- endmacro -%}
      {% macro two() %}{{ one('x') }}{% endmacro %}
      {% test odd(model) %}select 1{% endtest %}
      """, to: "macros/m.sql")
    let project = try ProjectLoader.load(folder.path)
    let macros = ManifestWriter(project, metadata: .init(invocationID: "", generatedAt: "")).manifest()["macros"]
    #expect(
      macros?["macro.p.one"]?["macro_sql"]?.stringValue
        == "\n{%- macro one(a='%}') -%}\n  {% raw %}{% endmacro %}{% endraw %}{{ a }}\n{%- endmacro -%}\n")
    #expect(macros?["macro.p.two"]?["depends_on"]?["macros"]?.stringList == ["macro.p.one"])
    #expect(macros?["macro.p.test_odd"]?["macro_sql"]?.stringValue == "{% test odd(model) %}select 1{% endtest %}")
  }

  @Test func `nodes are listed as dbt names them`() throws {
    let project = try ExpectedFacts.load("bazaar")
    func listed(_ words: String, _ output: ListingOutput) throws -> [String] {
      project.listing(of: try project.select(NodeSelection(select: [words], indirect: .empty)), output: output)
    }
    #expect(try listed("metric:revenue", .selector) == ["metric:bazaar.revenue"])
    #expect(try listed("saved_query:*", .selector) == ["saved_query:bazaar.by_status"])
    #expect(try listed("source:raw.orders", .selector) == ["source:bazaar.raw.orders"])
    #expect(try listed("source:raw.orders", .name) == ["raw.orders"])
    #expect(try listed("customer.v2", .selector) == ["bazaar.core.customer.v2"])
    #expect(try listed("customer.v2", .name) == ["customer.v2"])
    #expect(try listed("tool_deep", .path) == ["models/deep/tool_deep.sql"])
    let fields = try ConfigValue(json: try #require(try listed("tool_deep", .json).first))
    #expect(fields["depends_on"]?["nodes"]?.stringList == ["model.tools.tool_base"])
  }

  @Test func `packages are told apart by whether they are in place`() throws {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\n", to: "dbt_project.yml")
    folder.write("name: near\nversion: '1.0'\n", to: "near/dbt_project.yml")
    folder.write(
      """
      packages:
        - local: near
        - package: dbt-labs/dbt_utils
          version: 1.0.0
        - package: acme/tools
          version: 1.0.0
        - git: https://example.com/far-away.git
      """, to: "packages.yml")
    let reports = try PackageReport.all(in: folder.path, options: LoadOptions())
    #expect(reports.map(\.name) == ["near", "dbt_utils", "tools", "far_away"])
    #expect(reports.map(\.isThere) == [true, true, false, false])
    #expect(reports[2].expected == "dbt_packages/tools")
    #expect(reports[3].location.line == 7)
  }

  @Test func `clean never removes what is not made from the project`() throws {
    let folder = TemporaryFolder()
    folder.write(
      "name: p\nversion: '1.0'\nclean-targets: [target, ../elsewhere, models, '.']\n", to: "dbt_project.yml")
    let targets = try CleanTargets(root: folder.path)
    #expect(targets.folders == [folder.path + "/target"])
    #expect(targets.refused.map(\.folder) == ["../elsewhere", "models", "."])
  }
}

@Suite struct `A macro called by itself` {
  private func run(_ macro: String, _ arguments: ConfigValue = .map([])) throws -> [String] {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\n", to: "dbt_project.yml")
    folder.write(
      """
      {% macro greet(name, times=1) %}{% for i in range(times) %}{% do log('hello ' ~ name, info=True) %}{% endfor %}
      {% do log('quiet') %}{% endmacro %}
      {% macro fails() %}
      {{ exceptions.raise_compiler_error('no luck') }}
      {% endmacro %}
      """, to: "macros/m.sql")
    let project = try ProjectLoader.load(folder.path)
    return try MacroOperation(macro: macro, arguments: arguments)
      .run(in: project, context: CompilationContext(), adapter: NoWarehouse()).filter(\.isShown).map(\.text)
  }

  @Test func `logs and prints`() throws {
    let arguments = ConfigValue.map([ConfigEntry("name", .string("Ana")), ConfigEntry("times", .int(2))])
    #expect(try run("greet", arguments) == ["hello Ana", "hello Ana"])
    #expect(try run("p.greet", arguments).count == 2)
  }

  @Test(arguments: [
    ("gret", "there is no macro 'gret'", "did you mean 'greet'?"),
    ("fails", "no luck", "macros/m.sql:4"),
  ]) func `tells what is wrong and where`(_ macro: String, _ words: String, _ more: String) {
    #expect {
      try run(macro)
    } throws: { error in
      let text = ((error as? CompilationFailure)?.messages ?? []).map(\.description).joined()
      return text.contains(words) && text.contains(more)
    }
  }

  @Test func `takes only its own arguments`() {
    #expect {
      try run("greet", .map([ConfigEntry("nam", .string("x"))]))
    } throws: { error in
      "\((error as? CompilationFailure)?.messages ?? [])".contains("did you mean 'name'?")
    }
  }
}
