import Project
import SQLiteKit

/// Where the rows that are asked for lie.
struct StoredTable {
  /// Quoted, with its schema; or a statement in parentheses.
  var sqlName: String
  var columns: [AdapterColumn]
  /// Rows in all, where known without counting.
  var rows: Int64?
  /// A table with rowids, not a view or a statement.
  var isStored: Bool
  var conditions: [String] = []

  init(sqlName: String, columns: [AdapterColumn], rows: Int64?, isStored: Bool) {
    self.sqlName = sqlName
    self.columns = columns
    self.rows = rows
    self.isStored = isStored
  }

  /// The rows of a published version, wherever they are kept.
  init(_ version: LoggedVersion, _ log: VersionLog) throws {
    let sql = try log.rowsSQL(of: version) ?? ""
    let isWhole = version.record.disposition == .current || StoredRows(version.details) == nil
    let name = version.record.storage ?? ""
    self.init(
      sqlName: isWhole ? quoteIdentifier(log.alias, name) : "(\(sql))", columns: version.record.columns,
      rows: version.record.countedRows, isStored: isWhole && version.kind == .table)
  }

  /// The columns as a list to select; those of a statement may share a name and cannot be named one by one.
  var list: String { sqlName.hasPrefix("(") ? "*" : columns.nameList }

  /// The name its rowids go by: one that no column of its own hides.
  var rowIDName: String? {
    guard isStored else { return nil }
    let own = Set(columns.map { $0.name.lowercased() })
    return ["rowid", "_rowid_", "oid"].first { !own.contains($0) }
  }

  /// Its rows that pass filters, as something to select from.
  func selection(_ filters: [RowFilter]) throws -> String {
    let conditions = try conditions + filters.map { try $0.condition(over: columns) }
    return conditions.isEmpty ? sqlName : "(SELECT * FROM \(sqlName) WHERE \(conditions.joined(separator: " AND ")))"
  }

  /// The first rowid, when rowids run without gaps, so that the n-th row is found without counting up to it.
  func firstRowID(on connection: Connection) throws -> Int64? {
    guard let name = rowIDName, let rows, rows > 0,
      let bounds = try connection.query(
        "SELECT (SELECT min(\(name)) FROM \(sqlName)), (SELECT max(\(name)) FROM \(sqlName))"
      ).first, let first = bounds[0].integer, let last = bounds[1].integer
    else { return nil }
    return last - first + 1 == rows ? first : nil
  }
}

/// How one page of a table is found with as little reading as can be.
///
/// Unsorted rows of a stored table come in the order of their rowids. Where these run without gaps the page's first rowid
/// is computed; else rows are skipped from the nearest row whose place is known, or from the table's end when that is nearer.
struct PageQuery {
  private let table: StoredTable
  private let conditions: [String]
  private let request: TablePageRequest
  private let rowID: String?
  private var start: String?
  private var skipped: Int
  private var isBackwards = false
  /// The statement as a person would write it.
  private(set) var shown: String

  init(table: StoredTable, conditions: [String], request: TablePageRequest) {
    self.table = table
    self.conditions = conditions
    self.request = request
    rowID = request.sorts.isEmpty ? table.rowIDName : nil
    skipped = request.offset
    let prefix = ["main.", "\"main\"."].first { table.sqlName.hasPrefix($0) } ?? ""
    shown = "SELECT \(table.list) FROM \(table.sqlName.dropFirst(prefix.count))"
    if !conditions.isEmpty { shown += " WHERE " + conditions.joined(separator: " AND ") }
    if !request.sorts.isEmpty { shown += " ORDER BY " + request.sorts.map(\.sql).joined(separator: ", ") }
  }

  /// The columns of the page, and behind them the rowid where there is one.
  var columns: [AdapterColumn] {
    rowID == nil ? table.columns : table.columns + [AdapterColumn(name: "rowid", dataType: "INTEGER")]
  }

  /// Looks for a start nearer than the first row.
  mutating func findPlace(on connection: Connection) throws {
    guard let rowID, skipped > 0 else { return }
    if conditions.isEmpty, let first = try table.firstRowID(on: connection) {
      start = "\(rowID) >= \(first + Int64(skipped))"
      skipped = 0
      return
    }
    let anchor = request.anchor.flatMap { $0.position <= skipped ? $0 : nil }
    let ahead = skipped - (anchor?.position ?? 0)
    if let total = (conditions.isEmpty ? table.rows : nil) ?? request.total {
      let behind = Int(total) - skipped - request.count
      if behind >= 0, behind < ahead {
        isBackwards = true
        skipped = behind
        return
      }
    }
    if let anchor {
      start = "\(rowID) >= \(anchor.rowID)"
      skipped = ahead
    }
  }

  /// The statement to run.
  var sql: String {
    var text = "SELECT \(table.list)\(rowID.map { ", " + $0 } ?? "") FROM \(table.sqlName)"
    let all = conditions + (start.map { [$0] } ?? [])
    if !all.isEmpty { text += " WHERE " + all.joined(separator: " AND ") }
    if !request.sorts.isEmpty {
      // Rows that are equal by the columns keep one order, or pages would show some twice and others never.
      text += " ORDER BY " + (request.sorts.map(\.sql) + (table.rowIDName.map { [$0] } ?? [])).joined(separator: ", ")
    } else if let rowID {
      text += " ORDER BY \(rowID)\(isBackwards ? " DESC" : "")"
    }
    text += " LIMIT \(isBackwards ? request.count : request.count + 1)"
    return skipped > 0 ? text + " OFFSET \(skipped)" : text
  }

  /// Takes the rowids out of a page and puts its rows in order.
  func finish(_ page: inout TablePage) {
    guard rowID != nil else { return }
    if isBackwards {
      page.rows.reverse()
      // Rows behind the page were skipped, if any.
      page.isLast = skipped == 0
    }
    page.columns.removeLast()
    if let id = page.rows.first?.last.flatMap({ $0 }).flatMap({ Int64($0) }) {
      page.anchor = RowAnchor(position: request.offset, rowID: id)
    }
    for index in page.rows.indices { page.rows[index].removeLast() }
  }
}
