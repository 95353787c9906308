import Console
import Engine
import Project
import Testing

@Suite struct RunDifferenceTests {
  private func step(_ node: String, _ state: StepState, rows: Int64 = 0, seconds: Double = 1) -> StepRecord {
    StepRecord(
      run: RunID(1), node: NodeID(node), state: state, startedAt: FixtureRun.at(0), finishedAt: FixtureRun.at(seconds),
      progress: StepProgress(rowsWritten: rows))
  }

  private func check(_ node: String, _ name: String, _ state: GateState) -> CheckRecord {
    CheckRecord(run: RunID(1), node: NodeID(node), gate: .output, name: name, state: state)
  }

  @Test func `Outcomes, rows, findings and slowness are told, what went alike is not`() {
    let difference = RunDifference(
      FixtureRun.record(.success, id: 1), FixtureRun.record(.failed, id: 2),
      steps: (
        before: [
          step("alike", .success, rows: 5), step("grew", .success, rows: 5), step("broke", .success, rows: 5),
          step("slow", .success, rows: 5), step("gone", .success), step("mended", .warned, rows: 1),
        ],
        after: [
          step("alike", .success, rows: 5, seconds: 1.1), step("grew", .success, rows: 9), step("broke", .heldAtOutput),
          step("slow", .success, rows: 5, seconds: 3), step("new", .success), step("mended", .success, rows: 1),
        ]
      ),
      checks: (
        before: [check("mended", "volume", .warn), check("alike", "unique", .pass), check("gone", "x", .fail)],
        after: [
          check("broke", "not_null", .fail), check("alike", "unique", .pass), check("mended", "volume", .pass),
        ]
      ), order: [NodeID("slow"), NodeID("alike")])
    let rows = Dictionary(uniqueKeysWithValues: difference.rows.map { ($0.id.rawValue, $0) })
    #expect(difference.rows.prefix(2).map(\.id.rawValue) == ["slow", "alike"])
    #expect(
      Set(difference.rows.filter(\.isNotable).map(\.id.rawValue)) == ["grew", "broke", "slow", "mended"])
    #expect(rows["grew"]?.rowChange == 4)
    // A step that published nothing has no rows to compare with.
    #expect(rows["broke"]?.rowChange == 0)
    #expect(rows["broke"]?.newFindings == ["not_null"])
    #expect(rows["mended"]?.goneFindings == ["volume"])
    #expect(rows["gone"]?.goneFindings == [])
    #expect(rows["slow"]?.isSlower == true && rows["alike"]?.isSlower == false)
    #expect(difference.summary.hasSuffix("1 slower; 2 in only one of the runs"))
    #expect(difference.summary.hasPrefix("4 of 7 nodes differ: 2 ended otherwise, 1 with other rows"))
  }

  @Test func `Two equal runs differ in nothing`() {
    let steps = [step("a", .success, rows: 3), step("b", .reused)]
    let again = [step("a", .reused), step("b", .success)]
    let difference = RunDifference(
      FixtureRun.record(.success, id: 1), FixtureRun.record(.success, id: 2), steps: (steps, steps), checks: ([], []),
      order: [])
    #expect(difference.rows.count == 2)
    #expect(!difference.rows.contains { $0.isNotable })
    #expect(difference.summary == "nothing differs but the times")
    // What was reused ended as well as what was built.
    let reused = RunDifference(
      FixtureRun.record(.success, id: 1), FixtureRun.record(.success, id: 2), steps: (steps, again), checks: ([], []),
      order: [])
    #expect(!reused.rows.contains { $0.isNotable })
  }
}
