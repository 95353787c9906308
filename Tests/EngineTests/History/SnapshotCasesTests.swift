import Project
import Testing

@testable import Engine

@Suite("Snapshots where dbt's result is no right history: the cases of a slowly changing table, by number")
struct SnapshotCasesTests {
  let fixture = SnapshotFixture()
  private static let timestamp = "strategy='timestamp', unique_key='id', updated_at='updated_at'"
  private static let check = "strategy='check', unique_key='id', check_cols=['name']"

  /// Takes the snapshot `s` of these rows: id, name, updated_at.
  @discardableResult
  private func take(
    _ rows: [(String?, String?, String?)], _ config: String = timestamp,
    options: StepOptions = StepOptions(context: CompilationContext(), force: true)
  ) async throws -> (outcome: StepOutcome, told: RecordingReporter) {
    func cell(_ text: String?, _ type: String) -> String {
      "cast(\(text.map { "'\($0.replacing("'", with: "''"))'" } ?? "null") as \(type))"
    }
    let selects = rows.map {
      "select \(cell($0.0, "varchar")) as id, \(cell($0.1, "varchar")) as name, \(cell($0.2, "timestamp")) as updated_at"
    }
    fixture.block(
      "s", config,
      selects.isEmpty
        ? "select cast('' as varchar) as id, cast('' as varchar) as name, cast(null as timestamp) as updated_at where 1 = 0"
        : selects.joined(separator: " union all "))
    return try await fixture.carry("s", options: options)
  }

  private func versions() throws -> [String] { try fixture.lines("s", "id", "name", "dbt_valid_from", "dbt_valid_to") }

  private func found(_ told: RecordingReporter, _ name: String) -> CheckRecord? {
    told.checks.first { $0.name == name }
  }

  @Test("1: identical duplicates are one version")
  func case1() async throws {
    try await take([("a", "A", "2024-01-01 00:00:00"), ("a", "A", "2024-01-01 00:00:00")])
    #expect(try versions() == ["a A 2024-01-01 00:00:00 ∅"])
  }

  @Test("2: two rows of one key hold, and both are shown")
  func case2() async throws {
    let (outcome, told) = try await take([("a", "A", "2024-01-01 00:00:00"), ("a", "B", "2024-01-01 00:00:00")])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.rows.first?.rows.count == 2)
  }

  @Test("1, 2, 10: the same among so many rows that several connections look at them")
  func amongMany() async throws {
    func take(_ rows: String, _ options: StepOptions = StepOptions(context: CompilationContext(), force: true))
      async throws -> (outcome: StepOutcome, told: RecordingReporter)
    {
      fixture.block(
        "s", Self.timestamp + ", hard_deletes='invalidate'",
        """
        select 'k' || i as id, 'A' as name, timestamp '2024-01-01 00:00:00' as updated_at
        from range(\(SnapshotPairing.fewestRows)) as r(i) where i not in (7, 11, 13)
        union all select * from (values \(rows)) as t(id, name, updated_at)
        """)
      return try await fixture.carry("s", options: options)
    }
    let three = ["k7", "k11", "k13"].map { "('\($0)', 'A', timestamp '2024-01-01 00:00:00')" }.joined(separator: ", ")
    try await #expect(take(three).outcome.version?.id == 1)
    try await #expect(take(three).outcome.version?.id == 1, "nothing changed")
    let twice = try await take(three + ", ('k7', 'A', timestamp '2024-01-01 00:00:00')")
    #expect(twice.outcome.version?.id == 1, "two identical rows are one")
    let other = try await take(three + ", ('k7', 'B', timestamp '2024-01-01 00:00:00')")
    #expect(other.outcome.state == .heldAtProcess)
    #expect(other.told.rows.first?.rows.count == 2)
    let newTwice = try await take(
      three + ", ('n', 'A', timestamp '2024-01-01 00:00:00'), ('n', 'B', timestamp '2024-01-01 00:00:00')")
    #expect(newTwice.outcome.state == .heldAtProcess)
    #expect(found(newTwice.told, "snapshot.duplicate_key")?.state == .fail)
    let nameless = try await take(three + ", (null, 'A', timestamp '2024-01-01 00:00:00')")
    #expect(found(nameless.told, "snapshot.null_key")?.state == .fail)
    let timeless = try await take(three + ", ('n', 'A', null)")
    #expect(found(timeless.told, "snapshot.null_updated_at")?.state == .fail)
    // One gone, one changed, one new, and one that differs though its time did not move on.
    let (outcome, told) = try await take(
      """
      ('k7', 'B', timestamp '2024-02-01 00:00:00'), ('k11', 'silent', timestamp '2024-01-01 00:00:00'),
      ('n', 'N', timestamp '2024-02-01 00:00:00')
      """)
    #expect(outcome.state == .warned, "\(outcome.reason ?? "")")
    #expect(found(told, "snapshot.same_updated_at")?.state == .warn)
    let lines = try versions().filter { !$0.hasSuffix("A 2024-01-01 00:00:00 ∅") }
    #expect(
      lines == [
        "k13 A 2024-01-01 00:00:00 now", "k7 A 2024-01-01 00:00:00 2024-02-01 00:00:00", "k7 B 2024-02-01 00:00:00 ∅",
        "n N 2024-02-01 00:00:00 ∅",
      ])
  }

  @Test("10: nothing changed writes nothing, and needs no version")
  func case10() async throws {
    try await take([("a", "A", "2024-01-01 00:00:00")])
    let (outcome, _) = try await take([("a", "A", "2024-01-01 00:00:00")])
    #expect(outcome.version?.id == 1)
  }

  @Test("16 and 40: composite keys that hold the separator of the id stay apart, though they share dbt's id")
  func case16And40() async throws {
    let config = "strategy='timestamp', unique_key=['id', 'name'], updated_at='updated_at', hard_deletes='invalidate'"
    let rows = [("a|b", "c", "2024-01-01 00:00:00"), ("a", "b|c", "2024-01-01 00:00:00")]
    let (outcome, _) = try await take(rows, config)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    try await take([rows[1], ("a|b", "c", "2024-02-01 00:00:00")], config)
    try await take([("a|b", "c", "2024-02-01 00:00:00")], config)
    #expect(
      try versions() == [
        "a b|c 2024-01-01 00:00:00 now", "a|b c 2024-01-01 00:00:00 2024-02-01 00:00:00", "a|b c 2024-02-01 00:00:00 ∅",
      ])
  }

  @Test("17 and 19: a deleted key that comes back as it was begins when it was seen again, the gap kept")
  func case17And19() async throws {
    let row = ("a", "A", "2024-01-01 00:00:00")
    let config = Self.timestamp + ", hard_deletes='invalidate'"
    try await take([row, ("b", "B", "2024-01-01 00:00:00")], config)
    try await take([("b", "B", "2024-01-01 00:00:00")], config)
    #expect(try versions() == ["a A 2024-01-01 00:00:00 now", "b B 2024-01-01 00:00:00 ∅"])
    let (outcome, _) = try await take([row, ("b", "B", "2024-01-01 00:00:00")], config)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(try versions() == ["a A 2024-01-01 00:00:00 now", "a A now ∅", "b B 2024-01-01 00:00:00 ∅"])
  }

  @Test("17 and 21: with a record of the deletion too, the record never ends before it began")
  func case21() async throws {
    let rows = [("a", "A", "2024-01-01 00:00:00"), ("b", "B", "2024-01-01 00:00:00")]
    let config = Self.timestamp + ", hard_deletes='new_record'"
    try await take(rows, config)
    try await take([rows[1]], config)
    let (outcome, _) = try await take(rows, config)
    #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    #expect(
      try fixture.lines("s", "id", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted") == [
        "a 2024-01-01 00:00:00 now False", "a now now True", "a now ∅ False", "b 2024-01-01 00:00:00 ∅ False",
      ])
  }

  @Test("22: a change whose updated_at stands still is told; with check_cols it is dated by the clock")
  func case22() async throws {
    try await take([("a", "A", "2024-01-01 00:00:00")])
    let (outcome, told) = try await take([("a", "B", "2024-01-01 00:00:00")])
    #expect(outcome.state == .warned)
    #expect(found(told, "snapshot.same_updated_at")?.state == .warn)
    #expect(try versions() == ["a A 2024-01-01 00:00:00 ∅"])
    let (checked, more) = try await take([("a", "B", "2024-01-01 00:00:00")], Self.check + ", updated_at='updated_at'")
    #expect(checked.state == .warned && found(more, "snapshot.updated_at_stood_still") != nil)
    #expect(try versions() == ["a A 2024-01-01 00:00:00 now", "a B now ∅"])
  }

  @Test("23: what was to begin in the future and is deleted before never began")
  func case23() async throws {
    let config = Self.timestamp + ", hard_deletes='invalidate'"
    let other = ("b", "B", "2024-01-01 00:00:00")
    try await take([("a", "A", "2024-01-01 00:00:00"), other, ("c", "C", "2999-01-01 00:00:00")], config)
    try await take([("a", "A2", "2999-01-01 00:00:00"), other, ("c", "C", "2999-01-01 00:00:00")], config)
    #expect(try versions().first == "a A 2024-01-01 00:00:00 2999-01-01 00:00:00")
    let (outcome, _) = try await take([other], config)
    #expect(outcome.state.isSuccess, "\(outcome.reason ?? "")")
    #expect(try versions() == ["a A 2024-01-01 00:00:00 now", "b B 2024-01-01 00:00:00 ∅"])
  }

  @Test(
    "25 and 26: a row without key or updated_at holds",
    arguments: [(nil, "2024-01-01 00:00:00"), ("a", nil)] as [(String?, String?)])
  func case25And26(row: (String?, String?)) async throws {
    let (outcome, told) = try await take([(row.0, "A", row.1), ("b", "B", "2024-01-01 00:00:00")])
    #expect(outcome.state == .heldAtProcess)
    #expect(told.rows.first?.rows.count == 1)
  }

  @Test("27: an empty or truncated source asks first, and is let through when confirmed")
  func case27() async throws {
    let config = Self.timestamp + ", hard_deletes='invalidate'"
    let rows = (0..<20).map { ("k\($0)", "A", "2024-01-01 00:00:00") }
    try await take(rows, config)
    let (outcome, told) = try await take(Array(rows.prefix(1)), config)
    #expect(outcome.state == .heldAtProcess)
    #expect(found(told, "history.mass_close")?.message.hasPrefix("this would close 95 % of 20 keys") == true)
    #expect(try versions().allSatisfy { $0.hasSuffix("∅") })
    let (confirmed, _) = try await take(
      Array(rows.prefix(1)), config,
      options: StepOptions(context: CompilationContext(), force: true).confirmingMassClose)
    #expect(confirmed.state.isSuccess)
    #expect(try versions().filter { $0.hasSuffix("∅") }.count == 1)
  }

  @Test("30: a type that holds less is held before anything is written")
  func case30() async throws {
    try await take([("a", "A", "2024-01-01 00:00:00")])
    fixture.block(
      "s", Self.timestamp, "select 'a' as id, cast(7 as integer) as name, cast('2024-02-01' as timestamp) as updated_at"
    )
    let (outcome, told) = try await fixture.carry("s")
    #expect(outcome.state == .heldAtProcess && found(told, "snapshot.type_narrowed") != nil)
  }

  @Test(
    "30: a type whose values the column would keep as others is held",
    arguments: [
      ("7", "'007'"), ("1.5", "'1.50'"), ("date '2024-01-01'", "timestamp '2024-01-01 12:00:00'"),
      ("timestamp '2024-01-01 12:00:00'", "date '2024-01-01'"),
    ])
  func changedType(before: String, after: String) async throws {
    for (place, value) in [before, after].enumerated() {
      fixture.block("s", "strategy='check', unique_key='id', check_cols='all'", "select 1 as id, \(value) as name")
      let (outcome, told) = try await fixture.carry("s")
      #expect(outcome.state == (place == 0 ? .success : .heldAtProcess))
      #expect((found(told, "snapshot.type_changed") != nil) == (place == 1))
    }
  }

  @Test("30: a day that was text before, or is now, is the same day")
  func daysAsText() async throws {
    for value in ["'2024-01-01'", "date '2024-01-01'", "'2024-01-01'"] {
      fixture.block("s", "strategy='check', unique_key='id', check_cols='all'", "select 1 as id, \(value) as name")
      #expect(try await fixture.carry("s").outcome.state == .success)
    }
    #expect(try fixture.lines("s", "name", "dbt_valid_to") == ["2024-01-01 ∅"])
  }

  @Test("30: a number that gets a fraction is kept as it is")
  func widenedNumber() async throws {
    for value in ["1", "1.5"] {
      fixture.block("s", "strategy='check', unique_key='id', check_cols='all'", "select 1 as id, \(value) as name")
      #expect(try await fixture.carry("s").outcome.state == .success)
    }
    #expect(try fixture.lines("s", "name", "dbt_valid_to") == ["1 now", "1.5 ∅"])
  }

  @Test("2 000 columns less those of its own are compared, and a name of the engine's own is refused")
  func wide() async throws {
    func columns(_ value: Int) -> String {
      (0..<1_984).map { "\($0 == 77 ? value : $0) as c\($0)" }.joined(separator: ", ")
    }
    for value in [1, 2] {
      fixture.block("s", "strategy='check', unique_key='c0', check_cols='all'", "select \(columns(value))")
      let (outcome, _) = try await fixture.carry("s")
      #expect(outcome.state == .success, "\(outcome.reason ?? "")")
    }
    #expect(try fixture.lines("s", "c77", "dbt_valid_to") == ["1 now", "2 ∅"])
    for name in ["_rowid_", "\"~row\""] {
      fixture.block("t", "strategy='check', unique_key='id', check_cols='all'", "select 1 as id, 2 as \(name)")
      #expect(try await fixture.carry("t").outcome.reason?.contains("cannot have a column named") == true)
    }
  }

  @Test("a record of a deletion is told as one, and what comes after it as revived; nothing of now is of the future")
  func deletionsAreTold() async throws {
    let config = Self.check + ", hard_deletes='new_record'"
    for rows in [[("a", "A", nil)], [], [("a", "A", nil)]] as [[(String?, String?, String?)]] {
      try await take(rows, config)
    }
    let relation = RelationName(database: "cases", schema: "main", identifier: "s")
    let versions = try WarehouseBrowser(try fixture.project).versions(of: ["a"], in: relation)
    #expect(versions.map(\.badges) == [[], ["deletion"], ["revived"]])
  }

  @Test("the gate's record tells what changes: counts, and for how many keys each column")
  func preview() async throws {
    let config = Self.timestamp + ", hard_deletes='invalidate'"
    try await take([("a", "A", "2024-01-01 00:00:00"), ("b", "B", "2024-01-01 00:00:00")], config)
    let (_, told) = try await take([("a", "A2", "2024-01-02 00:00:00"), ("c", "C", "2024-01-02 00:00:00")], config)
    let check = try #require(found(told, "snapshot.changes"))
    #expect(check.state == .pass)
    #expect(check.message.hasPrefix("3 keys touched: 1 new, 1 changed, 1 closed, 0 revived"))
    let rows = told.rows.first { $0.columns == ["what", "column", "keys"] }?.rows ?? []
    #expect(rows.contains(["changed column", "name", "1"]) && rows.contains(["closed", nil, "1"]))
  }

  @Test("every version tells which publishing made it known, and which its end")
  func causes() async throws {
    let config = Self.timestamp + ", hard_deletes='invalidate'"
    try await take([("a", "A", "2024-01-01 00:00:00"), ("b", "B", "2024-01-01 00:00:00")], config)
    try await take([("a", "A2", "2024-01-02 00:00:00"), ("b", "B", "2024-01-01 00:00:00")], config)
    try await take([("b", "B", "2024-01-01 00:00:00")], config)
    let relation = RelationName(database: "cases", schema: "main", identifier: "s")
    let versions = try WarehouseBrowser(try fixture.project).versions(of: ["a"], in: relation)
    #expect(versions.map { $0.opened?.version } == [1, 2])
    #expect(versions.map { $0.closed?.version } == [2, 3])
    #expect(versions.map(\.isDeleted) == [false, true])
    #expect(versions[1].changed == ["name", "updated_at"])
  }

  @Test(
    "a configuration dbt refuses is refused, and says what to do",
    arguments: [
      ("strategy='timestamp', unique_key='id'", "needs updated_at"),
      ("strategy='check', unique_key='id'", "needs check_cols"),
      ("strategy='check', unique_key='id', check_cols='some'", "must be a list"),
      ("strategy='check', unique_key='id', check_cols=['nope']", "which the query does not give"),
      ("unique_key='id'", "needs a strategy"),
      ("strategy='mine', unique_key='id'", "macro of the project's own"),
      (timestamp + ", hard_deletes='sometimes'", "use ignore, invalidate or new_record"),
      (timestamp + ", hard_deletes='ignore', invalidate_hard_deletes=True", "not both"),
    ])
  func refusals(config: String, words: String) async throws {
    try await take([("a", "A", "2024-01-01 00:00:00")], Self.check)
    // What is seen while the project is read is told then, the rest when the snapshot is taken.
    var reason = ""
    do {
      let (outcome, _) = try await take([("a", "A", "2024-01-01 00:00:00")], config)
      if outcome.state == .failed { reason = outcome.reason ?? "" }
    } catch let failure as CompilationFailure {
      reason = failure.description
    }
    #expect(reason.contains(words), "\(reason)")
  }
}
