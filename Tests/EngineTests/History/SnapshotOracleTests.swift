import Glibc
import Project
import SQLFunctions
import SQLiteKit
import TestSupport
import Testing

@testable import Engine

/// A snapshot over a series of states of its source, and what dbt makes of each (`scripts/snapshot-cases`).
struct SnapshotCase: Sendable, CustomTestStringConvertible {
  var name: String
  var form: String
  var configs: [JSONValue]
  var states: [String]
  var expected: [(columns: [String], rows: [[String?]])]

  var testDescription: String { name }

  static let all: [SnapshotCase] = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let text = readFile("/\(root)/Tests/Expectations/snapshots/cases.json")
    guard let json = try? JSONValue(parsing: text), let cases = json.arrayValue else { return [] }
    return cases.map { entry in
      SnapshotCase(
        name: entry["name"]?.stringValue ?? "", form: entry["form"]?.stringValue ?? "",
        configs: entry["configs"]?.arrayValue ?? [],
        states: entry["states"]?.arrayValue?.compactMap(\.stringValue) ?? [],
        expected: (entry["expected"]?.arrayValue ?? []).map { state in
          (
            state["columns"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            (state["rows"]?.arrayValue ?? []).map { ($0.arrayValue ?? []).map(\.stringValue) }
          )
        })
    }
  }()

  /// A column of the snapshot's own under the name it has in a state.
  func named(_ column: String, _ state: Int) -> String {
    configs[state]["snapshot_meta_column_names"]?[column]?.stringValue ?? column
  }
}

private func readFile(_ path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
  return String(decoding: bytes, as: UTF8.self)
}

@Suite("Snapshots are dbt's")
struct SnapshotOracleTests {
  @Test("there are cases of every strategy and every way with deleted rows")
  func cases() {
    #expect(SnapshotCase.all.count > 30)
  }

  @Test("columns, rows and ids after every state of the source", arguments: SnapshotCase.all)
  func equalsDBT(_ snapshot: SnapshotCase) async throws {
    let fixture = SnapshotFixture()
    var moments: [String: String] = [:]
    for state in snapshot.states.indices {
      let config = snapshot.configs[state]
      if snapshot.form == "yaml" {
        fixture.folder.write(snapshot.states[state], to: "models/\(snapshot.name)_source.sql")
        let yaml: JSONValue = [
          "version": 2,
          "snapshots": .array([
            ["name": .string(snapshot.name), "relation": .string("ref('\(snapshot.name)_source')"), "config": config]
          ]),
        ]
        fixture.folder.write(yaml.text, to: "snapshots/snapshots.yml")
        #expect(try await fixture.carry("\(snapshot.name)_source", run: Int64(state + 1)).outcome.state == .success)
      } else {
        fixture.block(snapshot.name, Self.jinja(config), snapshot.states[state])
      }
      let (outcome, _) = try await fixture.carry(
        snapshot.name, run: Int64(state + 1),
        options: StepOptions(context: CompilationContext(), force: true).confirmingMassClose)
      #expect(outcome.state.isSuccess, "state \(state + 1): \(outcome.reason ?? "")")
      let table = try fixture.table(snapshot.name)
      let rows = try rewritten(table, snapshot, state, &moments)
      let expected = snapshot.expected[state]
      #expect(table.columns == expected.columns, "state \(state + 1)")
      #expect(rows == expected.rows, "state \(state + 1)")
    }
  }

  /// The rows with moments of the clock as `@k`, and ids made of one as `@` once they are checked.
  private func rewritten(
    _ table: (columns: [String], rows: [[String?]]), _ snapshot: SnapshotCase, _ state: Int,
    _ moments: inout [String: String]
  ) throws -> [[String?]] {
    func place(_ column: String) throws -> Int {
      try #require(table.columns.firstIndex(of: snapshot.named(column, state)), "\(column)")
    }
    let id = try place("dbt_scd_id")
    let times = try ["dbt_updated_at", "dbt_valid_from", "dbt_valid_to"].map(place)
    let deleted = table.columns.firstIndex(of: snapshot.named("dbt_is_deleted", state))
    let key = snapshot.configs[state]["unique_key"]
    let keys = (key?.arrayValue ?? [key].compactMap { $0 }).compactMap(\.stringValue)
    for row in table.rows {
      for time in times {
        if let moment = row[time], moment >= "2026", moment < "2100", moments[moment] == nil {
          moments[moment] = "@\(state + 1)"
        }
      }
    }
    let ids = table.rows.map { $0[id] ?? "" }
    let connection = try Connection.inMemory()
    try registerSQLFunctions(on: connection)
    func md5(_ text: String) throws -> String? { try connection.queryValue("select md5(?)", [.text(text)])?.text }
    return try table.rows.map { row in
      var row = row
      if let stamp = row[times[0]], moments[stamp] != nil {
        let made: [String?]
        if let deleted, row[deleted] == "True" {
          made = try ids.map { try md5("\($0)|\(stamp)") }
        } else {
          let values = keys.map { name in table.columns.firstIndex(of: name).flatMap { row[$0] } ?? "" }
          made = [try md5((values + [stamp]).joined(separator: "|"))]
        }
        #expect(made.contains(row[id]))
        row[id] = "@"
      }
      for time in times { row[time] = row[time].map { moments[$0] ?? $0 } }
      return row
    }.sorted { left, right in
      left.map { $0 ?? "" }.lexicographicallyPrecedes(right.map { $0 ?? "" }) {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
  }

  private static func jinja(_ config: JSONValue) -> String {
    guard case .object(let members) = config else { return "" }
    return members.map { "\($0.key)=\($0.value.text.replacing("true", with: "True"))" }.joined(separator: ", ")
  }
}

extension StepOptions {
  /// The same, for histories that may close most of their keys.
  var confirmingMassClose: StepOptions {
    var options = self
    options.confirmsMassClose = true
    return options
  }
}
