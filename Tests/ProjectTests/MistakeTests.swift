import Project
import TestSupport
import Testing

@Suite struct `A project with mistakes` {
  private func messages(_ files: [String: String], options: LoadOptions = LoadOptions()) -> [String] {
    let folder = TemporaryFolder()
    if files["dbt_project.yml"] == nil {
      folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    }
    for (name, text) in files { folder.write(text, to: name) }
    do throws(CompilationFailure) {
      return try ProjectLoader.load(folder.path, options: options).messages.map(\.description)
    } catch {
      return error.messages.map(\.description)
    }
  }

  struct Slip: CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    /// Parts of the message, each of which must be there.
    var said: [String]
    var testDescription: String { name }
  }

  static let slips: [Slip] = [
    Slip(
      name: "a ref to nothing",
      files: ["models/a.sql": "select 1\nfrom {{ ref('custmers') }}", "models/customers.sql": "select 1"],
      said: ["models/a.sql:2:13", "ref('custmers') points at nothing", "did you mean 'customers'?"]),
    Slip(
      name: "a source to nothing",
      files: [
        "models/a.sql": "select * from {{ source('raw', 'ordrs') }}",
        "models/s.yml": "sources: [{name: raw, tables: [{name: orders}]}]",
      ], said: ["models/a.sql:1:", "source('raw', 'ordrs') is not declared", "source('raw', 'orders')"]),
    Slip(
      name: "a circle",
      files: ["models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "select * from {{ ref('a') }}"],
      said: ["in a circle", "a → b", "take one of the refs out"]),
    Slip(
      name: "bad YAML", files: ["models/s.yml": "models:\n  - name: a\n\tdescription: x\n"],
      said: ["models/s.yml:3:1", "indent with spaces"]),
    Slip(
      name: "an undefined macro", files: ["models/a.sql": "select\n  {{ cents(1) }}"],
      said: ["models/a.sql:2:", "'cents' is undefined"]),
    Slip(
      name: "a test that is not there",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml": "models:\n  - name: a\n    columns:\n      - name: id\n        tests: [uniqe]\n",
      ],
      said: ["models/s.yml:5:17", "there is no test 'uniqe'", "did you mean 'unique'?"]),
    Slip(
      name: "a wrong test argument",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml":
          "models:\n  - name: a\n    columns:\n      - name: id\n        tests:\n          - accepted_values: {valeus: [1]}\n",
      ],
      said: ["models/s.yml:6:", "takes no argument 'valeus'", "did you mean 'values'?"]),
    Slip(
      name: "two models of one name", files: ["models/x/a.sql": "select 1", "models/y/a.sql": "select 1"],
      said: ["models/y/a.sql:1:1", "two models are named 'a'", "models/x/a.sql", "rename one"]),
    Slip(
      name: "a type error in Jinja", files: ["models/a.sql": "select 1\n  {{ 1 + 'a' }}"],
      said: ["models/a.sql:2:", "unsupported operand"]),
    Slip(
      name: "an unclosed block", files: ["models/a.sql": "select 1\n{% if true %}\nx"],
      said: ["models/a.sql:"]),
    Slip(
      name: "a missing var",
      files: [
        "models/a.sql": "select '{{ var('start_dat') }}'",
        "dbt_project.yml": "name: p\nversion: '1.0'\nvars: {start_date: x}\n",
      ],
      said: ["models/a.sql:1:", "the var 'start_dat' has no value", "did you mean 'start_date'?"]),
    Slip(
      name: "a missing environment variable", files: ["models/a.sql": "select '{{ env_var('NOWHERE') }}'"],
      said: ["models/a.sql:1:", "'NOWHERE' is not set"]),
    Slip(
      name: "a list that is none", files: ["models/s.yml": "models: {name: a}\n"],
      said: ["models/s.yml:1:9", "'models' is a mapping, not a list"]),
    Slip(
      name: "an entry without a name", files: ["models/s.yml": "models:\n  - description: x\n"],
      said: ["models/s.yml:2:5", "has no name"]),
    Slip(
      name: "an unknown key of the project", files: ["dbt_project.yml": "name: p\nversion: '1.0'\nmodel-path: [m]\n"],
      said: ["dbt_project.yml:3:1", "unknown key 'model-path'", "did you mean 'model-paths'?"]),
    Slip(
      name: "an unknown key of properties",
      files: ["models/a.sql": "select 1", "models/s.yml": "models:\n  - name: a\n    descripton: x\n"],
      said: ["models/s.yml:3:5", "unknown key 'descripton'", "did you mean 'description'?"]),
    Slip(
      name: "properties of nothing", files: ["models/s.yml": "models:\n  - name: ghost\n"],
      said: ["models/s.yml:2:5", "describes nothing"]),
    Slip(
      name: "a project without a name", files: ["dbt_project.yml": "version: '1.0'\n"],
      said: ["dbt_project.yml:1:1", "the project has no name"]),
    Slip(
      name: "a package that is not there",
      files: ["packages.yml": "packages:\n  - package: acme/tools\n    version: 1.0.0\n"],
      said: ["packages.yml:2:5", "the package 'tools' is not installed", "dbt_packages/tools"]),
    Slip(
      name: "a macro defined twice",
      files: ["macros/a.sql": "{% macro m() %}{% endmacro %}", "macros/b.sql": "\n{% macro m() %}{% endmacro %}"],
      said: ["macros/b.sql:2", "the macro 'm' is defined twice", "macros/a.sql"]),
    Slip(
      name: "an error inside a macro",
      files: ["macros/m.sql": "{% macro m(x) %}\n{{ x.y.z }}\n{% endmacro %}", "models/a.sql": "\n{{ m(1) }}"],
      said: ["macros/m.sql:2", "in macro m", "models/a.sql:2"]),
    Slip(
      name: "a key written twice",
      files: [
        "models/a.sql": "select 1", "models/s.yml": "models:\n  - name: a\n    description: x\n    description: y\n",
      ],
      said: ["models/s.yml:4:5", "written twice"]),
    Slip(
      name: "a period of freshness",
      files: [
        "models/s.yml":
          "sources:\n  - name: r\n    tables:\n      - name: t\n        freshness: {warn_after: {count: 1, period: week}}\n"
      ],
      said: ["'week' is no period"]),
  ]

  @Test(arguments: slips) func `is told where, what and what to do`(_ slip: Slip) {
    let all = messages(slip.files).joined(separator: "\n")
    for part in slip.said { #expect(all.contains(part), "in: \(all)") }
  }

  @Test func `is told of several at once, in order of place`() {
    let all = messages([
      "models/a.sql": "{{ ref('x') }}", "models/b.sql": "{{ ref('y') }}", "models/c.sql": "{{ nothing() }}",
      "models/s.yml": "models: 1\n",
    ])
    #expect(all.count == 4)
    #expect(all.map { $0.prefix(12) } == ["models/a.sql", "models/b.sql", "models/c.sql", "models/s.yml"])
  }

  @Test func `a missing target and profile are told by name`() {
    let profiles = "p:\n  target: dev\n  outputs: {dev: {type: duckdb, schema: main}}\n"
    let wrongTarget = messages(["profiles.yml": profiles], options: LoadOptions(target: "dve"))
    #expect(wrongTarget.contains { $0.contains("has no target 'dve'") && $0.contains("did you mean 'dev'?") })
    let wrongProfile = messages(["profiles.yml": profiles], options: LoadOptions(profile: "q"))
    #expect(wrongProfile.contains { $0.contains("profile 'q' is not in this file") })
  }

  @Test func `a bad selector says what would be right`() throws {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\n", to: "dbt_project.yml")
    let project = try ProjectLoader.load(folder.path)
    #expect {
      try project.select(NodeSelection(select: ["tga:x"]))
    } throws: { error in
      "\(error)".contains("did you mean 'tag:'?")
    }
    #expect(throws: SelectionError.self) { try project.select(NodeSelection(selector: "none")) }
    #expect(throws: SelectionError.self) { try project.select(NodeSelection(select: ["state:modified"])) }
  }
}
