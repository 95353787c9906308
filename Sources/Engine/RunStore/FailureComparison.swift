/// The failing rows of a check held against those of the run before: what is new, what is still there, what is gone.
package struct FailureComparison: Sendable {
  package enum Tag: String, Sendable { case new, persisting }

  /// The run compared with; nil when the check never ran before: then nothing can be called new.
  package var previous: RunID?
  package var columns: [String]
  /// Rows of this run with their tags; nil tags when there is nothing to compare with.
  package var rows: [(cells: [String?], tag: Tag?)]
  /// Rows that failed then and do not fail now.
  package var resolved: [[String?]]
  /// False when either run kept fewer rows than failed: tags then speak of the kept ones only.
  package var isComplete: Bool

  /// Compares two sets of kept rows as bags: a row that failed once then and twice now is once persisting, once new.
  package init(now: FailingRows, before: FailingRows?, previous: RunID?) {
    columns = now.columns
    self.previous = previous
    guard let before, before.columns == now.columns else {
      rows = now.rows.map { ($0, nil) }
      resolved = []
      isComplete = false
      return
    }
    var left: [[String?]: Int] = [:]
    for row in before.rows { left[row, default: 0] += 1 }
    rows = now.rows.map { row in
      guard let count = left[row], count > 0 else { return (row, .new) }
      left[row] = count - 1
      return (row, .persisting)
    }
    resolved = before.rows.filter { row in
      guard let count = left[row], count > 0 else { return false }
      left[row] = count - 1
      return true
    }
    isComplete = Int64(now.rows.count) >= now.total && Int64(before.rows.count) >= before.total
  }
}

extension RunStoreReader {
  /// The kept failing rows of a check, each tagged by whether it failed in the run before as well; nil when none are kept.
  package func failureComparison(check id: Int64) throws(RunStoreError) -> FailureComparison? {
    guard let check = try check(id), let now = try failingRows(check: id, limit: FailureStore.rowLimit) else {
      return nil
    }
    let earlier = try checkHistory(check.node, name: check.name, limit: 50).first { $0.run < check.run }
    guard let earlier else { return FailureComparison(now: now, before: nil, previous: nil) }
    // A check that passed kept no rows: everything that fails now is new.
    let before =
      try failingRows(check: earlier.id, limit: FailureStore.rowLimit)
      ?? (earlier.rowsFailing ?? 0 == 0 ? FailingRows(columns: now.columns, rows: [], total: 0) : nil)
    return FailureComparison(now: now, before: before, previous: earlier.run)
  }
}
