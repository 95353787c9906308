/// Functions that make rows. SQLite's json_each takes its argument from the tables before it, which no subquery can.
extension Binder {
  private static let setReturning: Set<String> = [
    "unnest", "explode", "explode_outer", "generate_series", "posexplode", "jsonb_array_elements",
    "json_array_elements",
    "jsonb_array_elements_text", "json_array_elements_text", "regexp_split_to_table", "json_object_keys",
    "jsonb_object_keys",
  ]

  /// `SELECT unnest(x) FROM t`: the function moves to FROM.
  func moveSetReturning(_ select: Select) throws(SQLError) {
    var moved = false
    for index in select.items.indices {
      guard case .call(let call) = select.items[index].value.kind, Binder.setReturning.contains(call.name),
        call.over == nil,
        dialect != .sqlite, call.name != "generate_series" || dialect == .postgres || dialect == .redshift
      else { continue }
      let value = select.items[index].value
      guard !moved else {
        throw error(
          "two functions that make rows in one select list have no translation", at: value.start, construct: call.name,
          hint: "put them in FROM")
      }
      moved = true
      let alias = Identifier(text: newName("rows"), quoted: true, offset: value.start)
      let column = Identifier(text: newName("value"), quoted: true, offset: value.start)
      let table = TableExpression(.function(call, lateral: true, ordinality: false), start: value.start, end: value.end)
      table.alias = alias
      table.columnAliases =
        call.name == "posexplode" ? [Identifier(text: "pos", quoted: true, offset: value.start), column] : [column]
      let isOuter = call.name == "explode_outer"
      if let from = select.from {
        let on = isOuter ? Expression(.boolean(true), start: value.start, end: value.start) : nil
        select.from = TableExpression(
          .join(
            Join(
              kind: isOuter ? .left : .cross, natural: false, left: from, right: table, on: on, using: [], comma: false)
          ),
          start: from.start, end: value.end)
      } else {
        select.from = table
      }
      if select.items[index].alias == nil {
        let name = call.name.hasPrefix("explode") || call.name == "posexplode" ? "col" : call.name
        select.items[index].alias = Identifier(text: name, quoted: false, offset: value.start)
      }
      select.items[index].value = Expression(.column([alias, column]), start: value.start, end: value.end)
      if call.name == "posexplode" {
        let position = Expression(.column([alias, table.columnAliases[0]]), start: value.start, end: value.end)
        select.items.insert(
          SelectItem(value: position, alias: Identifier(text: "pos", quoted: false, offset: value.start)), at: index)
        return
      }
    }
  }

