import Jinja

extension ContextNames {
  /// `run_query`, `statement`, `load_result`: asking the warehouse while a template renders.
  static let queries: [String: Factory] = [
    "run_query": { $0.function("run_query", AdapterMethods.runQuery) },
    "statement": { $0.function("statement", statement) },
    "load_result": {
      $0.function("load_result") { context, arguments in
        context.results[arguments.positional.first?.str() ?? ""] ?? .none
      }
    },
    "store_result": {
      $0.function("store_result") { context, arguments in
        let values = try arguments.bind("store_result", ["name", "response", "agate_table"], required: 1)
        let table = values[2] ?? .none
        context.results[values[0]?.str() ?? ""] = .dict([
          ("response", values[1] ?? .none), ("table", table), ("data", try data(of: table)),
        ])
        return .string("")
      }
    },
    "store_raw_result": { $0.function("store_raw_result") { _, _ in .string("") } },
    "write": { $0.function("write") { _, _ in .string("") } },
    "try_or_compiler_error": {
      $0.function("try_or_compiler_error") { _, arguments in
        guard arguments.positional.count > 1 else { return .none }
        let rest = Array(arguments.positional.dropFirst(2))
        guard case .object(let function) = arguments.positional[1] else { return .none }
        return try function.call(CallArguments(rest, keyword: arguments.keyword, context: arguments.context))
      }
    },
    "load_agate_table": {
      $0.function("load_agate_table") { _, _ in .object(TableObject(AdapterTable(columnNames: [], rows: []))) }
    },
  ]

  private static func statement(_ context: NodeContext, _ arguments: CallArguments) throws -> Value {
    guard let execution = context.execution else { return .string("") }
    let values = try arguments.bind("statement", ["name", "fetch_result", "auto_begin", "language", "caller"])
    guard let caller = arguments.caller, case .object(let body) = caller else { return .string("") }
    let sql = try body.call(CallArguments([], context: arguments.context)).str()
    let table = TableObject(try execution.adapter.query(sql))
    if let name = values[0], !name.isNone {
      let fetched = try values[1]?.truth() ?? false
      let shown: Value = .object(fetched ? table : TableObject(AdapterTable(columnNames: [], rows: [])))
      context.results[name.str()] = .dict([
        ("response", .string("OK")), ("table", shown), ("data", try data(of: shown)),
      ])
    }
    return .string("")
  }

  private static func data(of table: Value) throws -> Value {
    guard case .object(let object) = table, let table = object as? TableObject else { return .list([]) }
    return .list(table.table.rows.indices.map { .list(table.table.values($0)) })
  }
}

/// Rows as templates hold them: the part of agate's `Table` that dbt projects use.
final class TableObject: JinjaObject {
  let table: AdapterTable

  init(_ table: AdapterTable) { self.table = table }

  var typeName: String { "Table" }
  var length: Int? { table.rows.count }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "rows": return .object(RowsObject(table))
    case "columns": return .object(ColumnsObject(table))
    case "column_names": return .tuple(table.columnNames.map { .string($0) })
    case "print_table", "print_csv", "print_json": return .object(FunctionObject(name) { _ in .none })
    case "rename":
      return .object(
        FunctionObject(name) { [table] arguments in
          var renamed = table
          if let names = try (arguments["column_names"] ?? arguments.positional.first)?.elements() {
            renamed.columnNames = names.map { $0.str() }
          }
          return .object(TableObject(renamed))
        })
    default: return nil
    }
  }

  func elements() throws -> [Value]? { try RowsObject(table).elements() }
  func item(_ key: Value) throws -> Value? { try ColumnsObject(table).item(key) }
}

extension AdapterTable {
  /// A cell as templates see it: dates and timestamps are Python's.
  func value(_ row: Int, _ column: Int) -> Value {
    let cell = rows[row][column]
    guard types.indices.contains(column), case .string(let text) = cell else { return cell.jinja }
    let type = types[column].uppercased()
    if type == "DATE", let day = try? DateTimeReading.parse(text, format: "%Y-%m-%d") {
      return .object(DateObject(day))
    }
    guard type.hasPrefix("TIMESTAMP") || type == "DATETIME" else { return cell.jinja }
    for format in ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f"] {
      if let time = try? DateTimeReading.parse(text, format: format) { return .object(DateTimeObject(time)) }
    }
    return cell.jinja
  }

  /// A row as templates see it.
  func values(_ row: Int) -> [Value] { rows[row].indices.map { value(row, $0) } }
}

/// `table.rows`.
final class RowsObject: JinjaObject {
  private let table: AdapterTable

