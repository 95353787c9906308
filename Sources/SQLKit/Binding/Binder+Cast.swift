extension Binder {
  /// The type a written name means in this dialect.
  func type(named name: TypeName) throws(SQLError) -> SQLType {
    if name.isArray || name.name == "array" {
      let element = try name.elements.first.map { (inner: TypeName) throws(SQLError) in try type(named: inner) }
      return .array(element ?? SQLType(name: name.name, arguments: name.arguments, dialect: dialect) ?? .unknown)
    }
    guard let type = SQLType(name: name.name, arguments: name.arguments, dialect: dialect) else {
      throw error(
        "the type '\(name.name)' is not known", at: name.offset, construct: "CAST AS \(name.name.uppercased())",
        hint: "use a type the dialect has")
    }
    return type
  }

  func lowerCast(_ expression: Expression, _ value: Expression, _ name: TypeName, safe: Bool) throws(SQLError) {
    let type = try type(named: name)
    if dialect == .sqlite, !type.isTemporal, type != .boolean {
      // SQLite's own CAST, affinities and all, is what the author means.
      expression.kind = .cast(value, TypeName(name: spelled(name), arguments: [], offset: name.offset), safe: false)
      expression.type = type
      return
    }
    if name.format != nil {
      throw error(
        "CAST … FORMAT has no translation", at: name.offset, construct: "CAST … FORMAT", hint: "use a parsing function")
    }
    expression.kind = value.kind
    expression.type = value.type
    expression.origins = value.origins
    if case .text = type, let length = name.arguments.first, truncates(name) {
      if value.type != .text { wrapCast(expression, to: .text, safe: safe) }
      wrap(expression, "substr(", ", 1, \(length))", type: .text)
      return
    }
    if value.type == type, type != .unknown { return }
    if case .string(let text) = value.kind, type.isTemporal || type == .boolean,
      let literal = Literals.constant(text, type)
    {
      expression.kind = .string(literal)
      if type == .boolean { expression.kind = .boolean(literal == "1") }
      expression.type = type
      return
    }
    wrapCast(expression, to: type, safe: safe)
  }

  private func spelled(_ name: TypeName) -> String {
    name.arguments.isEmpty ? name.name : name.name + "(" + name.arguments.map(String.init).joined(separator: ",") + ")"
  }

  /// Whether a cast to a sized text cuts silently: PostgreSQL and Redshift do; DuckDB and BigQuery ignore the size;
  /// Snowflake and Spark refuse or ignore it.
  private func truncates(_ name: TypeName) -> Bool {
    dialect == .postgres || dialect == .redshift
  }

  /// Wraps a value in the cast from its type to another; the functions are SQLFunctions'.
  func wrapCast(_ value: Expression, to type: SQLType, safe: Bool) {
    let prefix = safe ? "try_cast_" : "cast_"
    let from = value.type
    switch type {
    case .unknown, .null: return
    case .text: wrapTextCast(value)
    case .boolean:
      if from == .integer {
        wrap(value, "(", " <> 0)", type: .boolean)
      } else {
        wrap(value, prefix + "boolean(", ")", type: .boolean)
      }
    case .integer:
      if from == .integer || from == .boolean {
        value.type = .integer
      } else {
        // Halves: away from zero in Snowflake, BigQuery and Redshift's decimals, to even for DuckDB's and PostgreSQL's
        // doubles, cut off in Spark.
        wrap(value, prefix + "integer(", ", '\(integerRounding(from))')", type: .integer)
      }
    case .double:
      if from.isNumeric || from == .boolean {
        wrap(value, "CAST(", " AS REAL)", type: .double)
      } else {
        wrap(value, prefix + "double(", ")", type: .double)
      }
    case .decimal(let precision, let scale):
      if scale == 0, from == .integer, precision >= 18 {
        value.type = type
      } else {
        wrap(value, prefix + "decimal(", ", \(precision), \(scale))", type: type)
      }
    case .date:
      wrap(value, from == .date ? "(" : prefix + "date(", ")", type: .date)
    case .timestamp, .timestampTZ:
      if from == .date {
        wrap(value, "(", " || ' 00:00:00')", type: type)
      } else if from.isTimestamp {
        value.type = type
      } else {
        wrap(value, prefix + (type == .timestampTZ ? "timestamptz(" : "timestamp("), ")", type: type)
      }
    case .time: wrap(value, prefix + "time(", ")", type: .time)
    case .interval: wrap(value, "cast_interval(", ")", type: .interval)
    case .blob: wrap(value, "CAST(", " AS BLOB)", type: .blob)
    case .json, .structure, .array:
      if from.isJSON {
        value.type = type
      } else if from == .text || from == .unknown {
        wrap(value, dialect == .snowflake ? "to_variant(" : prefix + "json(", ")", type: type)
      } else {
        wrap(value, "to_variant(", ")", type: type)
      }
    }
  }

  private func integerRounding(_ from: SQLType) -> String {
    switch dialect {
    case .spark, .databricks, .sqlite: return "cut"
    case .snowflake, .bigquery: return "away"
    case .postgres, .duckdb, .redshift:
      if case .decimal = from { return "away" }
      return "even"
    }
  }

  private func wrapTextCast(_ value: Expression) {
    switch value.type {
    case .boolean: wrap(value, "CASE ", " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", type: .text)
    case .double: wrap(value, "double_text(", ", '\(dialect.rawValue)')", type: .text)
    case .decimal(_, let scale): wrap(value, "decimal_text(", ", \(scale))", type: .text)
    case .integer: wrap(value, "CAST(", " AS TEXT)", type: .text)
    case .timestampTZ where dialect == .postgres || dialect == .duckdb || dialect == .redshift:
      wrap(value, "(", " || '+00')", type: .text)
    case .json where dialect == .snowflake: wrap(value, "variant_text(", ")", type: .text)
    case .unknown: wrap(value, "text_of(", ", '\(dialect.rawValue)')", type: .text)
    case .blob: wrap(value, "CAST(", " AS TEXT)", type: .text)
    case .interval where dialect == .duckdb: wrap(value, "replace(", ", ' mon', ' month')", type: .text)
    default: value.type = .text
    }
  }

  /// `DATE '2024-01-01'`.
  func lowerTypedLiteral(_ expression: Expression, _ name: TypeName, _ text: String) throws(SQLError) {
    let type = try type(named: name)
    expression.kind = .string(text)
    expression.type = .text
    if let constant = Literals.constant(text, type) {
      expression.kind = type == .boolean ? .boolean(constant == "1") : .string(constant)
      expression.type = type
    } else {
      wrapCast(expression, to: type, safe: false)
    }
  }
}
