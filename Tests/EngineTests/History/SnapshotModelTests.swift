import Project
import Testing

@testable import Engine

@Suite("Snapshots of generated sources equal a brute-force model")
struct SnapshotModelTests {
  /// What the source says of a key in one state.
  private struct Said: Hashable {
    var name: String
    /// The day of its last change.
    var day: Int
  }

  /// The rule told a second time: a version lasts from the state in which its value was first seen to the one in which it
  /// was no longer; `strategy: timestamp` begins it at its own time, unless the key was gone meanwhile.
  private static func model(_ states: [[String: Said]], byTime: Bool) -> [String] {
    var lines: [String] = []
    for key in Set(states.flatMap(\.keys)) {
      var open: (said: Said, from: String)?
      var wasGone = false
      for (index, state) in states.enumerated() {
        let now = "@\(index + 1)"
        guard let said = state[key] else {
          if let version = open { lines.append("\(key) \(version.said.name) \(version.from) \(now)") }
          wasGone = wasGone || open != nil
          open = nil
          continue
        }
        if let version = open, byTime ? version.said.day == said.day : version.said.name == said.name { continue }
        // All times of the source are older than any snapshot, so a key that was gone begins anew when it is seen again.
        let from = byTime && !wasGone ? time(said.day) : now
        if let version = open {
          // A change after a gap is later than the moment it was seen again only by the clock: it begins now.
          lines.append("\(key) \(version.said.name) \(version.from) \(from)")
        }
        open = (said, from)
      }
      if let version = open { lines.append("\(key) \(version.said.name) \(version.from) ∅") }
    }
    return lines.sorted()
  }

  private static func time(_ day: Int) -> String { "2024-01-\(day < 10 ? "0" : "")\(day) 00:00:00" }

  private func states(_ numbers: inout SeededNumbers, reappear: Bool) -> [[String: Said]] {
    var current: [String: Said] = [:]
    var gone: [String: Said] = [:]
    return (0..<7).map { index in
      for key in (0..<40).map({ "k\($0)" }) {
        let day = index * 3 + 1
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0...1:
          if current[key] == nil, gone[key] == nil || reappear { current[key] = gone[key] ?? Said(name: "A", day: day) }
        case 2...3:
          if let said = current[key] {
            let name = ["A", "B", "C"].filter { $0 != said.name }.randomElement(using: &numbers) ?? "D"
            current[key] = Said(name: name, day: day)
          }
        case 4:
          gone[key] = current.removeValue(forKey: key) ?? gone[key]
        default: break
        }
      }
      current["always"] = current["always"] ?? Said(name: "A", day: 1)
      return current
    }
  }

  @Test("with check_cols and with timestamps, with keys that go and come back", arguments: 1...4, [false, true])
  func equalsModel(seed: UInt64, byTime: Bool) async throws { try await compare(seed: seed, byTime: byTime) }

  @Test("among so many rows that several connections look at them", arguments: 5...6, [false, true])
  func amongMany(seed: UInt64, byTime: Bool) async throws {
    try await compare(seed: seed, byTime: byTime, others: Int(SnapshotPairing.fewestRows) + 1_000)
  }

  /// - Parameter others: How many rows of other keys, which never change, are in every state, between those of the states.
  private func compare(seed: UInt64, byTime: Bool, others: Int = 0) async throws {
    var numbers = SeededNumbers(state: seed)
    // By time a key that came back is dated by the clock, and what changes it later by an older time: only the first is modelled.
    let states = states(&numbers, reappear: !byTime)
    let fixture = SnapshotFixture()
    var moments: [String: String] = [:]
    let strategy = byTime ? "strategy='timestamp', updated_at='updated_at'" : "strategy='check', check_cols=['name']"
    for (index, state) in states.enumerated() {
      let rows = state.map { "('\($0.key)', '\($0.value.name)', cast('\(Self.time($0.value.day))' as timestamp))" }
      fixture.block(
        "s", strategy + ", unique_key='id', hard_deletes='invalidate'",
        """
        select * from (values \(rows.joined(separator: ", "))) as t(id, name, updated_at)
        union all select 'other' || i, 'F', cast('\(Self.time(1))' as timestamp) from range(\(others)) as r(i)
        """)
      let (outcome, _) = try await fixture.carry(
        "s", run: Int64(index + 1), options: StepOptions(context: CompilationContext(), force: true).confirmingMassClose
      )
      #expect(outcome.state.isSuccess, "\(outcome.reason ?? "")")
      let (columns, table) = try fixture.table("s")
      let places = ["id", "name", "dbt_valid_from", "dbt_valid_to"].compactMap { columns.firstIndex(of: $0) }
      let (otherRows, stateRows) = (
        table.filter { $0[places[0]]?.hasPrefix("other") == true },
        table.filter { $0[places[0]]?.hasPrefix("other") != true }
      )
      #expect(otherRows.count == others && otherRows.allSatisfy { $0[places[3]] == nil })
      for row in stateRows {
        for place in places.dropFirst(2) {
          if let moment = row[place], moment >= "2026", moments[moment] == nil { moments[moment] = "@\(index + 1)" }
        }
      }
      let lines = stateRows.map { row in
        places.map { row[$0].map { moments[$0] ?? $0 } ?? "∅" }.joined(separator: " ")
      }
      #expect(lines.sorted() == Self.model(Array(states[...index]), byTime: byTime), "state \(index + 1)")
    }
  }
}
