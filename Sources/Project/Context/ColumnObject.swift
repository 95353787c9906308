import Jinja

/// A column as `adapter.get_columns_in_relation` gives it.
final class ColumnObject: JinjaObject {
  let column: AdapterColumn
  private let quoting: QuotingPolicy
  /// DuckDB's adapter keeps `DECIMAL(10,2)` whole where others split it.
  private let keepsSizes: Bool

  init(_ column: AdapterColumn, quoting: QuotingPolicy, adapter: String = "") {
    self.column = column
    self.quoting = quoting
    keepsSizes = adapter == "duckdb"
  }

  var typeName: String { "Column" }
  func repr() -> String { "<Column \(column.name) (\(column.dataType))>" }

  private var baseType: String {
    dtype.lowercased()
  }

  private var dtype: String { keepsSizes ? column.dataType : String(column.dataType.prefix { $0 != "(" }) }

  /// A text's type is spelled with a size in DuckDB's adapter, which knows of none.
  private var dataType: String {
    keepsSizes && ["text", "varchar", "character varying", "character"].contains(baseType)
      ? "character varying(256)" : column.dataType
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "name", "column": return .string(column.name)
    case "quoted": return .string(quoting.quoted(column.name))
    case "dtype": return .string(dtype)
    case "data_type", "expanded_data_type": return .string(dataType)
    case "char_size", "numeric_precision", "numeric_scale": return Value.none
    case "is_string":
      return answer(["text", "varchar", "character varying", "string", "char", "nvarchar"].contains(baseType))
    case "is_integer":
      return answer(["integer", "int", "bigint", "smallint", "tinyint", "int8", "int4", "hugeint"].contains(baseType))
    case "is_float": return answer(["real", "float", "double", "float8", "double precision"].contains(baseType))
    case "is_numeric": return answer(["numeric", "decimal", "number"].contains(baseType))
    case "is_number":
      return answer(
        [
          "integer", "int", "bigint", "smallint", "tinyint", "real", "float", "double", "numeric", "decimal", "number",
          "int8", "int4",
          "hugeint", "double precision", "float8",
        ].contains(baseType))
    case "string_size": return .object(FunctionObject(name) { _ in .int(256) })
    case "literal":
      return .object(FunctionObject(name) { .string("\($0.positional.first?.str() ?? "")::\(self.dataType)") })
    default: return nil
    }
  }

  func isEqual(to other: Value) -> Bool {
    guard case .object(let object) = other, let other = object as? ColumnObject else { return false }
    return other.column == column
  }

  func hash(into hasher: inout Hasher) { hasher.combine(column) }

  private func answer(_ flag: Bool) -> Value { .object(FunctionObject("is") { _ in .bool(flag) }) }
}

/// `api.Column`.
final class ColumnFactory: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "Column" }
  var isCallable: Bool { true }

  func call(_ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind(
      "Column", ["column", "dtype", "char_size", "numeric_precision", "numeric_scale"], required: 2)
    return .object(
      ColumnObject(
        AdapterColumn(name: values[0]?.str() ?? "", dataType: values[1]?.str() ?? ""), quoting: context.state.quoting,
        adapter: context.state.target.type))
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "translate_type":
      return context.function(name) { context, arguments in
        .string(TypeNames.translated(arguments.positional.first?.str() ?? "", for: context.state.target.type))
      }
    case "create": return .object(FunctionObject("create") { try self.call($0) })
    case "numeric_type":
      return context.function(name) { _, arguments in
        .string(
          "\(arguments.positional.first?.str() ?? "numeric")(\(arguments.positional.dropFirst().map { $0.str() }.joined(separator: ",")))"
        )
      }
    case "string_type":
      return context.function(name) { _, arguments in
        .string("character varying(\(arguments.positional.first?.str() ?? "256"))")
      }
    default: return nil
    }
  }
}

/// The adapters' names for dbt's general types.
enum TypeNames {
  static func translated(_ type: String, for adapter: String) -> String {
    switch (adapter, type.lowercased()) {
    case ("bigquery", "string"), ("databricks", "string"), ("spark", "string"): "STRING"
    case ("bigquery", "integer"), ("bigquery", "bigint"): "INT64"
    case ("bigquery", "float"): "FLOAT64"
    case (_, "string"): "TEXT"
    case (_, "timestamp"): "TIMESTAMP"
    case (_, "float"): "FLOAT"
    case (_, "integer"): "INTEGER"
    case (_, "boolean"): "BOOLEAN"
    default: type
    }
  }
}
