import SQLiteKit

/// Writes `failures.db`: the failing rows of checks, capped in number and size, under the check's id.
final class FailureStore {
  /// How many rows of one check are kept, and how many bytes of one cell.
  static let rowLimit = 1_000
  static let cellLimit = 32_768

  private let path: String
  private let connection: Connection

  init(_ directory: StateDirectory) throws(RunStoreError) {
    path = directory.failuresFile
    connection = try StoreFile.openForWriting(path, .failures)
  }

  func close() { connection.close() }

  /// Keeps rows in a transaction of their own, before the check that names them is committed: rows without a check are
  /// harmless, a check without its rows is not.
  func keep(_ rows: FailingRows, check: Int64, run: RunID) throws(RunStoreError) {
    do {
      try connection.transaction {
        let kept = rows.rows.prefix(Self.rowLimit)
        // A check whose own transaction was lost leaves its number, and rows under it, to the next one.
        try connection.run("DELETE FROM failing_rows WHERE check_id=?", [.integer(check)])
        try connection.run(
          "INSERT OR REPLACE INTO failures(check_id,run,columns,kept,total) VALUES(?,?,?,?,?)",
          [
            .integer(check), .integer(run.rawValue), .text(JSONValue.strings(rows.columns).text), .integer(kept.count),
            .integer(rows.total),
          ])
        for (position, row) in kept.enumerated() {
          let cells = JSONValue.array(row.map { JSONValue.string(orNull: $0.map(Self.capped)) })
          try connection.run(
            "INSERT INTO failing_rows(check_id,position,cells) VALUES(?,?,?)",
            [.integer(check), .integer(position), .text(cells.text)])
        }
      }
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  /// Cuts a long cell at a character and says how much there was.
  private static func capped(_ cell: String) -> String {
    let count = cell.utf8.count
    guard count > cellLimit else { return cell }
    var kept = Substring(cell)
    let end = cell.utf8.index(cell.utf8.startIndex, offsetBy: cellLimit)
    kept = cell[..<(end.samePosition(in: cell) ?? cell.index(before: end))]
    return "\(kept)… (\(count) bytes in all)"
  }
}
