import Testing

@testable import Engine

@Suite("Secrets are masked wherever they stand")
struct SecretScrubberTests {
  @Test(
    "Whole, repeated, overlapping, beside other letters",
    arguments: [
      ("nothing here", "nothing here"), ("abc", "*****"), ("xabcabcx", "x**********x"), ("abcdef", "*****"),
      ("ab", "ab"), ("", ""), ("ABC", "ABC"), ("ünabcü", "ün*****ü"), ("say \"q\\\"uote\"", "say \"*****\""),
    ])
  func masks(text: String, masked: String) {
    #expect(SecretScrubber(secrets: ["abc", "abcdef", "", "q\"uote"]).scrub(text) == masked)
  }
}
