import Testing

@testable import TerminalKit

@Suite struct CanvasTests {
  @Test func `Overwriting half of a wide glyph blanks the other half`() {
    var canvas = Canvas(Size(6, 2))
    canvas.write("日本語", 0, 0)
    canvas.write("x", 1, 0)
    canvas.write("日本語", 0, 1)
    canvas.write("x", 2, 1)
    #expect(canvas.lines == [" x本語", "日x 語"])
  }

  @Test func `A wide glyph cut by an edge becomes a blank`() {
    var canvas = Canvas(Size(5, 1))
    canvas.write("日本語", 0, 0)
    #expect(canvas.lines == ["日本"])
    canvas.write("日本", -1, 0, Style(.pass))
    #expect(canvas.lines == [" 本"])
  }

  @Test func `Nothing is drawn outside the clip`() {
    var canvas = Canvas(Size(6, 3))
    canvas.clipped(to: Rect(1, 1, 3, 1)) {
      $0.fill(Rect(-5, -5, 50, 50), "#", .text)
      $0.write("abcdefgh", 0, 1)
    }
    #expect(canvas.lines == ["", " bcd", ""])
  }

  @Test func `Crossing lines join`() {
    var canvas = Canvas(Size(5, 5))
    canvas.horizontal(0, to: 4, 2)
    canvas.vertical(2, 0, to: 4)
    canvas.frame(Rect(0, 0, 5, 5))
    canvas.addArms([.left, .right], 2, 2, .muted, weight: .heavy)
    #expect(canvas.lines == ["╭───╮", "│ │ │", "│─╋─│", "│ │ │", "╰───╯"])
  }

  @Test func `ASCII keeps every column`() {
    var canvas = Canvas(Size(12, 2))
    canvas.frame(Rect(0, 0, 5, 2))
    canvas.write("✔ 日 é ▌", 5, 0)
    let shown = canvas.shown(in: .ascii)
    #expect(shown.lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    #expect(shown.lines[0].hasPrefix("+---+"))
  }

  @Test func `Exported text says nothing about colour it does not need`() {
    var canvas = Canvas(Size(8, 1))
    canvas.write("ok ", 0, 0)
    canvas.write("bad", 3, 0, Style(.fail))
    #expect(canvas.ansiLines(theme: .mono, depth: .mono) == ["ok \u{1B}[0;1mbad\u{1B}[0m"])
    #expect(canvas.ansiLines(theme: .ansi16, depth: .ansi8) == ["ok \u{1B}[0;31mbad\u{1B}[0m"])
    #expect(canvas.svg(theme: .ansi16, background: .indexed(0), foreground: .indexed(7)).contains(">bad</text>"))
  }

  @Test(arguments: [1, 7, 30, 90, 1000])
  func `In steps of a few cells one picture becomes another, never more than a row beyond what is allowed`(_ limit: Int)
  {
    func picture(_ sign: String, _ style: Style) -> Canvas {
      var canvas = Canvas(Size(20, 6))
      for row in 0..<6 where row != 3 { canvas.write(String(repeating: sign, count: 3 * row + 2), row, row, style) }
      return canvas
    }
    let target = picture("▶", Style(.running))
    var shown = picture("·", Style(.muted))
    var steps = 0
    var isWhole = false
    while !isWhole, steps < 20 {
      let next = target.caughtUp(from: shown, cells: limit)
      let changed = zip(next.canvas.cells, shown.cells).count { !$0.looksLike($1) }
      #expect(changed > 0 && changed < limit + 20)
      (shown, isWhole) = (next.canvas, next.isWhole)
      steps += 1
    }
    #expect(shown == target)
    #expect(limit < 20 ? steps > 1 : steps == 1)
    #expect(target.caughtUp(from: shown, cells: limit).isWhole)
  }
}
