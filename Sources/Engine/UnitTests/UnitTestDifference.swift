/// Two bags of rows held against each other, in whatever order they came.
struct UnitTestDifference {
  let columns: [String]
  let expected: [[String?]]
  let actual: [[String?]]

  /// What differs, expected rows next to the actual ones most like them; nil when nothing does.
  var failingRows: FailingRows? {
    let missing = Self.left(expected, without: actual)
    var extra = Self.left(actual, without: expected)
    guard !missing.isEmpty || !extra.isEmpty else { return nil }
    var rows: [[String?]] = []
    for row in missing {
      rows.append(["expected"] + row)
      guard let like = extra.indices.max(by: { Self.likeness(extra[$0], row) < Self.likeness(extra[$1], row) }),
        Self.likeness(extra[like], row) > 0
      else { continue }
      rows.append(["actual"] + extra.remove(at: like))
    }
    rows += extra.map { ["actual"] + $0 }
    return FailingRows(columns: ["row"] + columns, rows: rows, total: Int64(rows.count))
  }

  private static func left(_ rows: [[String?]], without others: [[String?]]) -> [[String?]] {
    var counts: [[String?]: Int] = [:]
    for row in others { counts[row, default: 0] += 1 }
    return rows.filter { row in
      guard let count = counts[row], count > 0 else { return true }
      counts[row] = count - 1
      return false
    }
  }

  private static func likeness(_ left: [String?], _ right: [String?]) -> Int {
    zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
  }
}
