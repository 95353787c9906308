extension Binder {
  /// The present moment, under its many names; and chance.
  func lowerClock(_ expression: Expression, _ call: FunctionCall) -> Bool {
    switch call.name {
    case "current_date", "curdate", "today", "current_date_utc":
      usesCurrentDate = true
      expression.type = .date
      expression.kind = .template([
        .text(options.currentTimestamp.map { SQLText.literal(String($0.prefix(10))) } ?? "CURRENT_DATE")
      ])
    case "current_timestamp", "now", "getdate", "sysdate", "localtimestamp", "systimestamp", "transaction_timestamp",
      "statement_timestamp", "clock_timestamp", "get_current_timestamp", "current_datetime", "sysdatetime":
      guard call.arguments.count <= 1 else { return false }
      usesCurrentDate = true
      usesCurrentTimestamp = true
      let zoned =
        ["now", "current_timestamp"].contains(call.name)
        && (dialect == .duckdb || dialect == .postgres || dialect == .snowflake)
      expression.type = zoned ? .timestampTZ : .timestamp
      if dialect == .sqlite, call.name == "current_timestamp", options.currentTimestamp == nil { return true }
      expression.kind = .template([.text(moment)])
    case "current_time", "localtime":
      usesCurrentDate = true
      usesCurrentTimestamp = true
      expression.type = .time
      expression.kind = .template([.text("substr(\(moment), 12, 8)")])
    case "unix_timestamp" where call.arguments.isEmpty:
      usesCurrentDate = true
      usesCurrentTimestamp = true
      expression.type = .integer
      expression.kind = .template([.text("unix_seconds(\(moment))")])
    case "random", "rand", "uniform":
      isDeterministic = false
      guard dialect != .sqlite, call.arguments.count <= 1 else { return false }
      expression.type = .double
      // Snowflake's random() is a 64-bit integer; the others' is in [0, 1).
      if dialect == .snowflake {
        expression.type = .integer
        expression.kind = .template([.text("random()")])
      } else {
        expression.kind = .template([.text("((random() & 9007199254740991) / 9007199254740992.0)")])
      }
    case "uuid", "gen_random_uuid", "uuid_string", "generate_uuid":
      guard call.arguments.isEmpty else { return false }
      isDeterministic = false
      expression.type = .text
      expression.kind = .template([.text("random_uuid()")])
    default: return false
    }
    return true
  }

  private var moment: String {
    options.currentTimestamp.map { SQLText.literal($0) } ?? "strftime('%Y-%m-%d %H:%M:%f', 'now')"
  }
}
