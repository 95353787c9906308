import Project

/// How a column's declared type is kept in a SQLite table.
///
/// SQLite derives a column's affinity from the letters of its declared type, and most words of the big platforms
/// (`STRING`, `BOOLEAN`, `DATE`, `TIMESTAMP`) fall through to NUMERIC, which turns `'00123'` into 123. So the author's
/// word is kept in the version log, and the table is declared with a word of the affinity the type means.
package enum ColumnStorage: String, Sendable {
  case text = "TEXT"
  case integer = "INTEGER"
  case real = "REAL"
  /// Exact numbers with a fraction: whole values stay integers, others become reals.
  case numeric = "NUMERIC"
  case blob = "BLOB"
  /// Nothing is known of the type: values stay as they come.
  case any = ""

  /// The storage a declared type means; parameters (`DECIMAL(18,2)`, `ARRAY<STRING>`) do not matter.
  package init(declared: String) {
    let word =
      declared.prefix { $0 != "(" && $0 != "<" && $0 != "[" }.uppercased()
      .split(separator: " ").first.map(String.init) ?? ""
    self =
      switch word {
      case "": .any
      case "STRING", "TEXT", "VARCHAR", "CHAR", "CHARACTER", "NVARCHAR", "NCHAR", "BPCHAR", "CLOB", "UUID", "ENUM",
        "DATE",
        "TIME", "TIMETZ", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ", "DATETIME",
        "INTERVAL", "JSON", "JSONB", "VARIANT", "OBJECT", "SUPER", "STRUCT", "ARRAY", "MAP", "ROW", "GEOGRAPHY",
        "GEOMETRY", "INET":
        .text
      case "BOOLEAN", "BOOL", "BIT", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "BYTEINT",
        "HUGEINT",
        "INT2", "INT4", "INT8", "INT16", "INT32", "INT64", "LONG", "SHORT", "BYTE", "SERIAL", "BIGSERIAL", "UBIGINT",
        "UINTEGER", "USMALLINT", "UTINYINT":
        .integer
      case "REAL", "FLOAT", "FLOAT4", "FLOAT8", "FLOAT64", "DOUBLE": .real
      case "DECIMAL", "NUMERIC", "NUMBER", "DEC", "BIGNUMERIC", "BIGDECIMAL", "MONEY": .numeric
      case "BINARY", "VARBINARY", "BYTES", "BYTEA", "BLOB": .blob
      default: .any
      }
  }
}

extension [AdapterColumn] {
  /// The column list of a `CREATE TABLE` that keeps these columns: quoted names with their storage.
  package var columnDefinitions: String {
    map { column in
      let storage = ColumnStorage(declared: column.dataType).rawValue
      return storage.isEmpty ? quotedName(column.name) : "\(quotedName(column.name)) \(storage)"
    }.joined(separator: ", ")
  }

  /// The names, quoted and joined by commas.
  package var nameList: String { map { quotedName($0.name) }.joined(separator: ", ") }
}

private func quotedName(_ name: String) -> String {
  "\"" + name.replacing("\"", with: "\"\"") + "\""
}
