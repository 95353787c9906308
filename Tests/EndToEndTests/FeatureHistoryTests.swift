import Engine
import SampleData
import Testing

@Suite("The history of features after successive deliveries") struct FeatureHistoryTests {
  @Test("is right after a new version, old news, a new feature, several versions at once and versions out of order")
  func deliveries() async throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.02))
    for count in 1...6 {
      try SamplePipeline.growthAnalytics.generate(
        into: sample.data, options: SampleOptions(scale: 0.02, releases: count))
      let run = try await sample.build()
      #expect(run.state == .success, "delivery \(count): \(run.story)")
      let oracle = sample.expected()
      for table in [PublishedTable.featureReleases, .featureStates, .conversionImpact] {
        let difference = RowComparison.difference(try sample.rows(table.sql), table.rows(oracle))
        #expect(difference == nil, "delivery \(count), \(table.rawValue): \(difference ?? "")")
      }
    }
  }

  @Test("is the same when all deliveries come at once")
  func atOnce() async throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.02, releases: 6))
    let run = try await sample.build()
    #expect(run.state == .success, "\(run.story)")
    let table = PublishedTable.featureStates
    #expect(RowComparison.difference(try sample.rows(table.sql), table.rows(sample.expected())) == nil)
    #expect(
      RowComparison.difference(try sample.rows(table.sql), SamplePlaces.expectation("silver.feature_states.6")) == nil)
  }

  @Test("writes nothing for a delivery without news")
  func oldNews() async throws {
    let sample = try SampleBuild(SampleOptions(scale: 0.02, releases: 2))
    _ = try await sample.build()
    let before = try sample.rows(PublishedTable.featureStates.sql)
    try SamplePipeline.growthAnalytics.generate(into: sample.data, options: SampleOptions(scale: 0.02, releases: 3))
    let run = try await sample.build()
    #expect(run.state == .success, "\(run.story)")
    #expect(try sample.rows(PublishedTable.featureStates.sql) == before)
  }
}
