import Glibc
import Project
import TestSupport
import Testing

@testable import Engine

@Suite struct `The freshness of a source` {
  @Test(arguments: [
    ("1970-01-02", 86_400), ("1970-01-01 00:00:01", 1), ("1970-01-01T00:00:01Z", 1), ("1970-01-01 02:00:00+02:00", 0),
    ("1970-01-01 00:00:00.250", 0.25), ("1969-12-31 23:59:59", -1), ("2024-02-29 12:30", 1_709_209_800),
    ("2024-03-01 00:00:00 UTC", 1_709_251_200), ("1970-01-01T00:00:00-0530", 19_800), ("90", 90),
  ]) func `is measured from times as warehouses write them`(_ text: String, _ seconds: Double) throws {
    #expect(try #require(Instant(warehouseText: text)).seconds == seconds)
  }

  @Test(arguments: ["", "yesterday", "2024-13-01", "2024-01-01 noon", "2024-01-01x"])
  func `is not measured from what is no time`(_ text: String) {
    #expect(Instant(warehouseText: text) == nil)
  }

  private func project() throws -> (TemporaryFolder, LoadedProject) {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\n", to: "dbt_project.yml")
    folder.write("id\n1\n", to: "data/old.csv")
    folder.write("id\n1\n", to: "data/new.csv")
    folder.write(
      """
      sources:
        - name: files
          freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 1, period: day}}
          tables:
            - {name: old, external: {location: data/old.csv}}
            - {name: new, external: {location: data/new.csv}}
            - {name: free, freshness: null, external: {location: data/new.csv}}
            - {name: missing, loaded_at_field: at}
      """, to: "models/s.yml")
    var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 0)]
    utimensat(AT_FDCWD, folder.path + "/data/old.csv", &times, 0)
    times = [timespec(tv_sec: 1_700_090_000, tv_nsec: 0), timespec(tv_sec: 1_700_090_000, tv_nsec: 0)]
    utimensat(AT_FDCWD, folder.path + "/data/new.csv", &times, 0)
    return (folder, try ProjectLoader.load(folder.path))
  }

  /// The status, or why there is none.
  private func words(_ result: SourceFreshness) -> String {
    switch result.outcome {
    case .measured(_, let status): status.rawValue
    case .failed(let words): words
    }
  }

  @Test func `is judged by the thresholds, and the worst of them ends the command`() throws {
    let (folder, project) = try project()
    defer { withExtendedLifetime(folder) {} }
    func look(_ name: String, at seconds: Double) throws -> SourceFreshness? {
      let node = try #require(project.graph[NodeID("source.p.files.\(name)")])
      return SourceFreshness(
        of: node, in: WarehouseBrowser(project), now: Instant(microseconds: Int64(seconds * 1_000_000)))
    }
    let stale = try #require(try look("old", at: 1_700_090_000))
    #expect(stale.age == 90_000)
    #expect(stale.isFailure)
    let late = try #require(try look("new", at: 1_700_090_000 + 3_601))
    #expect(words(late) == "warn")
    #expect(!late.isFailure)
    let fresh = try #require(try look("new", at: 1_700_090_000 + 3_600))
    #expect(words(fresh) == "pass")
    #expect(try look("free", at: 1_700_090_000) == nil)
    let missing = try #require(try look("missing", at: 1_700_090_000))
    #expect(words(missing).contains("missing"))
    #expect(missing.isFailure)
  }

  @Test func `is written as dbt writes it`() throws {
    let (folder, project) = try project()
    defer { withExtendedLifetime(folder) {} }
    let browser = WarehouseBrowser(project)
    let results = project.graph.nodes.values.compactMap { SourceFreshness(of: $0, in: browser) }
    let text = SourcesArtifact(project, results, started: .now).json.text
    let json = try ConfigValue(json: text)
    #expect(json["metadata"]?["dbt_schema_version"]?.stringValue == "https://schemas.getdbt.com/dbt/sources/v3.json")
    let statuses = (json["results"]?.listValue ?? []).compactMap { $0["status"]?.stringValue }.sorted()
    #expect(statuses == ["error", "error", "runtime error"])
  }
}
