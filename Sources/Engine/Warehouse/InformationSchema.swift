import Project
import SQLiteKit

/// `information_schema.tables`, `views`, `columns` and `schemata`, which the big platforms have and projects ask while they
/// compile: the warehouse as it is when the name is first looked up, written out as rows.
struct InformationSchema {
  private typealias Listed = (database: String, schema: String, name: String, isView: Bool, columns: [AdapterColumn])

  let connection: Connection
  /// Catalogs by the names they are attached under.
  let catalogs: [(database: String, alias: String)]

  static func holds(_ relation: RelationName) -> Bool { relation.schema.lowercased() == "information_schema" }

  /// A part of it as something to select from; nil for a part that is not kept.
  func find(_ relation: RelationName) throws -> RelationScope.Found? {
    let names: [(name: String, type: String)]
    var rows: [[String]] = []
    let listed = try list(only: relation.database)
    func text(_ value: String) -> String { "'" + value.replacing("'", with: "''") + "'" }
    switch relation.identifier.lowercased() {
    case "tables":
      names = [
        ("table_catalog", "VARCHAR"), ("table_schema", "VARCHAR"), ("table_name", "VARCHAR"), ("table_type", "VARCHAR"),
      ]
      rows = listed.map {
        [text($0.database), text($0.schema), text($0.name), text($0.isView ? "VIEW" : "BASE TABLE")]
      }
    case "views":
      names = [("table_catalog", "VARCHAR"), ("table_schema", "VARCHAR"), ("table_name", "VARCHAR")]
      rows = listed.filter(\.isView).map { [text($0.database), text($0.schema), text($0.name)] }
    case "schemata":
      names = [("catalog_name", "VARCHAR"), ("schema_name", "VARCHAR")]
      rows = Set(listed.map { [text($0.database), text($0.schema)] }).sorted { $0.joined() < $1.joined() }
    case "columns":
      names = [
        ("table_catalog", "VARCHAR"), ("table_schema", "VARCHAR"), ("table_name", "VARCHAR"),
        ("column_name", "VARCHAR"),
        ("ordinal_position", "INTEGER"), ("column_default", "VARCHAR"), ("is_nullable", "VARCHAR"),
        ("data_type", "VARCHAR"),
      ]
      for table in listed {
        for (index, column) in table.columns.enumerated() {
          rows.append([
            text(table.database), text(table.schema), text(table.name), text(column.name), String(index + 1), "NULL",
            "'YES'",
            text(column.dataType),
          ])
        }
      }
    default: return nil
    }
    return RelationScope.Found(
      relation: relation, sqlName: Self.selection(names.map(\.name), rows),
      columns: names.map { AdapterColumn(name: $0.name, dataType: $0.type) }, isStored: false)
  }

  private static func selection(_ names: [String], _ rows: [[String]]) -> String {
    let renamed = names.enumerated().map { "column\($0 + 1) AS \(quoteIdentifier($1))" }.joined(separator: ", ")
    let none = names.map { _ in "NULL" }.joined(separator: ", ")
    let values = rows.isEmpty ? ["(\(none))"] : rows.map { "(" + $0.joined(separator: ", ") + ")" }
    return "(SELECT \(renamed) FROM (VALUES \(values.joined(separator: ", ")))\(rows.isEmpty ? " WHERE 0" : ""))"
  }

  private func list(only database: String) throws -> [Listed] {
    var listed: [Listed] = []
    for catalog in catalogs where database.isEmpty || catalog.database.lowercased() == database.lowercased() {
      let names = try connection.query(
        """
        SELECT name, type FROM \(quoteIdentifier(catalog.alias)).sqlite_schema
        WHERE type IN ('table', 'view') AND name LIKE '%.%' AND name NOT LIKE '~%' ORDER BY name
        """)
      for row in names {
        guard let name = row[0].text, let dot = name.firstIndex(of: ".") else { continue }
        let relation = RelationName(
          database: catalog.database, schema: String(name[..<dot]), identifier: String(name[name.index(after: dot)...]))
        let logged = try? VersionLog(connection, alias: catalog.alias, database: catalog.database).current(relation)
        let declared = try logged?.record.columns ?? declaredColumns(catalog.alias, name)
        listed.append((catalog.database, relation.schema, relation.identifier, row[1].text == "view", declared))
      }
    }
    return listed
  }

  private func declaredColumns(_ alias: String, _ table: String) throws -> [AdapterColumn] {
    try connection.query("SELECT name, type FROM pragma_table_info(?, ?)", [.text(table), .text(alias)]).map {
      AdapterColumn(name: $0[0].text ?? "", dataType: $0[1].text ?? "")
    }
  }
}
