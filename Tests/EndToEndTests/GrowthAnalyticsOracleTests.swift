import SampleData
import Testing

@Suite("The plain computation of growth-analytics") struct GrowthAnalyticsOracleTests {
  @Test("agrees with DuckDB on the gold table", arguments: ["2024-12-31", "2024-06-30"])
  func gold(asOf: String) {
    let files = RawFiles(folder: SamplePlaces.growthAnalytics + "/data")
    let oracle = GrowthAnalyticsOracle(files: files, asOf: asOf)
    let name = "gold.feature_conversion_impact" + (asOf == "2024-12-31" ? "" : ".\(asOf)")
    let expected = SamplePlaces.expectation(name)
    #expect(expected.count == 17)
    #expect(RowComparison.difference(oracle.featureConversionImpact, expected) == nil)
  }

  @Test("agrees with DuckDB on the history of features, from one delivery and from six", arguments: [1, 6])
  func history(deliveries: Int) throws {
    let folder = ScratchFolder()
    let options = SampleOptions(scale: 0.001, releases: deliveries)
    try SamplePipeline.growthAnalytics.generate(into: folder.path, options: options)
    let oracle = GrowthAnalyticsOracle(files: RawFiles(folder: folder.path), asOf: "2024-12-31")
    let expected = SamplePlaces.expectation("silver.feature_states" + (deliveries == 1 ? "" : ".\(deliveries)"))
    #expect(expected.count == (deliveries == 1 ? 8 : 15))
    #expect(RowComparison.difference(oracle.featureStates, expected) == nil)
  }

  @Test(
    "counts days right across months and leap years",
    arguments: [("2024-02-28", "2024-03-01", 2), ("2023-02-28", "2023-03-01", 1), ("2023-12-31", "2024-01-01", 1)])
  func days(from: String, to: String, expected: Int) {
    #expect(GrowthAnalyticsOracle.dayNumber(to) - GrowthAnalyticsOracle.dayNumber(from) == expected)
  }
}
