import Engine
import FoundationEssentials
import Project
import TestSupport
import Testing

@Suite("run_results.json says of every selected test how it stands") struct RunResultsOfRunsTests {
  private func statuses(_ project: SmallProject) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: project.root + "/target/run_results.json"))
    let text = String(decoding: data, as: UTF8.self)
    return try (JSONValue(parsing: text)["results"]?.arrayValue ?? []).map { result in
      let id = result["unique_id"]?.stringValue ?? ""
      let name = id.split(separator: ".").dropFirst(2).first ?? ""
      return "\(name) \(result["status"]?.stringValue ?? "") \(result["failures"]?.intValue.map(String.init) ?? "-")"
    }.sorted()
  }

  private static let properties = """
    models:
      - name: a
        columns: [{name: id, data_tests: [unique, not_null: {config: {severity: warn}}]}]
      - name: b
        columns: [{name: id, data_tests: [not_null]}]
    """

  @Test("skipped where its table was never made, and as it was where its table was reused")
  func everyTest() async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as id union all select null", "models/b.sql": "select nothing as id",
      "models/m.yml": Self.properties,
    ])
    try await project.run()
    #expect(
      try statuses(project) == [
        "a success -", "b error -", "not_null_a_id warn 1", "not_null_b_id skipped -", "unique_a_id pass 0",
      ])
    project.folder.write("select 2 as id", to: "models/b.sql")
    try await project.run()
    #expect(
      try statuses(project) == [
        "a success -", "b success -", "not_null_a_id warn 1", "not_null_b_id pass 0", "unique_a_id pass 0",
      ])
    try await project.run(.test)
    #expect(try statuses(project) == ["not_null_a_id warn 1", "not_null_b_id pass 0", "unique_a_id pass 0"])
    try await project.run(.run)
    #expect(try statuses(project) == ["a success -", "b success -"])
  }

  @Test("hooks are operations, exposures have nothing to do, and the SQL lies where dbt puts it")
  func hooksAndExposures() async throws {
    let project = SmallProject([
      "dbt_project.yml":
        "name: small\nversion: '1.0'\nprofile: small\non-run-start: ['select 1', 'select 2']\non-run-end: [\"{% if results[0].timing[1].completed_at.year > 2000 %}select 3{% endif %}\", 'select nothing']\n",
      "models/a.sql": "select {{ 1 }} as id",
      "models/m.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]\n",
      "models/e.yml": "exposures: [{name: e, type: dashboard, owner: {name: me}, depends_on: [\"ref('a')\"]}]\n",
    ])
    try await project.run()
    #expect(
      try statuses(project) == [
        "a success -", "e no-op 0", "small-on-run-end-0 success 0", "small-on-run-end-1 error 1",
        "small-on-run-start-0 success 0", "small-on-run-start-1 success 0", "unique_a_id pass 0",
      ])
    let target = project.root + "/target"
    #expect(try String(contentsOfFile: target + "/compiled/small/models/a.sql", encoding: .utf8) == "select 1 as id")
    #expect(
      try String(contentsOfFile: target + "/run/small/models/a.sql", encoding: .utf8).lowercased().contains("1 as "))
    #expect(
      try String(contentsOfFile: target + "/compiled/small/models/m.yml/unique_a_id.sql", encoding: .utf8)
        .contains("having"))
    let manifest = try String(contentsOfFile: target + "/manifest.json", encoding: .utf8)
    #expect(
      manifest.contains("\"compiled_code\":\"select 1 as id\"")
        || manifest.contains("\"compiled_code\": \"select 1 as id\""))
  }

  @Test("a folder of artifacts that cannot be written fails no node") func unwritableTarget() async throws {
    let project = SmallProject(["models/a.sql": "select 1 as id", "target/compiled": "a file where a folder belongs"])
    #expect(try await project.run().state == .success)
  }

  @Test("every artifact carries the variables that are meant for artifacts") func environment() async throws {
    var project = SmallProject(["models/a.sql": "select 1 as id"])
    project.environment = ["DBT_ENV_CUSTOM_ENV_team": "data", "OTHER": "no"]
    try await project.run()
    for name in ["manifest", "run_results"] {
      let text = try String(contentsOfFile: project.root + "/target/\(name).json", encoding: .utf8)
      #expect(try JSONValue(parsing: text)["metadata"]?["env"] == ["team": "data"], "\(name)")
    }
  }

  @Test("failures are what fail_calc comes to")
  func failCalc() async throws {
    let project = SmallProject([
      "models/a.sql": "select 1 as id, 5 as n union all select 2, 7",
      "tests/sums.sql": "{{ config(fail_calc='sum(n)', severity='warn') }} select n from {{ ref('a') }}",
    ])
    try await project.run()
    #expect(try statuses(project) == ["a success -", "sums warn 12"])
  }
}
