extension Stager {
  /// Finds joined relations that are compared by equality and worth holding in memory.
  func findLookups(_ query: Query) {
    query.forEachSelect { select in
      // A star would show the columns in the lookup's order, and the computed ones among them.
      guard let from = select.from, !select.items.contains(where: { $0.value.isStar }) else { return }
      from.forEachItem { table in
        if case .join(let join) = table.kind { findLookup(join) }
      }
      if let condition = select.condition { findTiedLookup(from, condition) }
    }
  }

  /// A query that stands for a value, tied by equality to the rows around it: SQLite goes through its relation anew for each of
  /// them.
  private func findTiedLookup(_ table: TableExpression, _ condition: Expression) {
    guard case .relation = table.kind, let side = relation(table) else { return }
    var keys: [StagedColumn] = []
    var computed: [(key: String, expression: Expression)] = []
    // It is the only relation there: a column that is not its own is one of the rows around.
    collectKeys(condition, side, into: &keys, computing: &computed) { other in
      var hasColumns = false
      _ = other.walk { if case .boundColumn = $0.kind { hasColumns = true } }
      return hasColumns
    }
    addLookup(of: table, side, keys, computed)
  }

  private func findLookup(_ join: Join) {
    guard join.kind == .inner || join.kind == .left, !join.natural, join.using.isEmpty, let on = join.on,
      let side = relation(join.right) ?? common(join.right)
    else { return }
    var keys: [StagedColumn] = []
    var computed: [(key: String, expression: Expression)] = []
    collectKeys(on, side, into: &keys, computing: &computed)
    addLookup(of: join.right, side, keys, computed)
  }

  private func addLookup(
    of table: TableExpression, _ side: JoinedSide, _ keys: [StagedColumn],
    _ computed: [(key: String, expression: Expression)]
  ) {
    guard !keys.isEmpty else { return }
    let values = side.columns.filter { column in
      let folded = column.name.asciiLowercased()
      return side.isUsed(folded) && !keys.contains { $0.name.asciiLowercased() == folded }
    }.map { StagedColumn(name: $0.name, declaredType: $0.declaredType) }
    let name = "_lookup_\(lookups.count + 1)"
    for (key, expression) in computed {
      replacements.expressions[ObjectIdentifier(expression)] = "\(SQLText.name(side.alias)).\(key)"
    }
    lookups.append(
      LookupStage(
        name: name, sqliteName: side.sql, alias: computed.isEmpty ? nil : side.alias, keys: keys, values: values))
    // Without an alias of its own it is still called by its name.
    replacements.tables[ObjectIdentifier(table)] =
      table.alias == nil ? "\(name) AS \(SQLText.name(side.alias))" : name
  }

  /// What is joined: the SQL to read it from, the name it is called by, and its columns.
  private struct JoinedSide {
    var sql: String
    var alias: String
    var columns: [ColumnType]
    var isUsed: (String) -> Bool = { _ in true }
  }

  /// A joined relation of the warehouse.
  private func relation(_ table: TableExpression) -> JoinedSide? {
    guard case .relation(let parts) = table.kind, let sqliteName = table.printedName, let alias = table.alias?.text,
      !(parts.count == 1 && commonTable(sqliteName) != nil),
      let input = binder.inputs.first(where: { $0.resolved.sqliteName == sqliteName }), !input.allUsed,
      let columns = input.resolved.columns, let rows = options.rowCount(sqliteName),
      options.rowsWorthLookingUp.contains(rows)
    else { return nil }
    return JoinedSide(sql: sqliteName, alias: alias, columns: columns) { input.used.contains($0) }
  }

  /// A joined CTE, computed once for all; SQLite alone would compute and sort it for each connection.
  private func common(_ table: TableExpression) -> JoinedSide? {
    guard case .relation(let parts) = table.kind, parts.count == 1, table.columnAliases.isEmpty,
      let printed = table.printedName, let common = commonTable(printed), common.columns.isEmpty,
      case .select(let select) = common.query.body, commonTableUses[common.printedName] == 1, isLarge(common.query),
      !isGrouped(common.query)
    else { return nil }
    var columns: [ColumnType] = []
    for item in select.items {
      var name = item.alias?.text
      // Only a plain column lends its affinity to comparisons; any other expression has none.
      var declaredType: String?
      if case .boundColumn(_, let column) = item.value.kind {
        name = name ?? column
        declaredType = item.value.type.declaredName
      }
      guard let name, !item.value.isStar,
        !columns.contains(where: { $0.name.asciiLowercased() == name.asciiLowercased() })
      else { return nil }
      columns.append(ColumnType(name, declaredType))
    }
    guard let sql = binder.preview(of: common) else { return nil }
    return JoinedSide(sql: "(\(sql))", alias: table.alias?.text ?? common.printedName, columns: columns)
  }