  func bindFunction(
    _ table: TableExpression, _ original: FunctionCall, lateral: Bool, ordinality: Bool, _ scope: Scope,
    _ tables: CommonTables
  ) throws(SQLError) {
    var call = original
    // BigQuery's arrays of dates are only ever unnested.
    if call.name == "unnest", call.arguments.count == 1, case .call(let made) = call.arguments[0].kind,
      made.name == "generate_date_array" || made.name == "generate_timestamp_array"
    {
      call = made
    }
    let alias = table.alias?.text ?? newName("f")
    let hadAlias = table.alias != nil
    table.alias = Identifier(text: alias, quoted: true, offset: table.start)
    try bind(call.arguments, scope, tables)
    let prefix = SQLText.name(alias) + "."
    var columns: [BoundColumn] = []
    func column(_ name: String, _ type: SQLType, _ sql: String) -> BoundColumn {
      var column = BoundColumn(name: name, type: type, origins: call.arguments.flatMap(\.origins))
      column.sql = sql
      return column
    }
    // PostgreSQL and BigQuery: the alias of a function of one column is the column's name too.
    let own = (dialect == .postgres || dialect == .redshift || dialect == .bigquery) && hadAlias ? alias : nil
    let first = call.arguments.first
    let element: SQLType = if case .array(let inner)? = first?.type { inner } else { .unknown }
    let jsonValue =
      "(CASE \(prefix)type WHEN 'text' THEN json_quote(\(prefix)value) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
      + "ELSE \(prefix)value END)"
    switch call.name {
    case "unnest", "explode", "explode_outer", "list_unnest":
      guard call.arguments.count == 1, let list = first else {
        throw error("'\(call.name)' of several lists has no translation", at: call.nameOffset, construct: call.name)
      }
      if list.type == .structure || list.type == .json, call.name != "unnest" {
        columns = [column("key", .text, prefix + "key"), column("value", .unknown, prefix + "value")]
      } else {
        let name = own ?? (call.name == "unnest" || dialect == .duckdb ? "unnest" : "col")
        columns = [column(name, element, prefix + "value")]
      }
      table.kind = .template([.text("json_each("), .expression(list), .text(")")])
    case "posexplode", "posexplode_outer":
      guard let list = first else { break }
      columns = [column("pos", .integer, prefix + "key"), column("col", element, prefix + "value")]
      table.kind = .template([.text("json_each("), .expression(list), .text(")")])
    case "jsonb_array_elements", "json_array_elements":
      guard let list = first else { break }
      columns = [column(own ?? "value", .json, jsonValue)]
      table.kind = .template([.text("json_each("), .expression(list), .text(")")])
    case "jsonb_array_elements_text", "json_array_elements_text":
      guard let list = first else { break }
      columns = [column(own ?? "value", .text, prefix + "value")]
      table.kind = .template([.text("json_each("), .expression(list), .text(")")])
    case "json_object_keys", "jsonb_object_keys":
      guard let list = first else { break }
      columns = [column(own ?? call.name, .text, prefix + "key")]
      table.kind = .template([.text("json_each("), .expression(list), .text(")")])
    case "flatten":
      let input = argument("input", 0, of: call)
      guard let input else { break }
      columns = [
        column("seq", .integer, "1"),
        column("key", .text, "CASE WHEN typeof(\(prefix)key) = 'text' THEN \(prefix)key END"),
        column("path", .text, prefix + "fullkey"),
        column("index", .integer, "CASE WHEN typeof(\(prefix)key) = 'integer' THEN \(prefix)key END"),
        column("value", .json, jsonValue), column("this", .json, prefix + "json"),
      ]
      var pieces: [TemplatePiece] = [.text("json_each("), .expression(input)]
      if let path = argument("path", 1, of: call) {
        pieces = [.text("json_each(json_path_json("), .expression(input), .text(", "), .expression(path), .text(")")]
      }
      table.kind = .template(pieces + [.text(")")])
    case "split_to_table", "string_split", "regexp_split_to_table":
      guard call.arguments.count == 2 else { break }
      let function = call.name.hasPrefix("regexp") ? "regexp_split" : "text_split"
      columns = [column(own ?? (dialect == .snowflake ? "value" : call.name), .text, prefix + "value")]
      if dialect == .snowflake {
        columns = [column("seq", .integer, "1"), column("index", .integer, "(\(prefix)key + 1)")] + columns
      }
      table.kind = .template([
        .text("json_each(\(function)("), .expression(call.arguments[0]), .text(", "), .expression(call.arguments[1]),
        .text(function == "regexp_split" ? ", -1))" : "))"),
      ])
    case "generate_series", "range", "sequence", "generate_date_array", "generate_timestamp_array":
      if call.name == "generate_date_array" {
        for end in call.arguments.prefix(2) where end.type == .text { wrapCast(end, to: .date, safe: false) }
      }
      columns = [try series(table, &call, own, prefix)]
    case "generator":
      guard let count = argument("rowcount", 0, of: call) else { break }
      columns = [column("seq4", .integer, prefix + "value")]
      table.kind = .template([.text("json_each(list_range("), .expression(count), .text(", 0))")])
    case "json_each", "json_tree", "pragma_table_info":
      let names =
        call.name == "pragma_table_info"
        ? ["cid", "name", "type", "notnull", "dflt_value", "pk"]
        : ["key", "value", "type", "atom", "id", "parent", "fullkey", "path"]
      columns = names.map { BoundColumn(name: $0, type: .unknown, origins: call.arguments.flatMap(\.origins)) }
    default: break
    }
    guard !columns.isEmpty else {
      throw error(
        "the table function '\(call.name)' has no translation", at: call.nameOffset, construct: "\(call.name)()")
    }
    if ordinality {
      let offset = dialect == .bigquery ? prefix + "key" : "(\(prefix)key + 1)"
      columns.append(column(dialect == .bigquery ? "offset" : "ordinality", .integer, offset))
    }
    var names = table.columnAliases
    if dialect == .bigquery, ordinality, names.count == 1 {
      names.insert(Identifier(text: own ?? "unnest", quoted: true, offset: table.start), at: 0)
    }
    for (index, name) in names.enumerated() where index < columns.count {
      columns[index].name = name.text
      columns[index].folded = name.folded
    }
    table.columnAliases = []
    scope.sources.append(Source(path: [alias.asciiLowercased()], printed: alias, columns: columns, input: nil))
  }

