extension Binder {
  func bindFunction(
    _ table: TableExpression, _ call: FunctionCall, lateral: Bool, ordinality: Bool, _ scope: Scope,
    _ tables: CommonTables
  ) throws(SQLError) {
    throw error("the table function '\(call.name)' has no translation", at: call.nameOffset, construct: call.name)
  }

  func bindPivot(
    _ table: TableExpression, _ inner: TableExpression, _ pivot: Pivot, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    throw error("PIVOT has no translation", at: table.start, construct: "PIVOT")
  }

  func bindUnpivot(
    _ table: TableExpression, _ inner: TableExpression, _ unpivot: Unpivot, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    throw error("UNPIVOT has no translation", at: table.start, construct: "UNPIVOT")
  }
}
