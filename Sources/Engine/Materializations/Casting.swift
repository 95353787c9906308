import Project
import SQLiteKit

extension StepContext {
  /// SQL for the rows of a table with some of its columns cast as the project's dialect casts them.
  ///
  /// - Parameter types: The types to cast to, by column name in lower case; other columns stay as they are.
  func casting(_ table: RelationScope.Found, to types: [String: String]) throws -> String {
    let stand = RelationName(database: "step", schema: "cast", identifier: "rows")
    scope.replace(stand, with: table)
    defer { scope.endReplacing(stand) }
    let values = table.columns.map { column in
      let name = dialectQuoted(column.name)
      return types[column.name.lowercased()].map { "CAST(\(name) AS \($0)) AS \(name)" } ?? name
    }
    return try translator.translate(
      "SELECT \(values.joined(separator: ", ")) FROM step.cast.rows", for: project, in: scope
    ).sql
  }

  /// A name as the project's dialect quotes it.
  func dialectQuoted(_ name: String) -> String {
    let mark = ["bigquery", "databricks", "spark"].contains(project.target.type) ? "`" : "\""
    return mark + name.replacing(mark, with: mark + mark) + mark
  }
}

extension String {
  /// Whether two declared types are two words for one type.
  func isSameType(as other: String) -> Bool {
    func plain(_ type: String) -> String {
      let word = type.uppercased()
      switch word {
      case "TEXT", "STRING", "CHARACTER VARYING": return "VARCHAR"
      case "INT", "INT4", "INT32": return "INTEGER"
      case "INT8", "INT64", "LONG": return "BIGINT"
      case "FLOAT8", "DOUBLE PRECISION", "FLOAT64": return "DOUBLE"
      case "BOOL": return "BOOLEAN"
      case "TIMESTAMP_NTZ", "TIMESTAMP WITHOUT TIME ZONE": return "TIMESTAMP"
      default: return word
      }
    }
    return plain(self) == plain(other)
  }
}
