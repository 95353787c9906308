import CommandLineKit
import Testing

@Suite("Printed rows") struct RowPrinterTests {
  private func printed(_ format: OutputFormat, _ rows: [[OutputCell]], limits: TableLimits = TableLimits()) -> String {
    var text = ""
    var printer = RowPrinter(format, columns: ["name", "n", "ok"], limits: limits) { text += $0 }
    for row in rows { printer.print(row) }
    printer.finish()
    return text
  }

  private static let rows: [[OutputCell]] = [
    [.text("a, \"b\""), .number("1.5"), .bool(true)], [.text(""), .integer(20), .null],
    [.null, .null, .bool(false)],
  ]

  @Test("a table aligns its columns, numbers to the right")
  func table() {
    #expect(
      printed(.table, Self.rows) == """
        name      n  ok
        ──────  ───  ─────
        a, "b"  1.5  true
                 20  ∅
        ∅         ∅  false

        """)
  }

  @Test("a table in ASCII draws with ASCII")
  func plainTable() {
    #expect(
      printed(.table, [[.null, .integer(3), .bool(true)]], limits: TableLimits(usesASCII: true)) == """
        name  n  ok
        ----  -  ----
        null  3  true

        """)
  }

  @Test("a table without rows is a heading")
  func emptyTable() {
    #expect(printed(.table, []) == "name  n  ok\n────  ─  ──\n")
  }

  @Test("long cells are cut where a limit says so, and counted")
  func cuts() {
    var text = ""
    var printer = RowPrinter(.table, columns: ["a"], limits: TableLimits(cellWidth: 5)) { text += $0 }
    printer.print([.text("123456789")])
    printer.print([.text("12345")])
    #expect(printer.finish() == 1)
    #expect(text == "a\n─────\n1234…\n12345\n")
  }

  @Test("rows after the sample are printed as they come, and may stand out")
  func streaming() {
    var text = ""
    var printer = RowPrinter(.table, columns: ["a", "b"], limits: TableLimits(sampleRows: 1)) { text += $0 }
    printer.print([.text("x"), .text("y")])
    #expect(text == "a  b\n─  ─\nx  y\n")
    printer.print([.text("longer"), .text("y")])
    #expect(text.hasSuffix("longer  y\n"))
  }

  @Test("nothing in a table can steer the terminal")
  func controls() {
    #expect(printed(.table, [[.text("\u{1B}[2J\nx\t\u{202E}"), .null, .null]]).contains(#"\u001b[2J\nx\t\u202e"#))
  }

  @Test("comma-separated values quote what needs it, and tell NULL from nothing")
  func csv() {
    #expect(printed(.csv, Self.rows) == "name,n,ok\n\"a, \"\"b\"\"\",1.5,true\n\"\",20,\n,,false\n")
  }

  @Test("JSON is one array, or one object a line")
  func json() {
    #expect(
      printed(.jsonl, Self.rows) == """
        {"name": "a, \\"b\\"", "n": 1.5, "ok": true}
        {"name": "", "n": 20, "ok": null}
        {"name": null, "n": null, "ok": false}

        """)
    #expect(printed(.json, []) == "[]\n")
    #expect(
      printed(.json, [[.text("\u{1}é"), .null, .null], [.null, .null, .null]])
        == "[\n  {\"name\": \"\\u0001é\", \"n\": null, \"ok\": null},\n  {\"name\": null, \"n\": null, \"ok\": null}\n]\n"
    )
  }
}