  init(_ table: AdapterTable) { self.table = table }

  var typeName: String { "Rows" }
  var length: Int? { table.rows.count }
  func elements() throws -> [Value]? {
    table.rows.indices.map { .object(RowObject(table.columnNames, table.values($0))) }
  }

  func item(_ key: Value) throws -> Value? {
    guard let index = key.intValue else { return nil }
    let place = index < 0 ? index + table.rows.count : index
    guard table.rows.indices.contains(place) else { return nil }
    return .object(RowObject(table.columnNames, table.values(place)))
  }

  func attribute(_ name: String) throws -> Value? {
    name == "values" ? .object(FunctionObject(name) { _ in .list(try self.elements() ?? []) }) : nil
  }
}

/// One row: values by place or by name.
final class RowObject: JinjaObject {
  private let names: [String]
  private let values: [Value]

  init(_ names: [String], _ values: [Value]) {
    self.names = names
    self.values = values
  }

  var typeName: String { "Row" }
  var length: Int? { values.count }
  func elements() throws -> [Value]? { values }
  func repr() -> String { "<agate.Row: (" + values.map { $0.repr() }.joined(separator: ", ") + ")>" }

  func item(_ key: Value) throws -> Value? {
    if let index = key.intValue {
      let place = index < 0 ? index + values.count : index
      return values.indices.contains(place) ? values[place] : nil
    }
    return key.stringValue.flatMap { value(named: $0) }
  }

  private func value(named name: String) -> Value? {
    (names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }).map { values[$0] }
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "values": .object(FunctionObject(name) { [values] _ in .tuple(values) })
    case "keys": .object(FunctionObject(name) { [names] _ in .tuple(names.map { .string($0) }) })
    case "items":
      .object(
        FunctionObject(name) { [names, values] _ in
          .list(zip(names, values).map { .tuple([.string($0), $1]) })
        })
    case "dict":
      .object(FunctionObject(name) { [names, values] _ in .dict(Array(zip(names, values))) })
    case "get":
      .object(
        FunctionObject(name) { arguments in
          self.value(named: arguments.positional.first?.str() ?? "") ?? arguments.positional.dropFirst().first ?? .none
        })
    default: value(named: name)
    }
  }
}

/// `table.columns`: by place or by name.
final class ColumnsObject: JinjaObject {
  private let table: AdapterTable

  init(_ table: AdapterTable) { self.table = table }

  var typeName: String { "Columns" }
  var length: Int? { table.columnNames.count }
  func elements() throws -> [Value]? { table.columnNames.indices.map { .object(TableColumnObject(table, $0)) } }

  func item(_ key: Value) throws -> Value? {
    if let index = key.intValue {
      let place = index < 0 ? index + table.columnNames.count : index
      return table.columnNames.indices.contains(place) ? .object(TableColumnObject(table, place)) : nil
    }
    guard let name = key.stringValue,
      let place = table.columnNames.firstIndex(of: name)
        ?? table.columnNames.firstIndex(where: { $0.lowercased() == name.lowercased() })
    else { return nil }
    return .object(TableColumnObject(table, place))
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "keys": .object(FunctionObject(name) { [table] _ in .list(table.columnNames.map { .string($0) }) })
    case "values": .object(FunctionObject(name) { _ in .list(try self.elements() ?? []) })
    case "items":
      .object(
        FunctionObject(name) { [table] _ in
          .list(
            table.columnNames.indices.map {
              .tuple([.string(table.columnNames[$0]), .object(TableColumnObject(table, $0))])
            })
        })
    default: nil
    }
  }
}

/// One column of rows.
final class TableColumnObject: JinjaObject {
  private let table: AdapterTable
  private let place: Int

  init(_ table: AdapterTable, _ place: Int) {
    self.table = table
    self.place = place
  }

  private var values: [Value] { table.rows.indices.map { table.value($0, place) } }

  var typeName: String { "Column" }
  var length: Int? { table.rows.count }
  func elements() throws -> [Value]? { values }

  func item(_ key: Value) throws -> Value? {
    guard let index = key.intValue else { return nil }
    let place = index < 0 ? index + table.rows.count : index
    return table.rows.indices.contains(place) ? table.value(place, self.place) : nil
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "name": .string(table.columnNames[place])
    case "values": .object(FunctionObject(name) { _ in .tuple(self.values) })
    case "values_distinct":
      .object(FunctionObject(name) { _ in .list(SetObject(self.values).items) })
    case "values_without_nulls": .object(FunctionObject(name) { _ in .list(self.values.filter { !$0.isNone }) })
    default: nil
    }
  }
}
