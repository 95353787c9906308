/// The type of a value as the author's dialect sees it; how it is stored is another matter (see `declaredName`).
indirect enum SQLType: Hashable, Sendable {
  /// Nothing is known: a column of a relation without declared types, or a function not known here.
  case unknown
  /// The type of a bare NULL: yields to any other.
  case null
  case boolean
  case integer
  case double
  /// Exact decimal: precision (total digits) and scale (digits after the point).
  case decimal(Int, Int)
  case text
  case blob
  case date
  case time
  /// Date and time of day without a zone.
  case timestamp
  /// An instant; stored as UTC.
  case timestampTZ
  case interval
  /// Semi-structured data, stored as JSON text.
  case json
  case array(SQLType)
  case structure

  /// Numbers that take part in arithmetic.
  var isNumeric: Bool {
    switch self {
    case .integer, .double, .decimal: return true
    default: return false
    }
  }

  /// Dates and timestamps (not times of day).
  var isTemporal: Bool {
    switch self {
    case .date, .timestamp, .timestampTZ: return true
    default: return false
    }
  }

  /// Timestamps, with or without a zone.
  var isTimestamp: Bool { self == .timestamp || self == .timestampTZ }

  /// Whether anything is known about it.
  var isKnown: Bool { self != .unknown && self != .null }

  /// Values held as JSON text.
  var isJSON: Bool {
    switch self {
    case .json, .array, .structure: return true
    default: return false
    }
  }

  /// The type to declare a column with: names that the author reads, spelt so that SQLite's column affinity leaves the
  /// values alone (`STRING` would turn '00123' into 123; text types must hold `TEXT` or `CHAR`).
  /// See https://www.sqlite.org/datatype3.html, section 3.1.
  var declaredName: String? {
    switch self {
    case .unknown, .null: return nil
    case .boolean: return "BOOLEAN"
    case .integer: return "BIGINT"
    case .double: return "DOUBLE"
    case .decimal(let precision, let scale): return "DECIMAL(\(precision),\(scale))"
    case .text: return "TEXT"
    case .blob: return "BLOB"
    case .date: return "DATE"
    case .time: return "TIME"
    case .timestamp: return "TIMESTAMP"
    case .timestampTZ: return "TIMESTAMPTZ"
    case .interval: return "TEXT INTERVAL"
    case .json, .structure: return "JSON TEXT"
    case .array: return "JSON TEXT ARRAY"
    }
  }
}

extension SQLType {
  /// Reads a declared type as any of the dialects spells it (`varchar(16)`, `NUMERIC(10, 2)`, `array<int>`, `TIMESTAMP_NTZ`).
  /// An unknown name gives `nil`.
  init?(declared: String, dialect: Dialect = .duckdb) {
    var name = declared.lowercased().trimmingSpaces()
    var arguments: [Int] = []
    if let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")"), open < close {
      arguments = name[name.index(after: open)..<close].split(separator: ",").compactMap {
        Int(String($0).trimmingSpaces())
      }
      name = (name[..<open] + name[name.index(after: close)...]).split(separator: " ").joined(separator: " ")
    }
    if name.hasSuffix("[]") {
      let element = SQLType(declared: String(name.dropLast(2)), dialect: dialect)
      self = .array(element ?? .unknown)
      return
    }
    if let open = name.firstIndex(of: "<") {
      name = String(name[..<open])
    }
    self.init(name: name, arguments: arguments, dialect: dialect)
  }

  /// Reads a lower-case type name with its arguments.
  init?(name: String, arguments: [Int], dialect: Dialect) {
    switch name {
    case "bool", "boolean", "logical": self = .boolean
    case "tinyint", "smallint", "int", "integer", "bigint", "mediumint", "hugeint", "int1", "int2", "int4", "int8",
      "int16", "int32", "int64", "byteint", "byte", "short", "long", "utinyint", "usmallint", "uinteger", "ubigint",
      "serial", "bigserial", "smallserial", "unsigned big int", "int unsigned":
      self = .integer
    case "float", "real", "double", "double precision", "float4", "float8", "float64", "float32": self = .double
    case "decimal", "numeric", "number", "dec", "fixed", "money", "bignumeric", "bigdecimal":
      self = SQLType.decimalType(name, arguments, dialect)
    case "text", "string", "varchar", "char", "character", "character varying", "nvarchar", "nchar", "bpchar", "clob",
      "uuid", "name", "citext", "super text", "varchar2", "enum", "text interval":
      self = name == "text interval" ? .interval : .text
    case "blob", "bytea", "binary", "varbinary", "bytes", "varbyte": self = .blob
    case "date", "date32": self = .date
    case "time", "time without time zone", "timetz", "time with time zone": self = .time
    case "datetime", "timestamp", "timestamp without time zone", "timestamp_ntz", "timestampntz", "timestamp_s",
      "timestamp_ms", "timestamp_us", "timestamp_ns", "smalldatetime":
      // BigQuery's TIMESTAMP and Spark's TIMESTAMP are instants, but print without a zone; only the zone's label differs.
      self = .timestamp
    case "timestamptz", "timestamp with time zone", "timestamp_tz", "timestamp_ltz", "timestampltz",
      "timestamp with local time zone":
      self = .timestampTZ
    case "interval": self = .interval
    case "json", "jsonb", "variant", "object", "super", "json text", "map", "geography", "geometry": self = .json
    case "array", "list", "json text array": self = .array(.unknown)
    case "struct", "record", "row": self = .structure
    default: return nil
    }
  }

  private static func decimalType(_ name: String, _ arguments: [Int], _ dialect: Dialect) -> SQLType {
    if let precision = arguments.first {
      return .decimal(precision, arguments.count > 1 ? arguments[1] : 0)
    }
    switch dialect {
    case .duckdb: return .decimal(18, 3)
    case .snowflake: return .decimal(38, 0)
    case .databricks, .spark: return .decimal(10, 0)
    case .redshift: return .decimal(18, 0)
    case .bigquery: return .decimal(38, 9)
    // PostgreSQL's plain numeric has no scale: any number of digits. Held as a double.
    case .postgres, .sqlite: return .double
    }
  }
}

extension String {
  /// Without spaces, tabs and line ends at either end.
  func trimmingSpaces() -> String {
    let bytes = Array(utf8)
    var low = 0
    var high = bytes.count
    while low < high, bytes[low] <= 0x20 { low += 1 }
    while high > low, bytes[high - 1] <= 0x20 { high -= 1 }
    if low == 0, high == bytes.count { return self }
    return String(decoding: bytes[low..<high], as: UTF8.self)
  }
}
