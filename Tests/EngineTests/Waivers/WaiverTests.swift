import Project
import TestSupport
import Testing

@testable import Engine

@Suite("A waiver lets a failing check pass for a while")
struct WaiverTests {
  let ada = "ada"
  let start = Instant(day: "2026-01-10") ?? Instant(microseconds: 0)

  func waiver(_ check: String, node: String? = nil, until day: String) -> Waiver {
    Waiver(
      check: check, node: node.map(NodeID.init), until: Instant(afterDay: day) ?? start, reason: "known", by: ada,
      createdAt: start)
  }

  @Test("it works from the moment it is given through its last day, and not a moment longer")
  func lastsThroughItsDay() throws {
    let given = waiver("volume", until: "2026-01-31")
    #expect(!given.isActive(at: start.advanced(by: -1)))
    #expect(given.isActive(at: start))
    let midnight = try #require(Instant(day: "2026-02-01"))
    #expect(given.isActive(at: midnight.advanced(by: -0.001)))
    #expect(!given.isActive(at: midnight))
    #expect(given.words == "waived by ada until 2026-01-31: known")
  }

  @Test("of several that speak of a check the longest counts, and one for another node does not")
  func theLongestCounts() {
    let waivers = [
      waiver("volume", until: "2026-01-20"), waiver("volume", node: "model.a", until: "2026-01-25"),
      waiver("volume", node: "model.b", until: "2026-02-25"), waiver("other", until: "2026-03-01"),
    ]
    #expect(waivers.active(for: "volume", of: NodeID("model.a"), at: start)?.node == NodeID("model.a"))
    #expect(waivers.active(for: "volume", of: NodeID("model.c"), at: start)?.node == nil)
    #expect(waivers.active(for: "rows", of: NodeID("model.a"), at: start) == nil)
  }

  @Test(
    "days that are none are refused", arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "today", "2026-00-10", ""])
  func refusesNoDay(text: String) { #expect(Instant(afterDay: text) == nil) }

  @Test("days are read as the calendar has them", arguments: ["1970-01-01", "2000-02-29", "2024-12-31", "9999-12-31"])
  func readsDays(text: String) { #expect(Instant(day: text)?.iso8601 == "\(text)T00:00:00.000000Z") }

  @Test("it is kept with its past: given, listed, ended once, and told in the log")
  func isKept() throws {
    let folder = TemporaryFolder()
    let directory = StateDirectory(folder.path + "/.sluice")
    let book = WaiverBook(directory)
    let until = try #require(Instant(afterDay: "2026-01-31"))
    let given = try book.waive("volume", of: NodeID("model.a"), until: until, reason: "known", by: ada, at: start)
    let reader = try RunStoreReader(directory)
    #expect(try reader.waivers() == [given])
    #expect(try reader.waiver(for: "volume", of: NodeID("model.a"), at: start)?.id == given.id)
    #expect(try book.end(given.id, by: "bob", at: start.advanced(by: 60)))
    #expect(try !book.end(given.id, by: "bob", at: start.advanced(by: 70)))
    #expect(try reader.waivers(activeAt: start.advanced(by: 80)).isEmpty)
    #expect(try reader.waivers().map(\.endedAt) == [start.advanced(by: 60)])
    #expect(
      try reader.events(EventQuery(kinds: [EventKind.waiver])).map(\.message) == [
        "volume is waived by ada until 2026-01-31: known", "the waiver of volume was ended by bob",
      ])
  }

  @Test("without a reason, or for a day that is over, none is given")
  func needsReasonAndFuture() throws {
    let folder = TemporaryFolder()
    let book = WaiverBook(StateDirectory(folder.path))
    #expect(throws: RunStoreError.self) {
      try book.waive("volume", of: nil, until: start.advanced(by: 60), reason: " ", by: ada, at: start)
    }
    #expect(throws: RunStoreError.self) {
      try book.waive("volume", of: nil, until: start, reason: "known", by: ada, at: start)
    }
  }

  @Test("a waived test publishes with a warning; once the waiver is over the step runs again and is held")
  func publishesUnderWaiver() async throws {
    let fixture = WarehouseFixture()
    let node = fixture.model("users", "select 1 as id union all select null")
    let test = fixture.test(
      "not_null_users_id", "select id from shop.silver.users where id is null", on: [node],
      definition: TestDefinition(genericName: "not_null", columnName: "id"))
    let now = Instant.now
    let given = Waiver(
      check: "not_null_users_id", node: node.id, until: now.advanced(by: 3600), reason: "known", by: ada,
      createdAt: now.advanced(by: -1))
    let options = StepOptions(context: CompilationContext(), waivers: [given])
    let (outcome, told) = try await fixture.carry(node, tests: [test], options: options)
    #expect(outcome.state == .warned)
    #expect(told.gates.suffix(2) == ["output running", "output waived"])
    let check = try #require(told.checks.first { $0.name == "not_null_users_id" })
    #expect(check.state == .waived)
    #expect(check.message.hasPrefix("1 row has NULL in id; waived by ada until "))
    #expect(told.rows.map(\.rows) == [[[nil]]])
    let request = fixture.request(node, run: 2, tests: [test], options: options)
    #expect(try await fixture.warehouse().assess(request).canReuse)
    let after = try await fixture.warehouse().assess(fixture.request(node, run: 2, tests: [test]))
    #expect(after.reason == "the waiver it was published with has ended")
    #expect(try await fixture.carry(node, run: 2, tests: [test]).outcome.state == .heldAtOutput)
  }
}
