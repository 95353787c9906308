import FoundationEssentials
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

  @Test func `with bytes that are no UTF-8 names the first of them`() {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    folder.write(Array("select 1,\n  'é".utf8) + [0xFF] + Array("' as id".utf8), to: "models/a.sql")
    do throws(CompilationFailure) {
      _ = try ProjectLoader.load(folder.path, options: LoadOptions())
      Issue.record("it loads")
    } catch {
      #expect(error.messages.first?.description.contains("models/a.sql:2:5: error: a byte here is no UTF-8") == true)
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
      name: "a setting nearly right", files: ["models/a.sql": "select 1", "sluice.yml": "layers: []\npols: {x: 1}\n"],
      said: ["sluice.yml:2:1", "unknown key 'pols'", "did you mean 'pools'?"]),
    Slip(
      name: "a pool without places", files: ["models/a.sql": "select 1", "sluice.yml": "pools: {big: 2, x: none}\n"],
      said: ["sluice.yml:1:20", "the pool 'x' has no number of places", "1 or more"]),
    Slip(
      name: "a word for on_error nearly right", files: ["models/a.sql": "{{ config(on_error='carry_on') }} select 1"],
      said: ["models/a.sql:1:1", "on_error of 'a' cannot be understood", "continue or skip_children"]),
    Slip(
      name: "a share where dbt's test has an argument",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml": "models: [{name: a, columns: [{name: id, tests: [{not_null: {mostly: 0.9}}]}]}]\n",
      ], said: ["test 'not_null' takes no argument 'mostly'", "config: {mostly: 0.95}"]),
    Slip(
      name: "a timeout with a unit", files: ["models/a.sql": "{{ config(timeout='5m') }} select 1"],
      said: ["timeout of 'a' cannot be understood", "a number of seconds"]),
    Slip(
      name: "a last good version of another's parent",
      files: [
        "models/people.sql": "select 1",
        "models/a.sql": "{{ config(continue_with_last_good=['peple']) }} select * from {{ ref('people') }}",
      ], said: ["names 'peple', which it does not read", "did you mean 'people'?"]),
    Slip(
      name: "typographic quotes", files: ["models/a.sql": "select *\nfrom {{ ref(“b”) }}"],
      said: ["models/a.sql:2:13", "no typographic ones"]),
    Slip(
      name: "a name without quotes", files: ["models/a.sql": "select *\nfrom {{ ref(b) }}"],
      said: ["models/a.sql:2:", "ref() takes names in quotes, as in ref('orders')"]),
    Slip(
      name: "a configuration nearly right", files: ["models/a.sql": "{{ config(materialised='table') }} select 1"],
      said: ["models/a.sql:1:1", "unknown configuration 'materialised' of 'a'", "did you mean 'materialized'?"]),
    Slip(
      name: "a column's key nearly right",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml": "models:\n  - name: a\n    columns:\n      - name: id\n        data_test: [unique]\n",
      ], said: ["models/s.yml:5:9", "unknown key 'data_test' in the column 'id'", "did you mean 'data_tests'?"]),
    Slip(
      name: "a seed described as a model",
      files: ["seeds/a.csv": "id\n1\n", "seeds/s.yml": "models:\n  - name: a\n    description: x\n"],
      said: ["seeds/s.yml:2:5", "'a' is a seed, and is described under 'models'", "move the entry under 'seeds'"]),
    Slip(
      name: "a source to nothing",
      files: [
        "models/a.sql": "select * from {{ source('raw', 'ordrs') }}",
        "models/s.yml": "sources: [{name: raw, tables: [{name: orders}]}]",
      ], said: ["models/a.sql:1:", "source('raw', 'ordrs') is not declared", "source('raw', 'orders')"]),
    Slip(
      name: "a latest version that is none",
      files: [
        "models/a.sql": "select 1",
        "models/s.yml": "models:\n  - name: a\n    latest_version: 3\n    versions: [{v: 1, defined_in: a}]\n",
      ], said: ["models/s.yml:3:21", "'3' is no version of 'a'", "its versions are: 1"]),
    Slip(
      name: "a period of freshness",
      files: [
        "models/s.yml":
          "sources:\n  - name: s\n    tables:\n      - name: t\n        freshness: {error_after: {count: 1, period: weak}}\n"
      ], said: ["models/s.yml:5:53", "'weak' is no period of freshness", "write minute, hour or day"]),
    Slip(
      name: "a hook of the run that cannot be read",
      files: ["dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\non-run-end: \"{{ foo( }}\"\n"],
      said: ["dbt_project.yml:4:", "unexpected '}'"]),
    Slip(
      name: "a hook of a node that cannot be read",
      files: ["models/a.sql": "{{ config(post_hook=\"grant {{ x \") }} select 1"],
      said: ["models/a.sql:1:", "close the block or bracket"]),
    Slip(
      name: "a snapshot without a key",
      files: ["models/a.sql": "select 1", "snapshots/s.yml": "snapshots:\n  - name: s\n    relation: ref('a')\n"],
      said: ["snapshots/s.yml:2:5", "a snapshot needs a strategy (timestamp or check) and a unique_key"]),
    Slip(
      name: "a snapshot without updated_at",
      files: [
        "models/a.sql": "select 1",
        "snapshots/s.yml":
          "snapshots:\n  - name: s\n    relation: ref('a')\n    config: {strategy: timestamp, unique_key: id}\n",
      ], said: ["snapshots/s.yml:2:5", "needs updated_at"]),
    Slip(
      name: "an incremental strategy nearly right",
      files: ["models/a.sql": "{{ config(materialized='incremental', incremental_strategy='mergge') }} select 1"],
      said: ["models/a.sql:1:1", "incremental_strategy 'mergge' is not known", "did you mean 'merge'?"]),
    Slip(
      name: "vars as a list", files: ["dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\nvars: [a]\n"],
      said: ["dbt_project.yml:4:7", "'vars' is a list, not a mapping"]),
    Slip(
      name: "a dbt of another day",
      files: ["dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\nrequire-dbt-version: ['>=1.3.0', '>=9.0.0']\n"],
      said: ["dbt_project.yml:4:22", "the project asks for dbt >=1.3.0, >=9.0.0"]),
    Slip(
      name: "a docs block nearly right",
      files: [
        "models/a.sql": "select 1", "models/d.md": "{% docs orders %}x{% enddocs %}",
        "models/s.yml": "models:\n  - name: a\n    description: \"{{ doc('orderz') }}\"\n",
      ], said: ["models/s.yml:3:18", "there is no docs block 'orderz'; did you mean 'orders'?"]),
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
    Slip(
      name: "a private model read from outside of its group",
      files: [
        "models/a.sql": "select 1", "models/b.sql": "select * from {{ ref('a') }}",
        "models/s.yml":
          "groups: [{name: g, owner: {name: o}}]\nmodels: [{name: a, config: {group: g, access: private}}]",
      ], said: ["models/b.sql:1:1", "'a', which is private to the group 'g'", "make 'a' protected"]),
    Slip(
      name: "a group that is not declared",
      files: [
        "models/a.sql": "select 1",
        "models/s.yml":
          "groups: [{name: finance, owner: {name: o}}]\nmodels:\n  - name: a\n    config: {group: finanze}\n",
      ], said: ["models/s.yml:3:5", "the group 'finanze', which is not declared", "did you mean 'finance'?"]),
    Slip(
      name: "a version without a file",
      files: [
        "models/a_v1.sql": "select 1",
        "models/s.yml": "models:\n  - name: a\n    versions:\n      - v: 1\n      - v: 2\n",
      ], said: ["models/s.yml:5:9", "version 2 of 'a' has no file", "add a_v2.sql"]),
    Slip(
      name: "an exposure of nothing",
      files: [
        "models/s.yml":
          "exposures:\n  - name: e\n    type: dashboard\n    owner: {name: o}\n    depends_on: [ref('gone')]\n"
      ], said: ["models/s.yml:2:5", "ref('gone') points at nothing"]),
    Slip(
      name: "a unit test for no model",
      files: [
        "models/orders.sql": "select 1",
        "models/s.yml": "unit_tests:\n  - name: u\n    model: ordrs\n    given: []\n    expect: {rows: []}\n",
      ], said: ["models/s.yml:2:5", "'ordrs', which is no model", "did you mean 'orders'?"]),
    Slip(
      name: "a metric of an unknown measure",
      files: [
        "models/s.yml": "metrics:\n  - {name: m, label: M, type: simple, type_params: {measure: amont}}\n"
      ], said: ["models/s.yml:2:5", "uses the measure 'amont', which is not defined"]),
    Slip(
      name: "tests that are no list",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml": "models:\n  - name: a\n    columns:\n      - name: id\n        tests: unique\n",
      ], said: ["models/s.yml:5:16", "'tests' is a", "not a list", "write each test as '- not_null'"]),
    Slip(
      name: "a switch that is neither on nor off",
      files: ["models/a.sql": "{{ config(enabled='perhaps') }} select 1"],
      said: ["models/a.sql:1:1", "'enabled' is neither true nor false"]),
    Slip(
      name: "a node described twice",
      files: [
        "models/a.sql": "select 1", "models/s.yml": "models: [{name: a}]", "models/t.yml": "models: [{name: a}]",
      ], said: ["models/t.yml:1:", "'a' is described twice", "models/s.yml:1:", "keep one"]),
    Slip(
      name: "two models of one relation",
      files: ["models/a.sql": "select 1", "models/b.sql": "{{ config(alias='a') }} select 1"],
      said: ["'b' and 'a' would both be", "another alias or schema"]),
    Slip(
      name: "a local package that is not there", files: ["packages.yml": "packages:\n  - local: ../gone\n"],
      said: ["packages.yml:2:5", "the local package '../gone' is not there"]),
    Slip(
      name: "a severity that is none",
      files: [
        "models/a.sql": "select 1 as id",
        "models/s.yml":
          "models:\n  - name: a\n    columns:\n      - name: id\n        tests: [unique: {severity: warning}]\n",
      ], said: ["models/s.yml:5:", "'warning' is no severity", "write error or warn"]),
  ]

  @Test(arguments: slips) func `is told where, what and what to do`(_ slip: Slip) {
    let all = messages(slip.files).joined(separator: "\n")
    for part in slip.said { #expect(all.contains(part), "in: \(all)") }
  }

  @Test(arguments: slips) func `has nothing written`(_ slip: Slip) throws {
    let folder = TemporaryFolder()
    if slip.files["dbt_project.yml"] == nil {
      folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    }
    for (name, text) in slip.files { folder.write(text, to: name) }
    let before = listing(folder)
    var options = LoadOptions()
    options.usesCache = true
    let isLoaded = (try? ProjectLoader.load(folder.path, options: options)) != nil
    // What is only odd is loaded, and what loading came to may be kept.
    #expect(listing(folder).filter { !(isLoaded && $0.hasPrefix("target")) } == before)
  }

  private func listing(_ folder: TemporaryFolder) -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted()
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
