import Project
import TestSupport
import Testing

@Suite("A package that is installed is what its name means") struct InstalledPackageTests {
  private func project(_ files: [String: String]) throws -> (LoadedProject, TemporaryFolder) {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    folder.write("p: {target: d, outputs: {d: {type: redshift, schema: s}}}\n", to: "profiles.yml")
    folder.write("packages: [{package: dbt-labs/dbt_utils, version: 1.3.0}]\n", to: "packages.yml")
    folder.write("name: dbt_utils\nversion: '1.3.0'\n", to: "dbt_packages/dbt_utils/dbt_project.yml")
    for (path, text) in files { folder.write(text, to: path) }
    return (try ProjectLoader.load(folder.path, options: LoadOptions { _ in true }), folder)
  }

  @Test("its general macro stands before an adapter's own that came with the program") func dispatch() throws {
    let (project, folder) = try project([
      "dbt_packages/dbt_utils/macros/deduplicate.sql": """
      {% macro deduplicate(relation) %}{{ return(adapter.dispatch('deduplicate', 'dbt_utils')(relation)) }}{% endmacro %}
      {% macro default__deduplicate(relation) %}the installed {{ relation }}{% endmacro %}
      """
    ])
    defer { withExtendedLifetime(folder) {} }
    let compiled = try project.compiler.compile(
      inline: "{{ dbt_utils.deduplicate('one') }}", context: CompilationContext(), adapter: NoWarehouse())
    #expect(compiled.sql == "the installed one")
  }

  @Test("a node depends on the macros its own text calls, not on those they call") func dependencies() throws {
    let (project, folder) = try project([
      "macros/m.sql":
        "{% macro outer() %}{{ inner() }}{% endmacro %}{% macro inner() %}1{% endmacro %}{% macro other() %}2{% endmacro %}",
      "models/a.sql": "select {{ outer() }} as a, {{ other() }} as b",
    ])
    withExtendedLifetime(folder) {}
    #expect(project.graph[NodeID("model.p.a")]?.macroDependencies == ["macro.p.outer", "macro.p.other"])
  }

  @Test("the manifest holds every macro that something in it depends on") func reachable() throws {
    let (project, folder) = try project([
      "models/a.sql": "select {{ dbt.type_string() }} as t, {{ dbt_utils.star_of_nothing is defined }} as b"
    ])
    withExtendedLifetime(folder) {}
    let manifest = ManifestWriter(project, metadata: .init(invocationID: "", generatedAt: "")).manifest()
    let wanted = manifest["nodes"]?["model.p.a"]?["depends_on"]?["macros"]?.stringList ?? []
    #expect(wanted == ["macro.dbt.type_string"])
    for id in wanted {
      let macro = manifest["macros"]?[id]
      #expect(macro?["macro_sql"]?.stringValue?.contains("type_string") == true)
      for next in macro?["depends_on"]?["macros"]?.stringList ?? [] { #expect(manifest["macros"]?[next] != nil) }
    }
  }

  @Test("templates see the nodes as the manifest writes them, hooks of the run among them") func graph() throws {
    let (project, folder) = try project([
      "dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\non-run-end: ['select 1']\n",
      "models/a.sql": "select 1 as a",
    ])
    defer { withExtendedLifetime(folder) {} }
    let compiled = try project.compiler.compile(
      inline:
        "{% for id, node in graph.nodes.items() %}{{ id }} {{ node.raw_code }} {{ node.checksum.name }}\n{% endfor %}",
      context: CompilationContext(), adapter: NoWarehouse())
    #expect(
      compiled.sql == "model.p.a select 1 as a sha256\noperation.p.p-on-run-end-0 select 1 sha256\n")
  }
}
