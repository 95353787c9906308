import Engine
import SampleData
import Testing

@Suite("Building growth-analytics") struct GrowthAnalyticsBuildTests {
  @Test("makes all eight tables as the plain computation has them, row for row")
  func allTables() async throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.2))
    let run = try await sample.build()
    #expect(run.state == .success, "\(run.story)")
    let oracle = sample.expected()
    for table in PublishedTable.allCases {
      let difference = RowComparison.difference(try sample.rows(table.sql), table.rows(oracle))
      #expect(difference == nil, "\(table.rawValue): \(difference ?? "")")
    }
    let ids = try sample.rows(
      #"SELECT count(*), count(DISTINCT event_id), count(event_id) FROM "bronze.feature_usage_events""#)
    #expect(ids == [[String?]](repeating: [String?](repeating: "\(oracle.files.events.count)", count: 3), count: 1))
  }

  @Test("judges by another day when asked")
  func asOf() async throws {
    let sample = try SampleBuild()
    let run = try await sample.build { $0.asOf = "2024-06-30" }
    #expect(run.state == .success, "\(run.story)")
    let oracle = sample.expected(asOf: "2024-06-30")
    for table in [PublishedTable.usageFacts, .conversionImpact] {
      #expect(RowComparison.difference(try sample.rows(table.sql), table.rows(oracle)) == nil, "\(table.rawValue)")
    }
  }

  @Test("does nothing when nothing changed, and says so")
  func unchanged() async throws {
    let sample = try SampleBuild()
    _ = try await sample.build()
    let before = try sample.contents()
    let again = try await sample.build()
    #expect(again.state == .success, "\(again.story)")
    #expect(again.steps.allSatisfy { $0.state == .reused }, "\(again.story)")
    #expect(try sample.contents() == before)
  }

  @Test("gives the same tables when everything is built once more")
  func forced() async throws {
    let sample = try SampleBuild()
    _ = try await sample.build()
    let before = try sample.contents()
    let again = try await sample.build {
      $0.force = true
      $0.fullRefresh = true
    }
    #expect(again.state == .success, "\(again.story)")
    #expect(try sample.contents() == before)
  }
}
