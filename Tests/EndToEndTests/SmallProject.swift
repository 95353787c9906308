import Engine
import Glibc
import Project
import SQLiteKit
import TestSupport

/// A dbt project of a few files in a folder of its own, built in this process.
struct SmallProject {
  let folder = TemporaryFolder()
  var root: String { folder.path }
  var state: StateDirectory { StateDirectory(root + "/.sluice") }

  /// - Parameter files: Texts by path; a project file is added when none is given.
  init(_ files: [String: String]) {
    if files["dbt_project.yml"] == nil {
      folder.write(
        "name: small\nversion: '1.0'\nprofile: small\nmodels: {+materialized: table}\n", to: "dbt_project.yml")
    }
    folder.write(
      "small: {target: dev, outputs: {dev: {type: duckdb, schema: main, path: small.duckdb, database: small, threads: 2}}}\n",
      to: "profiles.yml")
    for (name, text) in files { folder.write(text, to: name) }
  }

  /// The variables a run sees.
  var environment: [String: String] = [:]

  @discardableResult
  func run(_ command: RunCommand = .build, _ change: (inout RunRequest) -> Void = { _ in }) async throws -> SmallRun {
    var request = RunRequest(projectDirectory: root, command: command)
    request.profilesDirectory = root
    change(&request)
    return try await carry(request)
  }

  func retry(_ run: RunID, _ mode: RunRequest.ResumeMode = .fromFailure) async throws -> SmallRun {
    try await carry(try RunClient(state).retrying(run, mode: mode))
  }

  private func carry(_ request: RunRequest) async throws -> SmallRun {
    let (run, outcome) = try await RunClient(state).carryHere(
      request, preparation: ProjectPreparation(environment: environment))
    let reader = try RunStoreReader(state)
    return SmallRun(
      id: run, state: outcome, message: try reader.run(run)?.message, steps: try reader.steps(of: run),
      checks: try reader.checks(of: run), reader: reader)
  }

  func load() throws -> LoadedProject {
    try ProjectLoader.load(root, options: LoadOptions(profilesDirectory: root))
  }

  /// Rows of the warehouse as text, cells parted by `|`.
  func rows(_ sql: String, database: String = "small") throws -> [String] {
    let connection = try Connection(path: "\(root)/warehouse/\(database).db", mode: .readOnly)
    defer { connection.close() }
    return try connection.query(sql).map { row in
      row.values.map { value in
        switch value {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob: "blob"
        }
      }.joined(separator: "|")
    }
  }
}

/// What came of a run.
struct SmallRun {
  var id: RunID
  var state: RunState
  var message: String?
  var steps: [StepRecord]
  var checks: [CheckRecord]
  var reader: RunStoreReader

  /// `orders success`, in the plan's order.
  var ends: [String] { steps.map { "\($0.node.rawValue.split(separator: ".").last ?? "") \($0.state.rawValue)" } }

  func check(_ name: String) -> CheckRecord? { checks.last { $0.name == name } }

  func messages(_ kind: String) throws -> [String] {
    try reader.events(EventQuery(run: id, kinds: [kind])).map(\.message)
  }

  /// Everything that went wrong, for the message of a test.
  var story: String {
    ([message ?? ""] + steps.map { "\($0.node): \($0.state.rawValue) \($0.reason ?? "")" }
      + checks.filter { $0.state != .pass }.map { "  \($0.name): \($0.state.rawValue) \($0.message)" })
      .joined(separator: "\n")
  }
}
