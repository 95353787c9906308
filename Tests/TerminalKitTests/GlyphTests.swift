import Glibc
import Testing

@testable import TerminalKit

@Suite struct GlyphTests {
  @Test(arguments: [
    ("plain", 5), ("日本語", 6), ("한글", 4), ("e\u{301}a", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇨🇭", 2),
    ("❤️", 1), ("שלום", 4), ("ａ", 2), ("", 0),
  ])
  func `Text takes the columns a reader counts`(_ text: String, _ width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test func `Control characters, line ends and direction marks are shown, never passed on`() {
    var shown = ""
    Glyph.forEach(in: "a\u{1B}[31m\r\n\t\u{7F}\u{9B}\u{202E}\u{200B}b\u{0}") {
      shown.append($0.character)
      return true
    }
    #expect(shown == "a␛[31m␍␊␉␡\u{FFFD}\u{FFFD}\u{FFFD}b␀")
  }

  @Test func `Every glyph measures as the C library measures it`() throws {
    setlocale(LC_CTYPE, "C.UTF-8")
    // The function is in the library but not in Swift's view of its headers.
    let symbol = try #require(dlsym(nil, "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> CInt).self)
    var different: [String] = []
    for value in UInt32(0x20)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let measured = wcwidth(wchar_t(bitPattern: value))
      guard measured > 0 else { continue }
      Glyph.forEach(in: String(Character(scalar))) { glyph in
        let base = glyph.character.unicodeScalars.first ?? scalar
        if Int(wcwidth(wchar_t(bitPattern: base.value))) != glyph.width, wcwidth(wchar_t(bitPattern: base.value)) > 0 {
          different.append(String(value, radix: 16))
        }
        return true
      }
    }
    #expect(different == [])
  }

  @Test func `A lone combining mark stands on a dotted circle`() {
    var canvas = Canvas(Size(3, 1))
    canvas.write("\u{301}x", 0, 0)
    #expect(canvas.lines == ["\u{25CC}\u{301}x"])
  }
}
