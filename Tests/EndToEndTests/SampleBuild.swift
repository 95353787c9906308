import Engine
import Glibc
import Project
import SQLiteKit
import SampleData

/// A copy of a sample in a folder of its own, built in this process and looked at with plain SQLite.
struct SampleBuild: ~Copyable {
  let folder = ScratchFolder()
  var root: String { folder.path + "/project" }
  var data: String { root + "/data" }
  var state: StateDirectory { StateDirectory(root + "/.sluice") }

  /// The file its tables are published in.
  let catalog: String

  init(
    _ options: SampleOptions = SampleOptions(scale: 0.1), of pipeline: SamplePipeline = .growthAnalytics
  ) throws {
    catalog = pipeline == .opsdb ? "rev_ops_dev" : "growth_analytics"
    try SampleProject(pipeline).write(into: folder.path + "/project", pipeline, options: options)
  }

  /// Builds everything, and waits for the end.
  func build(_ change: (inout RunRequest) -> Void = { _ in }) async throws -> BuiltRun {
    var request = RunRequest(projectDirectory: root, command: .build)
    change(&request)
    let (run, outcome) = try await RunClient(state).carryHere(
      request, preparation: ProjectPreparation(environment: [:]))
    let reader = try RunStoreReader(state)
    return BuiltRun(
      id: run, state: outcome, steps: try reader.steps(of: run), checks: try reader.checks(of: run),
      message: try reader.run(run)?.message)
  }

  /// What the raw files that lie here come to.
  func expected(asOf: String = "2024-12-31", from data: String? = nil) -> GrowthAnalyticsOracle {
    GrowthAnalyticsOracle(files: RawFiles(folder: data ?? self.data), asOf: asOf)
  }

  /// Rows of a published table, as text.
  func rows(_ sql: String) throws -> [[String?]] {
    let connection = try Connection(path: root + "/warehouse/\(catalog).db", mode: .readOnly)
    defer { connection.close() }
    return try connection.query(sql).map { row in
      row.values.map { value in
        switch value {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
        }
      }
    }
  }

  /// Every published table as one text: equal digests mean equal tables, times of ingestion aside.
  func contents() throws -> [String: [[String?]]] {
    var contents: [String: [[String?]]] = [:]
    for table in PublishedTable.allCases { contents[table.rawValue] = try rows(table.sql + " ORDER BY 1, 2, 3, 4") }
    return contents
  }
}

/// A run that is over.
struct BuiltRun {
  let id: RunID
  let state: RunState
  let steps: [StepRecord]
  let checks: [CheckRecord]
  let message: String?

  /// The state of a model's step.
  func state(of model: String) -> StepState? { step(model)?.state }

  func step(_ model: String) -> StepRecord? {
    steps.first { $0.node.rawValue.hasPrefix("model.") && $0.node.rawValue.hasSuffix(".\(model)") }
  }

  /// What to look at when a test fails.
  var story: String {
    let lines = steps.map { "\($0.node) \($0.state.rawValue) \($0.reason ?? "")" }
    let found = checks.filter { $0.state != .pass }.map { "\($0.node) \($0.name) \($0.state.rawValue) \($0.message)" }
    return "run \(id) \(state.rawValue) \(message ?? "")\n" + (lines + found).joined(separator: "\n")
  }
}

/// The eight tables, with the query that shows each as the oracle has it.
enum PublishedTable: String, CaseIterable {
  case featureReleases = "bronze.feature_releases"
  case userSignups = "bronze.user_signups"
  case usageEvents = "bronze.feature_usage_events"
  case conversions = "bronze.conversions"
  case featureStates = "silver.feature_states"
  case userDim = "silver.user_dim"
  case usageFacts = "silver.feature_usage_facts"
  case conversionImpact = "gold.feature_conversion_impact"

  var sql: String { "SELECT \(columns) FROM \"\(rawValue)\"" }

  private var columns: String {
    switch self {
    case .featureReleases: "feature_id, feature_name, release_date, version"
    case .userSignups: "user_id, email, signup_date, company_size, industry"
    case .usageEvents:
      "user_id, feature_id, feature_name, event_type, replace(substr(event_timestamp, 1, 19), 'T', ' '), event_date"
    case .conversions:
      "user_id, conversion_date, plan, mrr, signup_date, days_to_convert, \(Self.truth("used_real_time_collab"))"
    case .featureStates:
      """
      feature_id, feature_name, version, \(Self.truth("is_enabled")), substr(effective_from, 1, 10),
      substr(effective_to, 1, 10), \(Self.truth("is_current")), record_hash
      """
    case .userDim: "user_id, signup_date, company_size, industry, current_plan"
    case .usageFacts:
      "user_id, feature_id, first_used_date, last_used_date, total_usage_count, avg_daily_usage, as_of_date"
    case .conversionImpact:
      "feature_name, cohort, total_users, converted_users, conversion_rate, avg_days_to_convert, avg_mrr"
    }
  }

  private static func truth(_ column: String) -> String {
    "CASE WHEN \(column) IN (1, 'true') THEN 'true' WHEN \(column) IN (0, 'false') THEN 'false' ELSE \(column) END"
  }

  func rows(_ oracle: GrowthAnalyticsOracle) -> [[String?]] {
    switch self {
    case .featureReleases: oracle.featureReleases
    case .userSignups: oracle.userSignups
    case .usageEvents: oracle.usageEvents
    case .conversions: oracle.conversions
    case .featureStates: oracle.featureStates
    case .userDim: oracle.userDim
    case .usageFacts: oracle.featureUsageFacts
    case .conversionImpact: oracle.featureConversionImpact
    }
  }
}
