import Project
import Testing

@testable import Console
@testable import Engine

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

extension RunDifferenceTests {
  @Test func `Values of two runs are told column by column and key by key`() throws {
    func version(_ id: Int64, _ rows: Int64) -> VersionRecord {
      VersionRecord(
        id: id, relation: RelationName(database: "d", schema: "s", identifier: "t"), node: NodeID("t"), run: RunID(id),
        publishedAt: FixtureRun.at(0), rows: rows, columns: [], disposition: .current, fingerprint: "", cause: "")
    }
    let columns = ["id", "plan", "seats"].map { AdapterColumn(name: $0, dataType: "TEXT") }
    var diff = VersionDiff(
      from: version(1, 3), to: version(2, 4), keyColumns: ["id"], columns: columns, newColumns: ["seats"],
      goneColumns: [], offset: 0)
    (diff.added, diff.changed) = (2, 1)
    diff.changesByColumn = [("plan", 1)]
    diff.rows = [
      VersionDiff.Row(kind: .added, before: nil, after: ["4", "pro", nil], changed: [], count: 1),
      VersionDiff.Row(kind: .changed, before: ["1", "free", nil], after: ["1", nil, nil], changed: [1], count: 1),
    ]
    diff.isLast = false
    let lines = ValueDifference(
      diff,
      before: [ColumnCounts(name: "id", nulls: 0, distinct: 3), ColumnCounts(name: "plan", nulls: 0, distinct: 2)],
      after: [
        ColumnCounts(name: "id", nulls: 0, distinct: 4), ColumnCounts(name: "plan", nulls: 1, distinct: 2),
        ColumnCounts(name: "seats", nulls: 4, distinct: 0),
      ]
    ).lines
    #expect(
      lines == [
        "v1 of run 1 → v2 of run 2", "rows  3 → 4  +1", "keys (id)  +2 added  ~1 changed", "",
        "column  nulls      distinct   rows changed", "id      0          3 → 4  +1  ",
        "plan    0 → 1  +1  2          1",
        "seats   new        4 nulls    ", "", "+ 4", "~ 1  plan: free → NULL", "… only the first 2 are listed",
      ])
  }
}
