import Project
import SQLiteKit

extension WarehouseBrowser {
  /// The first look at a column: one scan over the rows asked for.
  package func summary(of column: String, in request: TablePageRequest) throws -> ColumnProfile {
    let scan = try scan(column, request)
    defer { scan.close() }
    let name = scan.name
    let isText = "typeof(\(name)) = 'text'"
    let row = try scan.connection.query(
      """
      SELECT count(*), count(\(name)), min(\(name)), max(\(name)),
        avg(CASE WHEN typeof(\(name)) IN ('integer', 'real') THEN \(name) END),
        sum(typeof(\(name)) = 'integer'), sum(typeof(\(name)) = 'real'), sum(\(isText)), sum(typeof(\(name)) = 'blob'),
        min(CASE WHEN \(isText) THEN length(\(name)) END), avg(CASE WHEN \(isText) THEN length(\(name)) END),
        max(CASE WHEN \(isText) THEN length(\(name)) END), sum(\(name) = '')
      FROM \(scan.source)
      """
    ).first
    guard let row else { return ColumnProfile(column: scan.column, rows: 0, nulls: 0) }
    let rows = row[0].integer ?? 0
    let kinds = zip(["integer", "real", "text", "blob"], 5...8).map { (name: $0, count: row[$1].integer ?? 0) }
    var profile = ColumnProfile(
      column: scan.column, rows: rows, nulls: rows - (row[1].integer ?? 0), blanks: row[12].integer ?? 0,
      least: row[2].words, greatest: row[3].words, mean: row[4].double, kinds: kinds.filter { $0.count > 0 })
    if let least = row[9].integer, let mean = row[10].double, let greatest = row[11].integer {
      profile.lengths = (least, mean, greatest)
    }
    return profile
  }

  /// Fills in a summary's distribution: reads the column's values in order.
  package func distribution(_ summary: ColumnProfile, in request: TablePageRequest) throws -> ColumnProfile {
    let scan = try scan(summary.column.name, request)
    defer { scan.close() }
    let statement = try scan.connection.prepare(
      "SELECT \(scan.name), count(*) FROM \(scan.source) WHERE \(scan.name) IS NOT NULL GROUP BY 1 ORDER BY 1")
    var runs = ValueRuns(summary)
    while try statement.step() {
      let value = statement.value(0)
      runs.take(value.words ?? "", number: value.double ?? 0, count: statement.int64(1))
    }
    var profile = summary
    profile.distribution = runs.distribution
    return profile
  }

  /// How often each value occurs; reads the whole table.
  package func frequency(of column: String, in request: TablePageRequest) throws -> ColumnFrequency {
    let scan = try scan(column, request)
    defer { scan.close() }
    let statement = try scan.connection.prepare(
      "SELECT \(scan.name), count(*) FROM \(scan.source) GROUP BY 1 ORDER BY 1")
    var listed = CommonestValues<String?>(most: 1_000)
    while try statement.step() { listed.take(statement.value(0).words, count: statement.int64(1)) }
    return ColumnFrequency(
      column: scan.column.name, values: listed.values, rows: listed.rows,
      otherValues: listed.distinct - Int64(listed.values.count))
  }

  /// Rows that are asked for as something to select from.
  struct ColumnScan {
    let connection: Connection
    let source: String
    let column: AdapterColumn
    /// The column, quoted as the table spells it.
    let name: String

    func close() { connection.close() }
  }

  private func scan(_ column: String, _ request: TablePageRequest) throws -> ColumnScan {
    let opened = try opened(request, sorts: true)
    do {
      guard let known = opened.table.columns.first(where: { $0.name.lowercased() == column.lowercased() }) else {
        throw WarehouseError("there is no column '\(column)' here")
      }
      return ColumnScan(
        connection: opened.connection, source: try opened.table.selection(request.filters), column: known,
        name: quoteIdentifier(known.name))
    } catch {
      opened.connection.close()
      throw error
    }
  }
}

extension Value {
  /// The value as people read it; nil for NULL.
  var words: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob: quoteLiteral(self)
    }
  }
}
