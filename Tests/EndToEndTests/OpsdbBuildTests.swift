import Engine
import Project
import SQLiteKit
import SampleData
import Testing

@Suite("The opsdb sample") struct OpsdbBuildTests {
  private static let demo = SampleOptions(scale: SamplePipeline.opsdb.demoScale)

  /// What DuckDB made of the same files with the same models: a table and its rows, then its columns.
  private static func expected() -> [(table: String, rows: Int, columns: [String])] {
    var tables: [(table: String, rows: Int, columns: [String])] = []
    let text = ShellOutput.text("cat '\(SamplePlaces.home)/Tests/Expectations/opsdb/columns.txt'")
    for line in text.split(separator: "\n") {
      if line.hasPrefix("\t") {
        tables[tables.count - 1].columns.append(String(line.dropFirst()))
      } else {
        let parts = line.split(separator: "\t")
        tables.append((String(parts[0]), Int(parts[1]) ?? -1, []))
      }
    }
    return tables
  }

  @Test("is built whole, every column of every table as DuckDB has it, and then reused")
  func build() async throws {
    let sample = try SampleBuild(Self.demo, of: .opsdb)
    let run = try await sample.build()
    #expect(run.state == .success, "\(run.story)")
    let connection = try Connection(path: sample.root + "/warehouse/rev_ops_dev.db", mode: .readOnly)
    let expected = Self.expected()
    #expect(expected.count == 49)
    for (table, rows, columns) in expected {
      let found = try ColumnDigest.of(table, in: connection)
      #expect(found.rows == rows, "\(table)")
      for (found, expected) in zip(found.columns.map(\.description), columns) where found != expected {
        Issue.record("\(table): \(found), expected \(expected)")
      }
      #expect(found.columns.count == columns.count)
    }
    connection.close()

    let again = try await sample.build()
    #expect(again.state == .success, "\(again.story)")
    for step in again.steps {
      #expect(step.state == .reused, "\(step.node) \(step.reason ?? "")")
      let isTest = step.node.rawValue.hasPrefix("test.")
      #expect(step.reason?.hasPrefix(isTest ? "passed on the same data" : "unchanged since v") == true)
    }
  }

  /// A defect, the model that stops it, and a word of the check that says so.
  struct Case: Sendable, CustomTestStringConvertible {
    let defect: SampleDefect
    let model: String
    let check: String
    var testDescription: String { defect.rawValue }

    static let all = [
      Case(defect: .malformedLines, model: "stg_salesforce__task", check: "bad_records"),
      Case(defect: .wrongTypes, model: "stg_salesforce__opportunity", check: "bad_records"),
      Case(defect: .missingColumn, model: "stg_salesforce__lead", check: "columns"),
      Case(defect: .nullIDs, model: "stg_salesforce__task", check: "not_null"),
      Case(defect: .emptyFile, model: "stg_salesforce__campaign_influence", check: "not_empty"),
      Case(defect: .orphans, model: "fct_opportunity", check: "relationships"),
      Case(defect: .shrunken, model: "stg_salesforce__account", check: "volume"),
    ]
  }

  @Test("defects stop where they belong, and what is published stays", arguments: Case.all)
  func defects(_ item: Case) async throws {
    let sample = try SampleBuild(Self.demo, of: .opsdb)
    // Tests that also look at tables outside of the selection are left out.
    func build(_ sources: String?) async throws -> BuiltRun {
      try await sample.build {
        $0.sourcesDirectory = sources
        $0.select = ["+\(item.model)"]
        $0.indirectSelection = "cautious"
      }
    }
    let clean = try await build(nil)
    #expect(clean.state == .success, "\(clean.story)")
    let counting = "SELECT count(*), max(dbt_loaded_at) FROM \"gtm_staging.stg_salesforce__account\""
    let before = item.model == "stg_salesforce__account" ? try sample.rows(counting) : []
    let faulty = sample.folder.path + "/faulty"
    var options = Self.demo
    options.defects = [item.defect]
    try SamplePipeline.opsdb.generate(into: faulty, options: options)
    let run = try await build(faulty)
    #expect(run.state == .failed, "\(run.story)")
    #expect(run.checks.contains { $0.state == .fail && $0.name.contains(item.check) }, "\(run.story)")
    #expect([.heldAtInput, .heldAtProcess, .heldAtOutput].contains(run.state(of: item.model)), "\(run.story)")
    if !before.isEmpty { #expect(try sample.rows(counting) == before) }
  }

  @Test("records that come twice change nothing")
  func duplicates() async throws {
    let sample = try SampleBuild(Self.demo, of: .opsdb)
    let model = "stg_salesforce__account"
    func build(_ sources: String?) async throws -> BuiltRun {
      try await sample.build {
        $0.sourcesDirectory = sources
        $0.select = [model]
        $0.indirectSelection = "cautious"
      }
    }
    _ = try await build(nil)
    let path = sample.root + "/warehouse/rev_ops_dev.db"
    func digest() throws -> [String] {
      let connection = try Connection(path: path, mode: .readOnly)
      defer { connection.close() }
      return try ColumnDigest.of("gtm_staging.\(model)", in: connection).columns.map(\.description)
    }
    let before = try digest()
    let twice = sample.folder.path + "/twice"
    var options = Self.demo
    options.defects = [.duplicateIDs]
    try SamplePipeline.opsdb.generate(into: twice, options: options)
    let run = try await build(twice)
    #expect(run.state == .success, "\(run.story)")
    #expect(run.step(model)?.progress.rowsRead == 45)
    #expect(try digest() == before)
  }
}
