import Glibc
import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("The cases of a slowly changing table, by number")
struct HistoryCasesTests {
  let history = HistoryFixture()

  private func feed(_ rows: FeedRow...) async throws -> StepOutcome { try await history.feed(rows).outcome }

  @Test("1: identical duplicates in a batch are one version")
  func case1() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-01-01", "A"))
    #expect(try history.versions() == ["a 2024-01-01 … A"])
  }

  @Test("2: the same key and time with another payload holds, and both rows are shown")
  func case2() async throws {
    let (outcome, told) = try await history.feed([.init("a", "2024-01-01", "A"), .init("a", "2024-01-01", "B")])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.rows.first?.rows.count == 2)
  }

  @Test("3: several versions of a key in one batch are the full chain")
  func case3() async throws {
    _ = try await feed(
      .init("a", "2024-01-03", "C"), .init("a", "2024-01-01", "A"), .init("a", "2024-01-02", "B"))
    #expect(try history.versions() == ["a 2024-01-01 2024-01-02 A", "a 2024-01-02 2024-01-03 B", "a 2024-01-03 … C"])
  }

  @Test("4: insert, update, delete, reinsert in one batch are three versions and a gap")
  func case4() async throws {
    _ = try await feed(
      .init("a", "2024-01-01", "A"), .init("a", "2024-01-02", "B"), .delete("a", "2024-01-03"),
      .init("a", "2024-01-05", "C"))
    #expect(try history.versions() == ["a 2024-01-01 2024-01-02 A", "a 2024-01-02 2024-01-03 B", "a 2024-01-05 … C"])
  }

  @Test("5: a late event before all history is the earliest version, closed at the next")
  func case5() async throws {
    _ = try await feed(.init("a", "2024-02-01", "B"))
    _ = try await feed(.init("a", "2024-01-01", "A"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-02-01 … B"])
  }

  @Test("6: a late event inside a version splits it")
  func case6() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-03-01", "C"))
    _ = try await feed(.init("a", "2024-02-01", "B"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-02-01 2024-03-01 B", "a 2024-03-01 … C"])
  }

  @Test("7: a late delete inside a version shortens it and opens a gap")
  func case7() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-03-01", "C"))
    _ = try await feed(.delete("a", "2024-02-01"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-03-01 … C"])
  }

  @Test("8: a late event inside an unchanged run of equal values splits the run")
  func case8() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-03-01", "A"))
    #expect(try history.versions() == ["a 2024-01-01 … A"])
    _ = try await feed(.init("a", "2024-02-01", "B"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-02-01 2024-03-01 B", "a 2024-03-01 … A"])
  }

  @Test("10: an unchanged re-run writes nothing")
  func case10() async throws {
    let rows: [FeedRow] = [.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B")]
    _ = try await history.feed(rows)
    let before = try history.fixture.rows("select rowid, * from \"silver.states\"")
    let (outcome, _) = try await history.feed(rows)
    #expect(outcome.version?.id == 1)
    #expect(try history.fixture.rows("select rowid, * from \"silver.states\"") == before)
  }

  @Test("11: an event delivered again in a later batch does nothing")
  func case11() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-02-01", "B"))
    let before = try history.table()
    let outcome = try await feed(.init("a", "2024-01-01", "A"))
    #expect(outcome.state == .success)
    #expect(try history.table() == before)
  }

  @Test("12: broken off in the middle of publishing, nothing was written; run again it is as one clean run")
  func case12() async throws {
    let rows: [FeedRow] = [.init("a", "2024-01-02", "B"), .delete("b", "2024-01-05"), .init("c", "2024-01-01", "C")]
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B"))
    let before = try history.table()
    let events = "select * from \"~silver.states@events\" order by 1, 2"
    let known = try history.fixture.rows(events)
    // The last statement of the publishing transaction fails, after rows and events were written.
    try history.write("create trigger stop before insert on \"~versions\" begin select raise(abort, 'stop'); end")
    #expect(try await history.feed(rows).outcome.state == .failed)
    try history.write("drop trigger stop")
    #expect(try history.table() == before)
    #expect(try history.fixture.rows(events) == known)
    _ = try await history.feed(rows)
    let clean = HistoryFixture()
    _ = try await clean.feed([.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B")])
    _ = try await clean.feed(rows)
    #expect(try history.table() == clean.table())
  }

  @Test("13: A, B and A again are three versions")
  func case13() async throws {
    _ = try await feed(
      .init("a", "2024-01-01", "A"), .init("a", "2024-01-02", "B"), .init("a", "2024-01-03", "A"))
    #expect(try history.versions().count == 3)
  }

  @Test("14 and 15: NULL, '' and a value differ, and the old version keeps its NULL")
  func case14And15() async throws {
    _ = try await feed(.init("a", "2024-01-01", nil), .init("a", "2024-01-02", ""), .init("a", "2024-01-03", "v"))
    #expect(try history.versions() == ["a 2024-01-01 2024-01-02 ∅", "a 2024-01-02 2024-01-03 ", "a 2024-01-03 … v"])
  }

  @Test("16 and 40: composite keys and values with the hash's separator stay apart")
  func case16And40() async throws {
    let config: [String: ConfigValue] = [
      "unique_key": .list([.string("id"), .string("extra")]), "track": .string("value"),
    ]
    let rows = [FeedRow("a|b", "2024-01-01", "x", extra: "c"), FeedRow("a", "2024-01-01", "y", extra: "b|c")]
    #expect(try await history.feed(rows, config: config).outcome.state == .success)
    #expect(try history.versions().count == 2)
    let later = [FeedRow("a", "2024-02-01", "z", extra: "b|c")]
    #expect(try await history.feed(later, config: config).outcome.state == .success)
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 y", "a 2024-02-01 … z", "a|b 2024-01-01 … x"])
    let tracked = HistoryFixture()
    let both: [String: ConfigValue] = ["track": .list([.string("value"), .string("extra")])]
    _ = try await tracked.feed([.init("k", "2024-01-01", "a|b", extra: "c")], config: both)
    _ = try await tracked.feed([.init("k", "2024-01-02", "a", extra: "b|c")], config: both)
    #expect(try tracked.versions().count == 2)
  }

  @Test("18: the delete of an unknown key is remembered, and invisible")
  func case18() async throws {
    _ = try await feed(.delete("a", "2024-02-01"), .init("b", "2024-01-01", "B"))
    #expect(try history.versions() == ["b 2024-01-01 … B"])
    _ = try await feed(.init("a", "2024-01-01", "A"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "b 2024-01-01 … B"])
  }

  @Test("17 and 19: a key that ended has no current row; it reappears as a new version, the gap kept")
  func case17And19() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"))
    _ = try await feed(.delete("a", "2024-02-01"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A"])
    _ = try await feed(.init("a", "2024-03-01", "A"))
    #expect(try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-03-01 … A"])
  }

  @Test("20: of an upsert and a delete at the same instant the delete wins, in one batch or in two, in any order")
  func case20() async throws {
    let upsert = FeedRow("a", "2024-01-01", "A")
    let delete = FeedRow.delete("a", "2024-01-01")
    let other = FeedRow("b", "2024-01-01", "B")
    for batches in [[[upsert, delete, other]], [[upsert, other], [delete]], [[delete, other], [upsert]]] {
      let history = HistoryFixture()
      for batch in batches {
        let outcome = try await history.feed(batch).outcome
        #expect(outcome.state.isSuccess, "\(batch): \(outcome.reason ?? "")")
      }
      #expect(try history.versions() == ["b 2024-01-01 … B"])
    }
  }

  @Test("21 and 23: no interval is ever negative: revived with an older time, or future-dated and then deleted")
  func case21And23() async throws {
    _ = try await feed(.init("a", "2024-03-01", "A"), .delete("a", "2024-04-01"))
    _ = try await feed(.init("a", "2024-02-01", "Z"))
    _ = try await feed(.init("f", "2030-01-01", "F"))
    _ = try await feed(.delete("f", "2024-06-01"))
    #expect(
      try history.versions() == ["a 2024-02-01 2024-03-01 Z", "a 2024-03-01 2024-04-01 A", "f 2030-01-01 … F"])
  }

  @Test("22: a changed payload for a known time holds; asked to warn, the first stays and it is told")
  func case22() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"))
    let (held, told) = try await history.feed([.init("a", "2024-01-01", "B")])
    #expect(held.state == .heldAtProcess)
    #expect(told.checks.contains { $0.name == "history.known_instant" && $0.state == .fail })
    let (warned, _) = try await history.feed([.init("a", "2024-01-01", "B")], config: ["on_conflict": .string("warn")])
    #expect(warned.state == .warned)
    #expect(try history.versions() == ["a 2024-01-01 … A"])
  }

  @Test("24: an event older than those that are kept holds, and says so")
  func case24() async throws {
    let (outcome, told) = try await history.feed(
      [.init("a", "2023-12-31", "A")], config: ["earliest_sequence": .string("2024-01-01")])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.checks.contains { $0.name == "history.too_late" && $0.state == .fail })
  }

  @Test(
    "25 and 26: a NULL key or a NULL sequence holds the batch",
    arguments: [
      FeedRow(nil, "2024-01-01", "A"), FeedRow("a", nil, "A"),
    ])
  func case25And26(row: FeedRow) async throws {
    #expect(try await history.feed([row, .init("b", "2024-01-01", "B")]).outcome.state == .heldAtProcess)
  }

  @Test("27: a batch that would close most keys asks first")
  func case27() async throws {
    let ids = (0..<20).map { "k\($0)" }
    _ = try await history.feed(ids.map { .init($0, "2024-01-01", "A") })
    let deletes = ids.dropLast().map { FeedRow.delete($0, "2024-02-01") }
    let (outcome, told) = try await history.feed(deletes)
    #expect(outcome.state == .heldAtProcess)
    #expect(told.checks.contains { $0.message.hasPrefix("this would close 95 % of 20 keys") })
    let (confirmed, _) = try await history.feed(deletes, config: ["confirm_mass_close": .bool(true)])
    #expect(confirmed.state == .success)
  }

  @Test("28: a new tracked column makes no versions; the open rows get its values")
  func case28() async throws {
    let both: [String: ConfigValue] = ["track": .list([.string("value"), .string("extra")])]
    _ = try await history.feed([.init("a", "2024-01-01", "A")], with: ["value"])
    let (outcome, _) = try await history.feed([.init("a", "2024-01-01", "A", extra: "new")], config: both)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try history.fixture.rows("select id, value, extra from \"silver.states\"") == [["a", "A", "new"]])
    _ = try await history.feed([.init("a", "2024-02-01", "A", extra: "newer")], config: both)
    #expect(try history.versions().count == 2)
  }

  @Test("28: asked for, a new tracked column makes a version of every row it has a value in, whatever the order")
  func case28Versions() async throws {
    let rows: [FeedRow] = [.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B")]
    let more: [FeedRow] = [.init("a", "2024-02-01", "A", extra: "new"), .init("b", "2024-02-01", "B")]
    let asked: [String: ConfigValue] = ["track": .null, "new_column": .string("version")]
    let expected: [[Value]] = [
      ["a", nil, "2024-01-01", "2024-02-01"], ["a", "new", "2024-02-01", "9999-12-31"],
      ["b", nil, "2024-01-01", "9999-12-31"],
    ]
    let columns = "select id, extra, effective_from, effective_to from \"silver.states\" order by id, effective_from"
    _ = try await history.feed(rows, config: asked, with: ["value"])
    _ = try await history.feed(more, config: asked)
    #expect(try history.fixture.rows(columns) == expected)

    let other = HistoryFixture()
    _ = try await other.feed(more, config: asked)
    let (late, told) = try await other.feed(rows, config: asked, with: ["value"])
    #expect(late.state == .success, "\(told.checks.filter { $0.state == .fail }.map(\.name))")
    #expect(try other.fixture.rows(columns) == expected)
    let (outcome, _) = try await other.feed(rows, config: ["new_column": .string("both")])
    #expect(outcome.state == .failed && outcome.reason?.contains("rebaseline") == true)
  }

  @Test("29: a dropped column keeps its values in old versions and is NULL in new ones")
  func case29() async throws {
    _ = try await history.feed([.init("a", "2024-01-01", "A", extra: "x")])
    _ = try await history.feed([.init("a", "2024-02-01", "B")], with: ["value"])
    #expect(
      try history.fixture.rows("select value, extra from \"silver.states\" order by effective_from") == [
        ["A", "x"], ["B", nil],
      ])
  }

  @Test("29: versions that differ in a dropped column alone stand, also when their key is touched again")
  func case29Touched() async throws {
    let all: [String: ConfigValue] = ["track": .null]
    _ = try await history.feed(
      [.init("a", "2024-01-01", "A", extra: "x"), .init("a", "2024-02-01", "A", extra: "y")], config: all)
    let (outcome, told) = try await history.feed([.init("a", "2024-03-01", "B")], config: all, with: ["value"])
    #expect(
      outcome.state == .success, "\(outcome.reason ?? "") \(told.checks.filter { $0.state == .fail }.map(\.name))")
    #expect(
      try history.fixture.rows("select value, extra from \"silver.states\" order by effective_from") == [
        ["A", "x"], ["A", "y"], ["B", nil],
      ])
  }

  @Test("30: a type that holds less than before is held before anything is written")
  func case30() async throws {
    _ = try await history.feed([.init("a", "2024-01-01", "A")])
    let (outcome, told) = try await history.feed([.init("a", "2024-02-01", "7")], types: ["value": "int"])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.checks.contains { $0.name == "history.type_narrowed" && $0.state == .fail })
  }

  @Test("30: text among numbers, which the column would keep as a number, is held")
  func case30Changed() async throws {
    _ = try await history.feed([.init("a", "2024-01-01", "7")], types: ["value": "int"])
    let (outcome, told) = try await history.feed([.init("a", "2024-02-01", "007")])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.checks.contains { $0.name == "history.type_changed" && $0.state == .fail })
  }

  @Test("31: an untracked column changed alone updates the open row, without a version")
  func case31() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A", extra: "x"))
    _ = try await feed(.init("a", "2024-02-01", "A", extra: "y"))
    #expect(
      try history.fixture.rows("select value, extra, effective_from from \"silver.states\"") == [
        ["A", "y", "2024-01-01"]
      ])
  }

  @Test("32: years of history in a first load have the events' times")
  func case32() async throws {
    _ = try await feed(.init("a", "1999-05-01", "A"), .init("a", "2011-07-31", "B"))
    #expect(try history.versions() == ["a 1999-05-01 2011-07-31 A", "a 2011-07-31 … B"])
  }

  @Test("33: instants of all zones and forms are UTC of one width")
  func case33() async throws {
    let (outcome, _) = try await history.feed(
      [
        .init("a", "2024-03-31T01:30:00+01:00", "A"), .init("a", "2024-03-31 00:30:00.5Z", "B"),
        .init("a", "2024-03-31T03:00:00+02:00", "C"), .init("a", "2024-04-01", "D"),
      ], types: ["happened": "timestamp"])
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(
      try history.fixture.rows("select effective_from, value from \"silver.states\" order by 1") == [
        ["2024-03-31 00:30:00.000000", "A"], ["2024-03-31 00:30:00.500000", "B"],
        ["2024-03-31 01:00:00.000000", "C"], ["2024-04-01 00:00:00.000000", "D"],
      ])
  }

  @Test("34: other columns tracked from now on: the history is made anew of its events, and goes on")
  func case34() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A", extra: "x"), .init("a", "2024-02-01", "A", extra: "y"))
    #expect(try history.versions() == ["a 2024-01-01 … A"])
    let both: [String: ConfigValue] = ["track": .list([.string("value"), .string("extra")])]
    _ = try await history.feed([.init("a", "2024-03-01", "B", extra: "y")], config: both)
    #expect(
      try history.versions() == ["a 2024-01-01 2024-02-01 A", "a 2024-02-01 2024-03-01 A", "a 2024-03-01 … B"])
  }

  @Test("35 and 36: the open end is the sentinel exactly, and adjacent versions meet")
  func case35And36() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-01-02", "B"))
    #expect(
      try history.fixture.rows("select effective_from, effective_to, is_current from \"silver.states\" order by 1") == [
        ["2024-01-01", "2024-01-02", 0], ["2024-01-02", "9999-12-31", 1],
      ])
  }

  @Test("37: a later run leaves closed rows as they are")
  func case37() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-01-02", "B"))
    let closed = "select rowid, * from \"silver.states\" where not is_current"
    let before = try history.fixture.rows(closed)
    _ = try await feed(.init("b", "2024-01-05", "B"), .init("a", "2024-01-07", "B", extra: "y"))
    #expect(try history.fixture.rows(closed) == before)
  }

  @Test("38: two runs at once are serialised")
  func case38() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"))
    let history = history
    async let first = history.feed([.init("b", "2024-01-01", "B")])
    async let second = history.feed([.init("b", "2024-01-01", "B")])
    let outcomes = try await [first.outcome, second.outcome]
    #expect(outcomes.contains { $0.state == .success }, "\(outcomes.map { $0.reason ?? "" })")
    #expect(try history.versions() == ["a 2024-01-01 … A", "b 2024-01-01 … B"])
  }

  @Test("41: a key with many versions is one among others")
  func case41() async throws {
    let node = history.fixture.model(
      "states",
      """
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
      select 'k' as id, date('1990-01-01', '+' || i || ' days') as happened, i as value from n
      """, .scd2, config: ["unique_key": .string("id"), "sequence_by": .string("happened")])
    let (outcome, _) = try await history.fixture.carry(node)
    #expect(outcome.version?.rows == 20_000, "\(outcome.reason ?? "")")
  }

  @Test("the versions of a key write truth values as its rows do")
  func truthValues() async throws {
    let node = history.fixture.model(
      "states",
      """
      select 'k' as id, '2024-01-01' as happened, cast(0 as boolean) as is_admin
      union all select 'k', '2024-02-01', cast(1 as boolean)
      union all select 'k', '2024-03-01', cast(null as boolean)
      """, .scd2, config: ["unique_key": .string("id"), "sequence_by": .string("happened")])
    let (outcome, _) = try await history.fixture.carry(node)
    #expect(outcome.version?.rows == 3, "\(outcome.reason ?? "")")
    let browser = WarehouseBrowser(try history.fixture.project)
    let relation = RelationName(database: "shop", schema: "silver", identifier: "states")
    let versions = try browser.versions(of: ["k"], in: relation)
    #expect(versions.map { $0.values["is_admin"] } == ["false", "true", .some(nil)])
    #expect(versions.map(\.changed) == [[], ["is_admin"], ["is_admin"]])
    let page = try browser.page(TablePageRequest(relation: relation, count: 10))
    let place = try #require(page.columns.firstIndex { $0.name == "is_admin" })
    #expect(Set(page.rows.map { $0[place] }) == ["false", "true", nil])
  }

  @Test("every version tells which publishing made it known and which its end, and whether it came late")
  func causes() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("a", "2024-03-01", "C"))
    _ = try await feed(.init("a", "2024-02-01", "B"))
    _ = try await feed(.delete("a", "2024-04-01"))
    let browser = WarehouseBrowser(try history.fixture.project)
    let relation = RelationName(database: "shop", schema: "silver", identifier: "states")
    let versions = try browser.versions(of: ["a"], in: relation)
    #expect(versions.map { $0.values["value"] } == ["A", "B", "C"])
    #expect(versions.map { $0.opened?.version } == [1, 2, 1])
    #expect(versions.map { $0.closed?.version } == [2, 1, 3])
    #expect(versions.map(\.badges) == [[], ["late"], []])
    #expect(versions.map(\.isDeleted) == [false, false, true])
  }

  @Test("the badges of many keys at once are those of each key's own versions")
  func badges() async throws {
    _ = try await feed(
      .init("a", "2024-01-01", "A"), .init("a", "2024-03-01", "C"), .init("b", "2024-01-01", "A"),
      .init("c", "2999-01-01", "A"), .init("it's", "2024-01-01", "A"))
    _ = try await feed(.init("a", "2024-02-01", "B"), .delete("b", "2024-02-01"), .delete("it's", "2024-01-05"))
    _ = try await feed(.init("b", "2024-05-01", "A"), .init("it's", "2024-01-02", "Z"))
    let browser = WarehouseBrowser(try history.fixture.project)
    let relation = RelationName(database: "shop", schema: "silver", identifier: "states")
    let keys: [[String?]] = [["a"], ["b"], ["c"], ["it's"], ["nobody"], [nil]]
    var expected: [KeyMoment: Set<String>] = [:]
    for key in keys where key != [nil] {
      for version in try browser.versions(of: key, in: relation) where !version.badges.isEmpty {
        expected[KeyMoment(key: key, from: version.from)] = Set(version.badges)
      }
    }
    #expect(Set(expected.values.joined()) == ["late", "future", "revived"])
    #expect(try browser.badges(of: keys, in: relation).mapValues(Set.init) == expected)
    #expect(try browser.badges(of: [["c"]], in: relation).count == 1)
  }

  @Test("the gate's record tells what a batch does: counts, and for how many keys each column changed")
  func preview() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A", extra: "x"), .init("b", "2024-01-01", "B"))
    let (_, told) = try await history.feed([
      .init("a", "2024-02-01", "A2", extra: "y"), .delete("b", "2024-02-01"), .init("c", "2024-02-01", "C"),
    ])
    let check = try #require(told.checks.first { $0.name == "history.changes" })
    #expect(check.state == .pass && check.message.contains("1 new, 1 changed, 1 closed, 0 revived, 0 with late events"))
    let rows = told.rows.first { $0.columns == ["what", "column", "keys"] }?.rows ?? []
    #expect(rows.contains(["changed column", "value", "1"]) && rows.contains(["changed column", "extra", "1"]))
  }

  @Test("a history kept before versions were kept with its events goes on as it was")
  func earlierFormat() async throws {
    _ = try await feed(.init("a", "2024-01-01", "A"), .init("b", "2024-01-01", "B"))
    try history.write(
      """
      create table "old" (id TEXT, "~at", "~deleted" INTEGER NOT NULL, "~layout" INTEGER NOT NULL, value TEXT, extra TEXT,
        primary key (id, "~at")) without rowid;
      insert into "old" select id, "~at", "~deleted", "~layout", value, extra from "~silver.states@events";
      drop table "~silver.states@events";
      alter table "old" rename to "~silver.states@events";
      pragma user_version = 2
      """)
    // Another file in its place, as a copy brought back is: the process has not seen to this one.
    let file = "\(history.fixture.root)/warehouse/shop.db"
    try #require(system("cp '\(file)' '\(file).copy' && mv '\(file).copy' '\(file)'") == 0)
    _ = try await feed(.init("a", "2023-12-01", "Z"), .init("b", "2024-02-01", "C"))
    #expect(
      try history.versions() == [
        "a 2023-12-01 2024-01-01 Z", "a 2024-01-01 … A", "b 2024-01-01 2024-02-01 B", "b 2024-02-01 … C",
      ])
  }
}
