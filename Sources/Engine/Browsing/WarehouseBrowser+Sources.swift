import Project
import SQLiteKit

extension WarehouseBrowser {
  /// What rows are read from, with a connection of its own to be closed.
  struct Opened {
    var connection: Connection
    var table: StoredTable
    /// The statement as it was written, when the rows are no table's.
    var written: String?
  }

  /// Opens what a request asks of: a table, or what a statement gives.
  func opened(_ request: TablePageRequest, sorts: Bool = false) throws -> Opened {
    switch request.source {
    case .relation:
      guard let connection = try open(request.relation.database, sorts: sorts) else { throw notThere(request.relation) }
      do {
        return Opened(connection: connection, table: try storedTable(of: request, on: connection))
      } catch {
        connection.close()
        throw error
      }
    case .statement(let text):
      return try opened(sorts) { session in
        let translated = try session.translate(text)
        return (translated.sql, translated.columns, text)
      }
    case .commonTable(let node, let position):
      return try opened(sorts) { session in
        let tables = try session.commonTables(of: node)
        guard tables.indices.contains(position) else { throw WarehouseError("there is no such common table") }
        return (tables[position].sql, nil, tables[position].text)
      }
    }
  }

  private func opened(
    _ sorts: Bool, _ find: (QuerySession) throws -> (sql: String, columns: [AdapterColumn]?, written: String)
  ) throws -> Opened {
    let session = try QuerySession(project, sorts: sorts, cancellation: cancellation)
    do {
      let found = try find(session)
      let statement = try session.connection.prepare(found.sql)
      let columns =
        found.columns.flatMap { $0.count == statement.columnCount ? $0 : nil }
        ?? statement.columnNames.enumerated().map {
          AdapterColumn(name: $0.element, dataType: statement.declaredType($0.offset) ?? "")
        }
      let table = StoredTable(sqlName: "(\n\(found.sql)\n)", columns: columns, rows: nil, isStored: false)
      return Opened(connection: session.connection, table: table, written: found.written)
    } catch {
      session.close()
      throw error
    }
  }
}
