import Testing

@testable import TerminalKit

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("feature_states", 8, Truncation.end, "feature…"), ("feature_states", 8, .middle, "fea…ates"),
    ("feature_states", 8, .start, "…_states"), ("日本語", 4, .end, "日…"), ("日本語", 3, .end, "日…"),
    ("abc", 3, .end, "abc"), ("abc", 1, .end, "…"), ("abc", 0, .end, ""),
  ])
  func `Text that does not fit gives way to an ellipsis`(_ text: String, _ width: Int, _ at: Truncation, _ out: String)
  {
    #expect(clipped(text, to: width, at: at) == out)
  }

  @Test func `Fitted text has exactly the width asked for`() {
    for text in ["", "a", "日本語", "long enough to be cut", "e\u{301}"] {
      for width in 0...24 {
        for alignment in [Alignment.left, .right, .centre] {
          #expect(displayWidth(fitted(text, to: width, alignment)) == width)
        }
      }
    }
  }

  @Test func `Wrapping breaks at blanks, and inside a word only when it must`() {
    #expect(wrapped("the orders gate held", to: 10) == ["the orders", "gate held"])
    #expect(wrapped("abcdefghij", to: 4) == ["abcd", "efgh", "ij"])
    #expect(wrapped("a\n\nb", to: 5) == ["a", "", "b"])
    #expect(wrapped("日本語", to: 1).count >= 3)
  }
}
