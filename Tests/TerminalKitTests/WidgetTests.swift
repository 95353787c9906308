import Testing

@testable import TerminalKit

@Suite struct WidgetTests {
  private func draw(_ width: Int, _ height: Int, _ body: (inout Canvas) -> Void) -> [String] {
    var canvas = Canvas(Size(width, height))
    body(&canvas)
    return canvas.lines
  }

  @Test(arguments: GlyphSet.allCases) func `A scroll bar's thumb is told from its track in any glyphs`(
    _ glyphs: GlyphSet
  ) {
    var canvas = Canvas(Size(1, 6))
    ScrollBar(first: 0, shown: 6, total: 18).draw(into: &canvas, in: Rect(0, 0, 1, 6))
    let lines = canvas.shown(in: glyphs).lines
    #expect(Set(lines.prefix(2)).count == 1)
    #expect(Set(lines.dropFirst(2)).count == 1)
    #expect(lines[0] != lines[5])
  }

  private static let widgets: [(String, @Sendable (inout Canvas, Rect) -> Void)] = [
    ("progress", { ProgressBar(share: 0.7).draw(into: &$0, $1.x, $1.y, width: $1.width) }),
    ("bars", { BarChart([.init("label", 3, figure: "3 rows"), .init("x", 9, figure: "9")]).draw(into: &$0, in: $1) }),
    ("braille", { BrailleChart([1, nil, 5, 2]).draw(into: &$0, in: $1) }),
    ("scroll", { ScrollBar(first: 3, shown: 4, total: 90).draw(into: &$0, in: $1) }),
    ("tabs", { Tabs(["Graph", "Gates"], selected: 1).draw(into: &$0, in: $1) }),
    ("field", { _ = TextField("some text").draw(into: &$0, $1.x, $1.y, width: $1.width) }),
    ("popup", { _ = Popup("Title", size: Size(20, 5)).draw(into: &$0, in: $1) }),
    ("confirm", { ConfirmDialog(title: "T", question: "Really?", details: ["a", "b"]).draw(into: &$0, in: $1) }),
    ("text", { TextView(["some words", "日本語 and more"]).draw(into: &$0, in: $1) }),
    ("tree", { Tree([TreeRow(1, depth: 0, label: "a", isBranch: true)], cursor: .init()).draw(into: &$0, in: $1) }),
    (
      "hints",
      {
        KeyHints([BindingSummary(chords: ["r"], label: "run", help: "", availability: .available)]).draw(
          into: &$0, in: $1)
      }
    ),
    (
      "table",
      { canvas, rect in
        var cursor = ListCursor()
        cursor.setCount(5)
        Table(columns: [TableColumn("id", width: 4), TableColumn("name", width: 9)], cursor: cursor, frozen: 1)
          .draw(into: &canvas, in: rect) { TableCell("\($0).\($1)") }
      }
    ),
  ]

  @Test(arguments: [(0, 0), (1, 1), (2, 1), (1, 9), (3, 3), (40, 12)])
  func `Every widget survives any size`(_ width: Int, _ height: Int) {
    for (_, widget) in WidgetTests.widgets {
      var canvas = Canvas(Size(width, height))
      widget(&canvas, canvas.bounds)
      widget(&canvas, Rect(-3, -3, width + 20, height + 20))
    }
  }

  @Test func `A progress bar fills in eighths`() {
    #expect(ProgressBar(share: 0).text(width: 4) == "    ")
    #expect(ProgressBar(share: 0.5).text(width: 4) == "██  ")
    #expect(ProgressBar(share: 0.53125).text(width: 4) == "██▏ ")
    #expect(ProgressBar(share: 7).text(width: 2) == "██")
    #expect(ProgressBar(share: .nan).text(width: 2) == "  ")
  }

  @Test func `A sparkline shows the newest values from zero to the greatest`() {
    #expect(Sparkline([0, 7, nil, 3.5]).text(width: 4) == "▁▇ ▄")
    #expect(Sparkline([9, 1, 2]).text(width: 2) == "▄▇")
    #expect(Sparkline([0, 0]).text(width: 9) == "▁▁")
  }

  @Test func `A table freezes columns and shows where it stands`() {
    var cursor = ListCursor()
    cursor.setCount(30)
    cursor.setHeight(3)
    cursor.move(to: 29)
    let columns = [TableColumn("id", width: 3, .right), TableColumn("one", width: 4), TableColumn("two", width: 4)]
    let table = Table(columns: columns, cursor: cursor, frozen: 1, firstColumn: 1)
    let lines = draw(14, 4) { canvas in
      table.draw(into: &canvas, in: canvas.bounds) { TableCell($1 == 0 ? "\($0)" : "r\($0)") }
    }
    #expect(lines == [" id│ two", " 27│ r27     │", " 28│ r28     │", " 29│ r29     ┃"])
  }

  @Test func `A line rises from the lower left to the upper right`() {
    let lines = draw(4, 1) { BrailleChart([0, 1, 2, 3]).draw(into: &$0, in: $0.bounds) }
    #expect(lines == ["⣀⠤⠒⠉"])
  }

  @Test func `A confirmation names what it touches and what it leaves out`() {
    let dialog = ConfirmDialog(title: "Cancel", question: "Cancel run 42?", details: (1...9).map { "step \($0)" })
    let lines = draw(40, 10) { dialog.draw(into: &$0, in: $0.bounds) }
    #expect(lines.contains { $0.contains("Cancel run 42?") })
    #expect(lines.contains { $0.contains("… and 7 more") })
    #expect(lines.contains { $0.contains("y yes") })
  }

  @Test func `History is walked from the newest and the draft comes back`() {
    var field = TextField("dra", history: ["first", "second"])
    _ = field.handle(Chord(.up))
    #expect(field.text == "second")
    _ = field.handle(Chord(.up))
    _ = field.handle(Chord(.up))
    #expect(field.text == "first")
    _ = field.handle(Chord(.down))
    _ = field.handle(Chord(.down))
    #expect(field.text == "dra")
    _ = field.handle(.control("w"))
    #expect(field.text == "")
  }

  @Test(
    arguments: [
      ("name    a b c d e f", 16, ["name    a b c d ", "        e f"]),
      ("name    xxxxxxxxxx", 16, ["name    xxxxxxxx", "        xx"]),
      ("  from a, b, c, d", 10, ["  from a, ", "  b, c, d"]),
      ("a_long_name  value of it", 16, ["a_long_name  ", "  value of it"]),
      ("plain words wrap", 11, ["plain words", "wrap"]), ("名前  あいうえおか", 12, ["名前  あいう", "      えおか"]),
    ])
  func `A long line goes on below where its text begins`(_ line: String, _ width: Int, _ shown: [String]) {
    #expect(TextView([line]).shown(width: width) == shown)
  }
}
