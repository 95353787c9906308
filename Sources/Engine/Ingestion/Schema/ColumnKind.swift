/// How the values of a file's column are read and kept.
package enum ColumnKind: String, Sendable, CaseIterable {
  /// A 64-bit integer; anything beyond is a misfit.
  case integer
  /// A double.
  case real
  /// A decimal number: a number where that keeps every digit, else its digits as text.
  case decimal
  /// Text; a number is kept digit by digit as it stands in the file.
  case text
  /// True or false, kept as 1 or 0.
  case boolean
  /// A day, kept as `YYYY-MM-DD`.
  case date
  /// A moment, kept as `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC.
  case timestamp
  /// Any JSON value, kept as JSON text.
  case json
  /// Nothing is known: each value keeps the kind it has.
  case untyped
}

extension ColumnKind {
  /// The kind for a type's name as projects of all dialects write it, such as `VARCHAR(20)`, `bigint`,
  /// `timestamp with time zone` or `array<string>`. A name nobody knows is text: nothing can be lost there.
  package init(declaredType: String) {
    let name = declaredType.lowercased()
    let word = name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    if name.hasSuffix("[]") {
      self = .json
    } else if let kind = Self.kinds[String(word)] {
      self = kind
    } else if word.hasPrefix("timestamp") || word.hasPrefix("datetime") {
      self = .timestamp
    } else {
      self = .text
    }
  }

  private static let kinds: [String: ColumnKind] = {
    let names: [ColumnKind: [String]] = [
      .integer: [
        "int", "integer", "bigint", "smallint", "tinyint", "byteint", "mediumint", "hugeint", "long", "short", "byte",
        "int1", "int2", "int4", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "ubigint",
        "uinteger", "usmallint", "utinyint", "serial", "bigserial",
      ],
      .real: ["real", "float", "double", "float4", "float8", "float32", "float64"],
      .decimal: ["decimal", "numeric", "number", "dec", "bignumeric", "bigdecimal", "money"],
      .boolean: ["boolean", "bool", "logical"],
      .date: ["date"],
      .json: ["json", "jsonb", "variant", "object", "array", "struct", "map", "super", "record", "row", "list"],
    ]
    var kinds: [String: ColumnKind] = [:]
    for (kind, words) in names {
      for word in words { kinds[word] = kind }
    }
    return kinds
  }()

  /// The type a table of such values declares in SQLite: its affinity changes none of them.
  ///
  /// `DATE`, `STRING` or `BOOLEAN` would give NUMERIC affinity, and `'00123'` would become 123.
  package var sqliteType: String {
    switch self {
    case .integer, .boolean: "INTEGER"
    case .real: "REAL"
    case .text, .date, .timestamp, .json: "TEXT"
    // Digits that no double holds are text here: NUMERIC would round them.
    case .decimal, .untyped: "BLOB"
    }
  }
}
