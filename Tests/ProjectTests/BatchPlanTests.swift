import Project
import TestSupport
import Testing

/// What is expected is what `MicrobatchBuilder` of dbt-core 1.10 gives for the same configuration and times.
@Suite("The batches of a microbatch model") struct BatchPlanTests {
  struct Case: CustomTestStringConvertible {
    var size: String
    var begin: String
    var lookback: Int
    /// Seconds since 1970.
    var now: Double
    var isIncremental = false
    var from: String?
    var to: String?
    var count: Int
    var first: [String]
    var last: [String]
    var testDescription: String { "\(size) from \(begin), lookback \(lookback), incremental \(isIncremental)" }
  }

  /// 2024-09-17 16:06:00 UTC.
  private static let afternoon = 1_726_589_160.0
  /// 2024-09-17 00:00:00 UTC.
  private static let midnight = 1_726_531_200.0

  static let cases: [Case] = [
    Case(
      size: "day", begin: "2024-09-01 05:00:00", lookback: 1, now: afternoon, count: 17,
      first: ["2024-09-01 00:00:00+00:00", "2024-09-02 00:00:00+00:00", "20240901"],
      last: ["2024-09-17 00:00:00+00:00", "2024-09-18 00:00:00+00:00", "20240917"]),
    Case(
      size: "day", begin: "2024-09-01", lookback: 1, now: afternoon, isIncremental: true, count: 2,
      first: ["2024-09-16 00:00:00+00:00", "2024-09-17 00:00:00+00:00", "20240916"],
      last: ["2024-09-17 00:00:00+00:00", "2024-09-18 00:00:00+00:00", "20240917"]),
    Case(
      size: "day", begin: "2024-09-01", lookback: 3, now: midnight, isIncremental: true, count: 4,
      first: ["2024-09-13 00:00:00+00:00", "2024-09-14 00:00:00+00:00", "20240913"],
      last: ["2024-09-16 00:00:00+00:00", "2024-09-17 00:00:00+00:00", "20240916"]),
    Case(
      size: "hour", begin: "2024-09-01", lookback: 2, now: afternoon, isIncremental: true, count: 3,
      first: ["2024-09-17 14:00:00+00:00", "2024-09-17 15:00:00+00:00", "20240917T14"],
      last: ["2024-09-17 16:00:00+00:00", "2024-09-17 17:00:00+00:00", "20240917T16"]),
    Case(
      size: "month", begin: "2023-11-15", lookback: 1, now: afternoon, count: 11,
      first: ["2023-11-01 00:00:00+00:00", "2023-12-01 00:00:00+00:00", "202311"],
      last: ["2024-09-01 00:00:00+00:00", "2024-10-01 00:00:00+00:00", "202409"]),
    Case(
      size: "month", begin: "2023-11-15", lookback: 1, now: 1_704_067_200, isIncremental: true, count: 2,
      first: ["2023-11-01 00:00:00+00:00", "2023-12-01 00:00:00+00:00", "202311"],
      last: ["2023-12-01 00:00:00+00:00", "2024-01-01 00:00:00+00:00", "202312"]),
    Case(
      size: "year", begin: "2020-11-15", lookback: 1, now: afternoon, isIncremental: true, count: 2,
      first: ["2023-01-01 00:00:00+00:00", "2024-01-01 00:00:00+00:00", "2023"],
      last: ["2024-01-01 00:00:00+00:00", "2025-01-01 00:00:00+00:00", "2024"]),
    Case(
      size: "day", begin: "2024-09-01", lookback: 1, now: afternoon, isIncremental: true, from: "2024-09-03",
      to: "2024-09-05 06:00:00", count: 3,
      first: ["2024-09-03 00:00:00+00:00", "2024-09-04 00:00:00+00:00", "20240903"],
      last: ["2024-09-05 00:00:00+00:00", "2024-09-06 00:00:00+00:00", "20240905"]),
  ]

  @Test("begin, end and number of batches are dbt's", arguments: cases)
  func windows(_ given: Case) throws {
    let plan = try BatchPlan(
      try node("batch_size='\(given.size)', begin='\(given.begin)', lookback=\(given.lookback), event_time='at'"))
    let windows = try plan.windows(from: given.from, to: given.to, now: given.now, isIncremental: given.isIncremental)
    #expect(windows.count == given.count)
    #expect(windows.first.map { [$0.start, $0.end, $0.id] } == given.first)
    #expect(windows.last.map { [$0.start, $0.end, $0.id] } == given.last)
  }

  @Test(
    "what is missing or wrong is told with what to write",
    arguments: [
      ("batch_size='day', begin='2024-01-01'", "has no event_time"),
      ("event_time='at', begin='2024-01-01'", "has no batch_size"),
      ("event_time='at', batch_size='week', begin='2024-01-01'", "has the batch_size 'week'"),
      ("event_time='at', batch_size='day'", "has no begin"),
      ("event_time='at', batch_size='day', begin='soon'", "which is no date"),
      ("event_time='at', batch_size='day', begin='2024-02-30'", "which is no date"),
      ("event_time='at', batch_size='day', begin='2024-01-01', lookback=-1", "has the lookback '-1'"),
    ])
  func refuses(_ config: String, _ words: String) throws {
    let node = try node(config)
    let message = #expect(throws: ProjectMessage.self) { try BatchPlan(node) }
    #expect(message?.message.contains(words) == true, "\(String(describing: message))")
    #expect(message?.location?.file == "models/m.sql")
    #expect(message?.hint?.isEmpty == false)
  }

  private func node(_ config: String) throws -> Node {
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    folder.write(
      "{{ config(materialized='incremental', incremental_strategy='microbatch', \(config)) }}\nselect 1 as id",
      to: "models/m.sql")
    let project = try ProjectLoader.load(folder.path, options: LoadOptions())
    return try #require(project.graph[NodeID("model.p.m")])
  }
}
