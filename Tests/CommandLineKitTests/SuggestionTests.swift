import Testing

@testable import CommandLineKit

@Suite("Suggestions") struct SuggestionTests {
  @Test(
    "the distance counts insertions, deletions, substitutions and swaps of neighbours",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("abc", "ab", 1), ("abc", "abd", 1), ("abc", "acb", 1), ("ca", "abc", 3),
      ("kitten", "sitting", 3), ("", "four", 4),
    ])
  func distance(a: String, b: String, expected: Int) {
    #expect(Suggestion.editDistance(Array(a.utf8), Array(b.utf8)) == expected)
    #expect(Suggestion.editDistance(Array(b.utf8), Array(a.utf8)) == expected)
  }

  @Test("what is far off is not suggested")
  func farOff() {
    #expect(Suggestion.nearest(to: "xyzzy", among: ["build", "run"]).isEmpty)
    #expect(Suggestion.nearest(to: "rn", among: ["build", "run"]) == ["run"])
    #expect(Suggestion.nearest(to: "ver", among: ["versions", "run"]) == ["versions"])
    #expect(Suggestion.nearest(to: "a", among: []).isEmpty)
  }
}
