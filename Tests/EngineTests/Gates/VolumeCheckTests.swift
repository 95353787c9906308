import Testing

@testable import Engine

@Suite struct VolumeCheckTests {
  @Test(
    "All is gone only where nothing is left",
    arguments: [
      (5, 1_000, "−99.5 %"), (0, 1_000, "−100 %"), (1, 1_000_000, "−99.9 %"), (6, 1_000, "−99 %"),
      (400, 1_000, "−60 %"), (1_000, 1_000, "+0 %"), (15_000, 1_000, "+1400 %"), (Int64.max, 1, "+\(Int64.max) %"),
    ] as [(Int64, Int64, String)])
  func words(rows: Int64, usual: Int64, expected: String) {
    #expect(VolumeCheck.change(to: rows, from: usual) == expected)
  }
}
