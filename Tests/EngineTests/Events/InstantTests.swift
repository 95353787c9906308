import Testing

@testable import Engine

@Suite("Moments are written as ISO 8601")
struct InstantTests {
  /// From Python: `datetime.fromtimestamp(s, timezone.utc).isoformat()`.
  @Test(
    "In UTC with microseconds",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (1_709_164_800_000_000, "2024-02-29T00:00:00.000000Z"),
      (1_709_251_199_999_999, "2024-02-29T23:59:59.999999Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (4_102_444_800_000_000, "2100-01-01T00:00:00.000000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    ])
  func iso8601(microseconds: Int64, text: String) {
    #expect(Instant(microseconds: microseconds).iso8601 == text)
  }
}
