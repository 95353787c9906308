import Testing

@testable import TerminalKit

@Suite struct InputDecoderTests {
  private func decode(_ text: String) -> [InputEvent] {
    var decoder = InputDecoder()
    return decoder.feed(Array(text.utf8)) + decoder.flush()
  }

  @Test(arguments: [
    ("g", Chord.char("g")), ("é", .char("é")), ("日", .char("日")), ("\r", Chord(.enter)), ("\t", Chord(.tab)),
    ("\u{7F}", Chord(.backspace)), ("\u{3}", .control("c")), ("\u{1B}", Chord(.escape)),
    ("\u{1B}x", Chord(.character("x"), .alt)), ("\u{1B}[A", Chord(.up)), ("\u{1B}OB", Chord(.down)),
    ("\u{1B}[1;5C", Chord(.right, .control)), ("\u{1B}[5~", Chord(.pageUp)), ("\u{1B}[1~", Chord(.home)),
    ("\u{1B}[7~", Chord(.home)), ("\u{1B}OF", Chord(.end)), ("\u{1B}[Z", Chord(.tab, .shift)),
    ("\u{1B}[[A", Chord(.function(1))), ("\u{1B}[15~", Chord(.function(5))), ("\u{1B}[24~", Chord(.function(12))),
    ("\u{1B}[3~", Chord(.delete)),
  ])
  func `A key's bytes are that key`(_ bytes: String, _ chord: Chord) {
    #expect(decode(bytes) == [.key(chord)])
  }

  @Test func `Bytes arriving one by one decode the same`() {
    let text = "a\u{1B}[1;5Cé\u{1B}[200~two\nlines\u{1B}[201~z\u{1B}[<0;3;4M"
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for byte in text.utf8 { events += decoder.feed([byte]) }
    #expect(events == decode(text))
    #expect(events.contains(.paste("two\nlines")))
    #expect(events.last == .mouse(MouseEvent(.press, at: Point(2, 3))))
  }

  @Test(arguments: ["\u{1B}[?62;22c", "\u{1B}]11;rgb:0/0/0\u{7}", "\u{1B}P>|term\u{1B}\\", "\u{1B}[12;40R", "\u{1B}[I"])
  func `A terminal's answers are never typed text`(_ answer: String) {
    let typed = decode(answer + "q").filter { if case .key(let chord) = $0 { chord.key != .function(3) } else { true } }
    #expect(typed == [.key(.char("q"))])
  }

  @Test func `Any bytes decode without harm`() {
    var seed: UInt64 = 42
    var decoder = InputDecoder()
    for _ in 0..<20_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = decoder.feed([UInt8(truncatingIfNeeded: seed >> 33) & (seed >> 60 == 0 ? 0xFF : 0x7F)])
    }
    _ = decoder.flush()
  }
}
