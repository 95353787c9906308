import Console
import Engine
import Project
import TerminalKit
import Testing

/// Going back leads to where one came from, and what cannot be done leaves what is there as it is.
@Suite struct PlaceKeepingTests {
  private func driver(_ size: Size = Size(120, 30)) async throws -> ConsoleDriver {
    try await ConsoleDriver(
      size, FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()))
  }

  @Test func `From the rows of a value Esc leads back to the values, and from there to all rows`() async throws {
    var console = try await driver()
    await console.press("3<enter><right><right>F")
    #expect(console.lines[1].contains("frequency of company_size"))
    await console.press("<down><enter>")
    #expect(console.lines[2].contains("& company_size:enterprise"))
    await console.press("<esc>")
    #expect(console.lines[1].contains("frequency of company_size"))
    #expect(!console.lines[2].contains("&"))
    await console.press("<esc>")
    #expect(!console.lines[1].contains("frequency"))
    #expect(console.lines[2].contains("row 1 of 10 000 000"))
  }

  @Test func `From the rows of a common table Esc leads back to the model's common tables`() async throws {
    var console = try await driver()
    await console.press("3<enter>c<down><enter>")
    #expect(console.lines[2].contains("› paid"))
    await console.press("<esc>")
    #expect(console.lines[1].contains("common tables"))
    #expect(console.picture.contains("where plan <> 'free'"))
    await console.press("<esc><down>")
    #expect(console.lines[2].contains("row 2 of 10 000 000"))
  }

  @Test(arguments: ["3<enter>", "4/feature_states<enter><enter>"])
  func `Esc leaves a filter before it leaves the table`(keys: String) async throws {
    var console = try await driver()
    await console.press(keys)
    let before = console.lines[1]
    let column = keys.hasPrefix("3") ? "user_id" : "feature_id"
    await console.press("&\(column)>1<enter>")
    #expect(console.lines[2].contains("& \(column)>1"))
    await console.press("<esc>")
    #expect(!console.picture.contains("& \(column)>1"))
    #expect(console.lines[1] == before)
  }

  @Test func `Leaving a filter keeps the row, and the shell command shows the rows the filter lets through`()
    async throws
  {
    var console = try await driver()
    await console.press("3<enter>&company_size:NULL<enter><down><down>!")
    #expect(console.lines.last?.contains("--where company_size:NULL") == true)
    await console.press("<esc>")
    #expect(console.lines[2].contains("row 15 of 10 000 000"))
    await console.press("&company_size:NULL<enter>")
    #expect(console.lines[2].contains("row 3 of"))
    await console.press("&\(String(repeating: "<bksp>", count: 17))<enter>")
    #expect(!console.picture.contains("& company_size"))
    await console.press("<down>&company_size:NULL<enter>")
    #expect(console.lines[2].contains("row 1 of"))
  }

  @Test(arguments: ["3<enter>", "4/feature_states<enter><enter>"])
  func `A filter that cannot be is refused with what there is, and the rows stay`(keys: String) async throws {
    var console = try await driver()
    await console.press(keys)
    let rows = console.lines.dropFirst(2).prefix(10)
    await console.press("&nonsense:5<enter>")
    #expect(console.picture.contains("there is no column `nonsense`"))
    #expect(Array(console.lines.dropFirst(2).prefix(10)) == Array(rows))
  }

  @Test func `A text that is no regular expression is told as one`() async throws {
    var console = try await driver()
    await console.press("3<enter>&company_size~([<enter>")
    #expect(console.picture.contains("`([` is no regular expression"))
    #expect(console.lines[2].contains("row 1 of 10 000 000"))
  }

  @Test(arguments: ["2024-13-45", "2023-02-29", "soon", "1"])
  func `What is no date is refused where a date is asked for`(typed: String) async throws {
    var console = try await driver()
    await console.press("4/feature_states<enter><enter>t\(typed)<enter>")
    #expect(console.lines.last?.contains("`\(typed)` is no date") == true)
    #expect(console.picture.contains("as it is now"))
  }

  @Test func `The shell command of a past moment asks for its rows`() async throws {
    var console = try await driver()
    await console.press("4/feature_states<enter><enter>t2024-03<enter>!")
    #expect(console.lines.last?.contains("select * from silver.feature_states for effective") == true)
    await console.press("tv2<enter>!")
    #expect(console.lines.last?.contains("select * from silver.feature_states version as of 2") == true)
  }

  @Test func `What hides lines of the log is told, and Esc leaves it while the end is followed`() async throws {
    var console = try await driver()
    await console.press("6:since 1s<enter>")
    #expect(console.lines[1].contains("since 12:00:03Z"))
    await console.press("&nothing like this<enter>")
    #expect(console.picture.contains("none passes"))
    #expect(console.picture.contains("since 12:00:03Z (Esc)"))
    await console.press("<esc><esc>")
    #expect(!console.lines[1].contains("since"))
    // The end is followed again, not the beginning shown.
    #expect(console.picture.contains("row 3800") && !console.picture.contains("row 100 "))
    await console.press("!")
    #expect(console.lines.last?.contains("--since") == false)
  }

  @Test(arguments: ["2", "5", "6"]) func `A condition on what a list does not have is refused`(screen: String)
    async throws
  {
    var console = try await driver()
    await console.press(screen)
    let before = console.lines.dropLast()
    await console.press("&colour:red<enter>")
    #expect(console.lines.last?.contains("there is no column `colour` to filter by; there are ") == true)
    #expect(console.lines.dropLast() == before)
  }

  @Test func `A run that is not there is not gone to`() async throws {
    var console = try await driver()
    await console.press("5:open 99<enter>")
    #expect(!console.lines[1].contains("run 99"))
    await console.press(":open 40<enter>")
    #expect(console.lines[1].contains("Runs › run 40"))
  }

  @Test func `A preview lists what is done before what is reused`() async throws {
    var console = try await driver()
    await console.press("A")
    let acts = console.lines.compactMap { line in ["  build  ", "  reuse  "].first { line.contains("│ " + $0) } }
    #expect(acts == ["  build  ", "  build  ", "  reuse  "])
  }

  @Test func `A typed build shows what it would do first, as a key does`() async throws {
    var console = try await driver()
    await console.press(":build user_dim<enter>")
    #expect(console.picture.contains("sluice build --select user_dim"))
    #expect(console.picture.contains("2 to build, 1 to reuse"))
    #expect(!console.asked.contains { if case .act = $0 { true } else { false } })
    await console.press("y")
    #expect(console.asked.contains { if case .act = $0 { true } else { false } })
  }

  @Test func `The graph's shell command draws it as it is here`() async throws {
    var console = try await driver()
    await console.press("gz!")
    #expect(console.lines.last?.contains("sluice ls --output graph --group schema --zoom line") == true)
  }

  @Test func `A search looks in all rows, not only in those that were read`() async throws {
    var console = try await driver()
    await console.press("3<enter>/12345<enter>")
    #expect(console.lines[2].contains("row 12 346 of 10 000 000"))
    await console.press("n")
    #expect(console.lines[2].contains("row 112 346 of 10 000 000"))
    await console.press("NN")
    // Backwards from the first that has it, the last that has it is one of the last there are.
    #expect(console.lines[2].contains("row 9 912 346 of 10 000 000"))
    await console.press("<home>/2024-03-99<enter>")
  }

  @Test func `A message longer than the footer is told whole, until the next key`() async throws {
    var console = try await driver(Size(60, 24))
    await console.press("3<enter><tab>&nonsense:5<enter>")
    #expect(console.picture.contains("there is no column `nonsense`"))
    #expect(console.picture.contains("payload"))
    await console.press("<esc>")
    #expect(!console.picture.contains("nonsense"))
  }

  @Test func `A preview that is longer than the window is scrolled, and only another key answers it`() async throws {
    var console = try await driver(Size(80, 10))
    await console.press("A")
    #expect(console.picture.contains("more: ↓"))
    await console.press("<down><down><down>")
    #expect(!console.picture.contains("more: ↓"))
    #expect(console.asked.isEmpty)
    await console.press("y")
    #expect(console.asked.contains { if case .act = $0 { true } else { false } })
  }

  @Test(
    arguments: [
      ("2f<enter>", "<enter>", "rows"), ("2f<enter><enter>", "p", "parents"), ("3<down><enter>", "I", "profile"),
      ("3<down><enter>", "F", "frequency"),
    ])
  func `What waits for an answer that does not come is left, and the reason is said`(
    keys: String, key: String, question: String
  ) async throws {
    var source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    source.broken = question
    var console = try await ConsoleDriver(Size(120, 30), source)
    await console.press(keys)
    let before = console.lines.dropLast()
    await console.press(key)
    #expect(console.state.message?.text == "the disk is gone")
    #expect(console.lines.dropLast() == before)
  }

  @Test func `Back along the places one stands among the rows one left, not at the beginning`() async throws {
    var console = try await ConsoleDriver(
      Size(120, 40), FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed()))
    await console.press("2f<enter><enter><down>")
    let rows = console.lines.dropFirst(1).dropLast()
    await console.press("4")
    await console.press("[")
    #expect(console.lines.dropFirst(1).dropLast() == rows)
    await console.press("p<enter>")
    #expect(console.state.screenID == .tables)
    await console.press("[")
    #expect(console.lines[1].contains("› parents"))
    await console.press("4<enter><enter>3[")
    #expect(console.lines[1].contains("Time › feature_states › "))
  }
}
