import Glibc
import Project
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// A dbt project with snapshots, written to a folder and read back as a user's would be.
final class SnapshotFixture: Sendable {
  let folder = TemporaryFolder()

  init() {
    folder.write("name: cases\nprofile: cases\nversion: '1.0'\n", to: "dbt_project.yml")
    folder.write(
      "cases:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: 'cases.duckdb', schema: main, threads: 1}\n",
      to: "profiles.yml")
  }

  var project: LoadedProject {
    get throws {
      try ProjectLoader.load(folder.path, options: LoadOptions(environment: ["HOME": "/nonexistent"]) { _ in false })
    }
  }

  /// Writes a snapshot as a block around a query.
  func block(_ name: String, _ config: String, _ sql: String) {
    folder.write(
      "{% snapshot \(name) %}{{ config(\(config)) }}\n\(sql)\n{% endsnapshot %}\n", to: "snapshots/\(name).sql")
  }

  /// Carries a node and gives its end and what was told.
  @discardableResult
  func carry(
    _ name: String, run: Int64 = 1, options: StepOptions = StepOptions(context: CompilationContext(), force: true)
  ) async throws -> (outcome: StepOutcome, told: RecordingReporter) {
    let project = try project
    let node = try #require(project.graph.nodes.values.first { $0.name == name })
    let reporter = RecordingReporter()
    let request = StepRequest(run: RunID(run), node: node, outputTests: [], inputTests: [], options: options)
    return (await SQLiteWarehouse(project: project).carry(request, reporting: reporter), reporter)
  }

  /// The columns and all rows of a table, as text.
  func table(_ name: String) throws -> (columns: [String], rows: [[String?]]) {
    let project = try project
    let relation = try #require(project.graph.nodes.values.first { $0.name == name }?.relation)
    let page = try WarehouseBrowser(project).page(TablePageRequest(relation: relation, count: 100_000))
    return (page.columns.map(\.name), page.rows)
  }

  /// Rows as `id name from to`, moments of the clock as `now`.
  func lines(_ name: String, _ columns: String...) throws -> [String] {
    let (names, rows) = try table(name)
    let places = columns.compactMap { names.firstIndex(of: $0) }
    return rows.map { row in
      places.map { place in
        guard let cell = row[place] else { return "∅" }
        return cell >= "2026-01-01" && cell < "2100" && cell.contains(":") ? "now" : cell
      }.joined(separator: " ")
    }.sorted()
  }
}