  /// Whether a query, or a CTE or derived table it reads, groups rows: that is a stage of its own.
  private func isGrouped(_ query: Query) -> Bool {
    guard case .select(let select) = query.body else { return true }
    guard case .none = select.groupBy, let from = select.from else { return true }
    var isGrouped = false
    from.forEachItem { item in
      switch item.kind {
      case .query(let inner, _): isGrouped = isGrouped || self.isGrouped(inner)
      case .relation(let parts):
        if parts.count == 1, let name = item.printedName, let inner = self.commonTable(name) {
          isGrouped = isGrouped || self.isGrouped(inner.query)
        }
      default: break
      }
    }
    return isGrouped
  }

  /// Whether a query reads a relation that is worth looking rows up in: a large one, or one that would be searched anew for
  /// each of many rows, since SQLite makes no index for what it takes to be few.
  private func isLarge(_ query: Query) -> Bool {
    let most = binder.inputs.compactMap { options.rowCount($0.resolved.sqliteName) }.max() ?? 0
    var isLarge = false
    query.forEachTable { table in
      guard case .relation = table.kind, let name = table.printedName, let rows = self.options.rowCount(name) else {
        return
      }
      let comparisons = Double(rows) * Double(most)
      if rows >= self.options.rowsWorthLookingUp.lowerBound
        || comparisons >= Double(self.options.comparisonsWorthLookingUp)
      {
        isLarge = true
      }
    }
    return isLarge
  }

  /// What of the relation ON compares with something outside of it, type with like type: a hash finds only values that are
  /// stored alike. That is a column, or anything computed of its columns alone.
  private func collectKeys(
    _ condition: Expression, _ side: JoinedSide, into keys: inout [StagedColumn],
    computing computed: inout [(key: String, expression: Expression)],
    from isOther: (Expression) -> Bool = { _ in true }
  ) {
    guard case .binary(let op, let left, let right) = condition.kind else { return }
    if op == .and {
      collectKeys(left, side, into: &keys, computing: &computed, from: isOther)
      collectKeys(right, side, into: &keys, computing: &computed, from: isOther)
      return
    }
    guard op == .equal else { return }
    for (own, other) in [(left, right), (right, left)] {
      guard own.type.storesAlike(other.type), !mentions(side.alias, other), isOther(other) else { continue }
      if case .boundColumn(let qualifier?, let name) = own.kind {
        guard qualifier.asciiLowercased() == side.alias.asciiLowercased(),
          let column = side.columns.first(where: { $0.name.asciiLowercased() == name.asciiLowercased() })
        else { continue }
        if !keys.contains(where: { $0.name == column.name }) {
          keys.append(StagedColumn(name: column.name, declaredType: column.declaredType))
        }
        return
      }
      guard isComputed(own, of: side.alias) else { continue }
      let name = "_key_\(computed.count + 1)"
      keys.append(StagedColumn(name: name, declaredType: nil, sql: text(own)))
      computed.append((name, own))
      return
    }
  }

  /// Whether an expression is made of the relation's columns and of nothing else that could differ from row to row.
  private func isComputed(_ expression: Expression, of alias: String) -> Bool {
    var (own, others) = (false, false)
    let isKnown = expression.walk { inner in
      switch inner.kind {
      case .boundColumn(let qualifier, _):
        if qualifier?.asciiLowercased() == alias.asciiLowercased() { own = true } else { others = true }
      case .column, .collate, .parameter: others = true
      default: break
      }
    }
    return isKnown && own && !others
  }

  private func mentions(_ alias: String, _ expression: Expression) -> Bool {
    var found = false
    let isKnown = expression.walk { inner in
      if case .boundColumn(let qualifier, _) = inner.kind {
        if qualifier == nil || qualifier?.asciiLowercased() == alias.asciiLowercased() { found = true }
      }
    }
    return found || !isKnown
  }
}

extension SQLType {
  /// Equal values of the two types are stored as equal values.
  fileprivate func storesAlike(_ other: SQLType) -> Bool {
    switch (self, other) {
    case (.text, .text), (.integer, .integer), (.date, .date), (.boolean, .boolean): true
    case (.timestamp, .timestamp), (.timestampTZ, .timestampTZ): true
    default: false
    }
  }
}
