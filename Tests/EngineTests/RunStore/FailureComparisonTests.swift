import Project
import Testing

@testable import Engine

@Suite("Failing rows are told as new, persisting or resolved")
struct FailureComparisonTests {
  @Test("Against the run before, row by row")
  func compared() throws {
    let store = try StoreFixture()
    let second = try store.ledger.enter(StoreFixture.draft(), lock: store.lock)
    let third = try store.ledger.enter(StoreFixture.draft(), lock: store.lock)
    let writer = try RunStoreWriter(store.directory)
    func failing(_ run: RunID, _ ids: [String?], total: Int64? = nil) -> StoreWrite {
      let rows = FailingRows(columns: ["id"], rows: ids.map { [$0] }, total: total ?? Int64(ids.count))
      let state: GateState = ids.isEmpty ? .pass : .fail
      return .check(
        CheckRecord(run: run, node: NodeID("a"), gate: .output, name: "x", state: state, rowsFailing: rows.total),
        ids.isEmpty ? nil : rows, at: store.at(1))
    }
    try writer.commit(
      failing(store.run, []), failing(second, ["1", "2", "2", nil]), failing(third, ["2", "3", nil], total: 9))
    writer.close()
    let reader = try RunStoreReader(store.directory)
    let first = try #require(try reader.failureComparison(check: 2))
    #expect(first.previous == store.run)
    #expect(first.rows.map(\.tag) == [.new, .new, .new, .new])
    #expect(first.isComplete)
    let later = try #require(try reader.failureComparison(check: 3))
    #expect(later.previous == second)
    #expect(later.rows.map(\.tag) == [.persisting, .new, .persisting])
    #expect(later.resolved == [["1"], ["2"]])
    #expect(!later.isComplete)
    #expect(try reader.failureComparison(check: 1)?.columns == nil)
  }

  @Test("Without a run before, nothing is called new")
  func first() {
    let rows = FailingRows(columns: ["id"], rows: [["1"]], total: 1)
    #expect(FailureComparison(now: rows, before: nil, previous: nil).rows.map(\.tag) == [nil])
  }
}
