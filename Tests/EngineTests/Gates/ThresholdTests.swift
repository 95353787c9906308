import Testing

@testable import Engine

@Suite struct ThresholdTests {
  @Test(
    "The opposite of a bound holds exactly where it does not",
    arguments: ["!= 0", "= 0", "> 10", ">= 5%", "< 3", "<= 2.5"])
  func negation(text: String) throws {
    let bound = try #require(Threshold(text))
    for measured in [0, 1, 2.5, 3, 5, 10, 11, 100] {
      #expect(bound.holds(measured, population: 100) != bound.negated.holds(measured, population: 100), "\(measured)")
    }
    #expect(bound.words == text)
    #expect(Threshold(bound.negated.words) == bound.negated)
  }
}