  private func argument(_ label: String, _ position: Int, of call: FunctionCall) -> Expression? {
    if let index = call.labels.firstIndex(of: label) { return call.arguments[index] }
    guard position < call.arguments.count, position >= call.labels.count || call.labels[position] == nil else {
      return nil
    }
    return call.arguments[position]
  }

  /// Numbers or dates from a start to an end.
  private func series(
    _ table: TableExpression, _ call: inout FunctionCall, _ own: String?, _ prefix: String
  ) throws(SQLError) -> BoundColumn {
    let arguments = call.arguments
    guard (1...3).contains(arguments.count) else {
      throw error("'\(call.name)' takes one to three arguments", at: call.nameOffset)
    }
    let isRange = call.name == "range"
    let name = own ?? (dialect == .spark || dialect == .databricks ? "id" : call.name)
    if let (list, element) = try dateSeries(call) {
      table.kind = .template([.text("json_each(")] + list + [.text(")")])
      var column = BoundColumn(name: name, type: element, origins: [])
      column.sql = prefix + "value"
      return column
    }
    var pieces: [TemplatePiece] = [.text("json_each(list_range(")]
    if arguments.count == 1, !isRange { pieces.append(.text("0, ")) }
    for (index, argument) in arguments.enumerated() {
      if index > 0 { pieces.append(.text(", ")) }
      pieces.append(.expression(argument))
    }
    table.kind = .template(pieces + [.text(isRange ? ", 0))" : ", 1))")])
    var column = BoundColumn(name: name, type: .integer, origins: [])
    column.sql = prefix + "value"
    return column
  }

  /// `sequence(date, date, interval 1 day)` as a value: a list of days. False for numbers, which a rule takes care of.
  func lowerSeries(_ expression: Expression, _ call: FunctionCall) throws(SQLError) -> Bool {
    guard ["sequence", "generate_series", "range", "generate_date_array"].contains(call.name),
      (1...3).contains(call.arguments.count), let (list, element) = try dateSeries(call)
    else { return false }
    expression.kind = .template(list)
    expression.type = .array(element)
    return true
  }

  /// A list of dates or moments, and which of both; nil when the call is of numbers.
  private func dateSeries(_ call: FunctionCall) throws(SQLError) -> (list: [TemplatePiece], element: SQLType)? {
    let arguments = call.arguments
    let isOfDates = call.name == "generate_date_array"
    guard isOfDates || arguments[0].type.isTemporal || (arguments.count == 3 && arguments[2].type == .interval) else {
      return nil
    }
    guard arguments.count >= 2 else { throw error("a series of dates needs an end", at: call.nameOffset) }
    for end in arguments.prefix(2) where end.type == .text {
      wrapCast(end, to: isOfDates ? .date : .timestamp, safe: false)
    }
    var parts = IntervalText().value
    parts.days = [.text("1")]
    if arguments.count == 3 {
      // PostgreSQL reads the step out of a plain text: '1 day'.
      var step = arguments[2].interval
      if case .string(let text) = arguments[2].kind { step = IntervalText.parse(text)?.value }
      guard let step else {
        throw error("the step of a series of dates must be an interval", at: arguments[2].start, construct: call.name)
      }
      parts = step
    }
    let isDate = arguments[0].type == .date && (dialect != .postgres && dialect != .duckdb) && parts.isWholeDays
    let form = isDate ? "d" : "t"
    // These add the step to the moment before; Spark multiplies it.
    let isStepwise = dialect == .postgres || dialect == .redshift || dialect == .duckdb
    let list: [TemplatePiece] =
      [.text("date_range("), .expression(arguments[0]), .text(", "), .expression(arguments[1]), .text(", ")]
      + parts.months + [.text(", ")] + parts.days + [.text(", ")] + parts.microseconds
      + [.text(", \(call.name == "range" ? 0 : 1), '\(isStepwise ? form.uppercased() : form)')")]
    return (list, isDate ? .date : .timestamp)
  }
}
