import Project
import SQLiteKit

extension WarehouseBrowser {
  /// A page of a table or of a statement's rows. No row is counted for it: totals come from the version log.
  package func page(_ request: TablePageRequest) throws -> TablePage {
    let opened = try opened(request)
    defer { opened.connection.close() }
    let table = opened.table
    let conditions = try table.conditions + request.filters.map { try $0.condition(over: table.columns) }
    var query = PageQuery(table: table, conditions: conditions, request: request)
    try query.findPlace(on: opened.connection)
    var page = try rows(of: query.sql, columns: query.columns, count: request.count, on: opened.connection)
    query.finish(&page)
    page.offset = request.offset
    page.keyColumns = request.source == .relation ? nodes[request.relation]?.config.uniqueKey ?? [] : []
    page.total = conditions.isEmpty ? table.rows ?? request.total : request.total
    page.sql = opened.written ?? query.shown
    return page
  }

  /// How many rows there are that pass the filters; reads as much as it must.
  package func count(_ request: TablePageRequest) throws -> Int64 {
    let opened = try opened(request)
    defer { opened.connection.close() }
    let source = try opened.table.selection(request.filters)
    return try opened.connection.queryValue("SELECT count(*) FROM \(source)")?.integer ?? 0
  }

  /// The first rows of a statement in the project's dialect that only reads.
  package func query(_ sql: String, count: Int) throws -> TablePage {
    let session = try QuerySession(project, cancellation: cancellation)
    defer { session.close() }
    let translated = try session.translate(sql)
    return try rows(
      of: translated.sql, columns: translated.columns ?? [], count: count, on: session.connection)
  }

  /// Steps through a statement for up to `count` rows and a look at whether there are more.
  func rows(
    of sql: String, columns known: [AdapterColumn], count: Int, on connection: Connection
  ) throws -> TablePage {
    let statement = try connection.prepare(sql)
    let columns =
      known.count == statement.columnCount
      ? known
      : statement.columnNames.enumerated().map {
        AdapterColumn(name: $0.element, dataType: statement.declaredType($0.offset) ?? "")
      }
    var rows: [[String?]] = []
    var isLast = true
    while try statement.step() {
      if rows.count == count {
        isLast = false
        break
      }
      rows.append(columns.indices.map { statement.cell($0, of: columns[$0]) })
    }
    return TablePage(columns: columns, rows: rows, isLast: isLast, sql: sql)
  }

  func notThere(_ relation: RelationName) -> WarehouseError {
    WarehouseError("\(relation) has no published version yet: build it first")
  }

  /// Where a table's rows of a moment are.
  func storedTable(of request: TablePageRequest, on connection: Connection) throws -> StoredTable {
    let log = VersionLog(connection, database: request.relation.database)
    let name = request.relation.tableName
    if let point = request.moment.point {
      let version = try log.version(at: point, of: request.relation)
      return try StoredTable(version, log)
    }
    guard let kind = try connection.kind(of: name) else { throw notThere(request.relation) }
    let current = try log.current(request.relation)
    let columns = try current?.record.columns ?? declaredColumns(of: name, on: connection)
    var table = StoredTable(
      sqlName: "main." + quoteIdentifier(name), columns: columns, rows: current?.record.countedRows,
      isStored: kind == .table)
    if case .effective(let instant) = request.moment {
      guard let history = nodes[request.relation].flatMap(HistoryColumns.init) else {
        throw WarehouseError("\(request.relation) keeps no history to look back into")
      }
      table.conditions = history.conditions(at: instant)
    }
    return table
  }

  private func declaredColumns(of table: String, on connection: Connection) throws -> [AdapterColumn] {
    try connection.query("SELECT name, type FROM pragma_table_info(?)", [.text(table)]).map {
      AdapterColumn(name: $0[0].text ?? "", dataType: $0[1].text ?? "")
    }
  }
}

extension AdapterColumn {
  /// Its numbers are truth values, shown as `true` and `false`.
  var isTruth: Bool { dataType.prefix(4).uppercased() == "BOOL" }
}

extension Statement {
  /// A cell as people read it; nil for NULL.
  func cell(_ place: Int, of column: AdapterColumn) -> String? {
    switch type(place) {
    case .integer where column.isTruth: int64(place) == 0 ? "false" : "true"
    case .blob: quoteLiteral(value(place))
    default: string(place)
    }
  }
}
