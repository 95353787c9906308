import FoundationEssentials
import Glibc
import Project
import SQLiteKit
import Testing

@testable import Engine

/// Small projects in dbt's format, each with what dbt-core and dbt-duckdb made of it.
///
/// `expected.N.txt` holds the tables after the Nth build (`--vars '{run: N}'`), as `scripts/compare-dbt-rows --record`
/// wrote them: `schema.table <tab> row as JSON`.
@Suite("A project that dbt builds")
struct DemoProjectTests {
  static let folder: String = {
    let file: String = #filePath
    return file.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/DemoProjects/"
  }()

  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
    FileManager.default.fileExists(atPath: folder + $0 + "/dbt_project.yml")
  }.sorted()

  @Test("is built here to the same rows", arguments: names)
  func sameRows(_ name: String) async throws {
    let scratch = ScratchFolder()
    let root = scratch.path + "/project"
    try FileManager.default.copyItem(atPath: Self.folder + name, toPath: root)
    for run in 1... {
      let file = "\(Self.folder)\(name)/expected.\(run).txt"
      guard let bytes = FileManager.default.contents(atPath: file) else { break }
      try await build(root, run: run)
      let expected = try Self.tables(String(decoding: bytes, as: UTF8.self))
      #expect(!expected.isEmpty)
      for (table, rows) in expected.sorted(by: { $0.key < $1.key }) {
        let built = try self.rows(of: table, columns: rows[0].map(\.column), in: root)
        let wanted = rows.map { $0.map { Cell($0.value) } }
        #expect(Set(built) == Set(wanted) && built.count == wanted.count, "\(table) after build \(run)")
      }
    }
  }

  private func build(_ root: String, run: Int) async throws {
    var request = RunRequest(projectDirectory: root, command: .build)
    request.vars = "{run: \(run)}"
    _ = try await RunClient(StateDirectory(root + "/.sluice")).carryHere(
      request, preparation: ProjectPreparation(environment: [:]))
  }

  /// A value as both sides spell it: numbers to twelve digits.
  struct Cell: Hashable, CustomStringConvertible {
    var description: String

    init(_ value: ConfigValue) {
      switch value {
      case .null: description = "NULL"
      case .int(let number): description = Self.number(Double(number))
      case .double(let number): description = Self.number(number)
      case .string(let text): description = "'\(text)'"
      default: description = "\(value)"
      }
    }

    init(_ value: SQLiteKit.Value) {
      switch value {
      case .null: description = "NULL"
      case .integer(let number): description = Self.number(Double(number))
      case .real(let number): description = Self.number(number)
      case .text(let text): description = "'\(text)'"
      case .blob(let bytes): description = "\(bytes)"
      }
    }

    private static func number(_ number: Double) -> String {
      guard number != 0, number.isFinite else { return "\(number)" }
      let scale = pow(10, 11 - floor(log10(abs(number))))
      return "\((number * scale).rounded() / scale)"
    }
  }

  typealias Row = [(column: String, value: ConfigValue)]

  private static func tables(_ text: String) throws -> [String: [Row]] {
    var tables: [String: [Row]] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, case .map(let entries) = try ConfigValue(json: String(parts[1])) else { continue }
      tables[String(parts[0]), default: []].append(entries.map { ($0.key, $0.value) })
    }
    return tables
  }

  private func rows(of table: String, columns: [String], in root: String) throws -> [[Cell]] {
    let preparation = ProjectPreparation(environment: [:])
    let loaded = try ProjectLoader.load(
      root, options: preparation.options(RunRequest(projectDirectory: root, command: .build)))
    let session = try QuerySession(loaded)
    defer { session.close() }
    let names = columns.map { quoteIdentifier($0) }.joined(separator: ", ")
    return try session.connection.query("SELECT \(names) FROM \(quoteIdentifier(table))").map {
      $0.values.map { Cell($0) }
    }
  }
}
