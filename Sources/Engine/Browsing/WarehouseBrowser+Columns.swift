import Project
import SQLiteKit

extension WarehouseBrowser {
  /// What a column holds; reads the whole table.
  package func profile(of column: String, in request: TablePageRequest) throws -> ColumnProfile {
    let (connection, source, known) = try scan(column, request)
    defer { connection.close() }
    let name = quoteIdentifier(known.name)
    let row = try connection.query(
      """
      SELECT count(*), count(\(name)), count(DISTINCT \(name)), min(\(name)), max(\(name)),
        avg(CASE WHEN typeof(\(name)) IN ('integer', 'real') THEN \(name) END),
        sum(typeof(\(name)) IN ('integer', 'real')) FROM \(source)
      """
    ).first
    let rows = row?[0].integer ?? 0
    let present = row?[1].integer ?? 0
    let isNumeric = present > 0 && row?[6].integer == present
    var profile = ColumnProfile(
      column: known, rows: rows, nulls: rows - present, distinct: row?[2].integer ?? 0,
      least: row.flatMap { $0[3].words },
      greatest: row.flatMap { $0[4].words }, mean: isNumeric ? row?[5].double : nil)
    for share in [0.25, 0.5, 0.75] where present > 0 {
      let place = min(present - 1, Int64(Double(present) * share))
      let value = try connection.queryValue(
        "SELECT \(name) FROM \(source) WHERE \(name) IS NOT NULL ORDER BY \(name) LIMIT 1 OFFSET \(place)")
      if let text = value?.words { profile.quantiles.append((share, text)) }
    }
    profile.histogram =
      isNumeric && profile.distinct > 12
      ? try buckets(name, source, low: row?[3].double ?? 0, high: row?[4].double ?? 0, on: connection)
      : try mostFrequent(name, source, count: 12, on: connection).map { ($0.value ?? "NULL", $0.count) }
    return profile
  }

  /// How often each value occurs; reads the whole table.
  package func frequency(of column: String, in request: TablePageRequest) throws -> ColumnFrequency {
    let (connection, source, known) = try scan(column, request)
    defer { connection.close() }
    let name = quoteIdentifier(known.name)
    let values = try mostFrequent(name, source, count: 1_000, on: connection)
    let row = try connection.query(
      "SELECT count(*), count(DISTINCT \(name)), max(\(name) IS NULL) FROM \(source)"
    ).first
    let distinct = (row?[1].integer ?? 0) + (row?[2].integer ?? 0)
    return ColumnFrequency(
      column: known.name, values: values, rows: row?[0].integer ?? 0,
      otherValues: max(0, distinct - Int64(values.count)))
  }

  /// A connection, the rows asked for as something to select from, and the column as the table spells it.
  private func scan(
    _ column: String, _ request: TablePageRequest
  ) throws -> (connection: Connection, source: String, column: AdapterColumn) {
    guard let connection = try open(request.relation.database) else { throw notThere(request.relation) }
    do {
      let table = try storedTable(of: request, on: connection)
      guard let known = table.columns.first(where: { $0.name.lowercased() == column.lowercased() }) else {
        throw WarehouseError("\(request.relation) has no column '\(column)'")
      }
      let conditions = try table.conditions + request.filters.map { try $0.condition(over: table.columns) }
      let source =
        conditions.isEmpty
        ? table.sqlName : "(SELECT * FROM \(table.sqlName) WHERE \(conditions.joined(separator: " AND ")))"
      return (connection, source, known)
    } catch {
      connection.close()
      throw error
    }
  }

  private func mostFrequent(
    _ name: String, _ source: String, count: Int, on connection: Connection
  ) throws -> [(value: String?, count: Int64)] {
    try connection.query(
      "SELECT \(name), count(*) FROM \(source) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(count)"
    ).map { ($0[0].words, $0[1].integer ?? 0) }
  }

  /// Twelve buckets of equal width.
  private func buckets(
    _ name: String, _ source: String, low: Double, high: Double, on connection: Connection
  ) throws -> [(label: String, count: Int64)] {
    guard high > low, (high - low).isFinite else { return [] }
    let width = (high - low) / 12
    let counts = try connection.query(
      """
      SELECT min(11, CAST((\(name) - \(low)) / \(width) AS INTEGER)), count(*) FROM \(source) WHERE \(name) IS NOT NULL
      GROUP BY 1
      """)
    var result = (0..<12).map { (label: Self.label(low + Double($0) * width), count: Int64(0)) }
    for row in counts {
      if let bucket = row[0].int, result.indices.contains(bucket) { result[bucket].count = row[1].integer ?? 0 }
    }
    return result
  }

  private static func label(_ value: Double) -> String {
    if let whole = Int64(exactly: value.rounded()), abs(value) >= 100 || value == value.rounded() {
      return String(whole)
    }
    return String((value * 100).rounded() / 100)
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
