import Project
import Testing

@testable import Engine

@Suite("A table as it was")
struct MomentTests {
  let versions = VersionFixture()

  private func threeVersions(_ materialization: Materialization) async throws {
    try await versions.publish([["1", "A", nil]], run: 1, materialization)
    try await versions.publish([["1", "B", nil]], run: 3, materialization)
    try await versions.publish([["1", "C", nil]], run: 5, materialization)
  }

  @Test(
    "by version, run and time, in pages and in SQL, for a table written whole and one changed in place",
    arguments: [Materialization.table, .incremental])
  func moments(materialization: Materialization) async throws {
    try await threeVersions(materialization)
    let second = try versions.browser.version(at: .version(2), of: versions.relation)
    for (moment, sql, row) in [
      (TableMoment.version(1), "version as of 1", "1 A ∅"), (.version(2), "version as of 2", "1 B ∅"),
      (.version(3), "version as of 3", "1 C ∅"), (.run(RunID(4)), "run as of 4", "1 B ∅"),
      (.run(RunID(5)), "run as of 5", "1 C ∅"),
      (.time(second.publishedAt), "timestamp as of '\(second.publishedAt.iso8601)'", "1 B ∅"),
      (.time(.now), "for system_time as of '2999-01-01'", "1 C ∅"),
    ] {
      #expect(try versions.rows(moment) == [row])
      #expect(try versions.query("select * from silver.people \(sql)") == [row])
    }
  }

  @Test("two moments of one table can be joined")
  func joined() async throws {
    try await threeVersions(.table)
    #expect(
      try versions.query(
        "select old.name, new.name from silver.people version as of 1 as old join silver.people as new on old.id = new.id"
      )
        == ["A C"])
  }

  @Test(
    "what there is not is refused in words",
    arguments: [
      ("version as of 9", "has no version 9"), ("timestamp as of '2001-01-01'", "had no version yet"),
      ("timestamp as of 'soon'", "'soon' is no date"), ("version as of 0", "count from 1"),
      ("for effective '2024-01-01'", "keeps no history"),
    ])
  func refused(sql: String, words: String) async throws {
    try await threeVersions(.table)
    let error = try #require(throws: TranslationRefusal.self) {
      try versions.query("select * from silver.people \(sql)")
    }
    #expect(error.description.contains(words), "\(error)")
  }

  @Test("a model is always made from the present: a moment in it is refused")
  func models() async throws {
    try await threeVersions(.table)
    let node = versions.fixture.model("late", "select * from silver.people version as of 1")
    let (outcome, _) = try await versions.fixture.carry(node)
    #expect(outcome.state == .failed && outcome.reason?.contains("show --inline") == true, "\(outcome.reason ?? "")")
  }

  @Test("the rows of a history that held on a day, and of an earlier version of it")
  func effective() async throws {
    let history = HistoryFixture()
    _ = try await history.feed([.init("a", "2024-01-01", "A"), .init("a", "2024-02-01", "B")])
    _ = try await history.feed([.init("a", "2024-01-15", "L")])
    let browser = WarehouseBrowser(try history.fixture.project)
    func value(_ moment: String) throws -> [String?] {
      try browser.query("select value from silver.states \(moment)", count: 9).rows.map { $0[0] }
    }
    #expect(try value("for effective '2024-01-20'") == ["L"])
    #expect(try value("for effective '2024-02-01'") == ["B"])
    #expect(try value("for effective date '2024-01-31 23:59:59'") == ["L"])
    #expect(try value("for effective '2023-12-31'") == [])
    #expect(try value("version as of 1 for effective '2024-01-20'") == ["A"])
  }
}
