import Project
import SQLiteKit
import Testing

@testable import Engine

@Suite("Generated histories equal a brute-force model")
struct HistoryModelTests {
  /// Events of many keys: some deletions, some runs of equal values, one payload a key and instant.
  private func events(keys: Int, _ numbers: inout SeededNumbers) -> Set<FeedRow> {
    var all: Set<FeedRow> = []
    for key in 0..<keys {
      for day in (1...9).shuffled(using: &numbers).prefix(Int.random(in: 1...7, using: &numbers)) {
        let at = "2024-01-0\(day)"
        if Int.random(in: 0..<4, using: &numbers) == 0 { all.insert(.delete("k\(key)", at)) }
        if Int.random(in: 0..<5, using: &numbers) > 0 {
          let value = [nil, "", "A", "B"].randomElement(using: &numbers) ?? nil
          all.insert(FeedRow("k\(key)", at, value))
        }
      }
    }
    return all
  }

  @Test("9, 11, 39: whatever the order and the batches, and with events told twice", arguments: 1...6)
  func equalsModel(seed: UInt64) async throws {
    var numbers = SeededNumbers(state: seed)
    let all = events(keys: 400, &numbers)
    var rest = Array(all).sorted { ($0.id ?? "", $0.at ?? "") < ($1.id ?? "", $1.at ?? "") }.shuffled(using: &numbers)
    let history = HistoryFixture()
    var seen: Set<FeedRow> = []
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 100...400, using: &numbers))
      var batch = Array(rest.prefix(count))
      rest.removeFirst(count)
      batch += seen.shuffled(using: &numbers).prefix(10)
      seen.formUnion(batch)
      let (outcome, _) = try await history.feed(batch, config: ["confirm_mass_close": .bool(true)])
      #expect(outcome.state == .success, "\(outcome.reason ?? "")")
      #expect(try history.versions() == HistoryModel.table(seen))
    }
    let latest = Dictionary(grouping: all, by: { $0.id ?? "" }).compactMap { id, own -> String? in
      let last = own.compactMap(\.at).max()
      let said = own.filter { $0.at == last }
      return said.contains(where: \.isDelete) ? nil : said.first.map { "\(id) \($0.value ?? "∅")" }
    }
    let current = try history.fixture.rows(
      "select id || ' ' || coalesce(value, '∅') from \"silver.states\" where is_current")
    #expect(Set(current.compactMap { $0[0].text }) == Set(latest))
  }

  @Test("9: two orders of the same events give the identical table, cell by cell")
  func permutations() async throws {
    var numbers = SeededNumbers(state: 99)
    let all = Array(events(keys: 40, &numbers))
    let first = HistoryFixture()
    let second = HistoryFixture()
    _ = try await first.feed(all)
    for batch in [all.reversed().prefix(60), all.reversed().dropFirst(60)] {
      _ = try await second.feed(Array(batch), config: ["confirm_mass_close": .bool(true)])
    }
    #expect(try first.table() == second.table())
  }
}
