extension Stager {
  /// Finds joined relations that are compared by equality and worth holding in memory.
  func findLookups(_ query: Query) {
    query.forEachTable { table in
      if case .join(let join) = table.kind { findLookup(join) }
    }
  }

  private func findLookup(_ join: Join) {
    guard join.kind == .inner || join.kind == .left, !join.natural, join.using.isEmpty, let on = join.on,
      case .relation(let parts) = join.right.kind, let sqliteName = join.right.printedName,
      let alias = join.right.alias?.text, !(parts.count == 1 && commonTable(sqliteName) != nil),
      let input = binder.inputs.first(where: { $0.resolved.sqliteName == sqliteName }), !input.allUsed,
      let columns = input.resolved.columns, let rows = options.rowCount(sqliteName),
      options.rowsWorthLookingUp.contains(rows)
    else { return }
    var keys: [StagedColumn] = []
    collectKeys(on, alias: alias, columns: columns, into: &keys)
    guard !keys.isEmpty else { return }
    let values = columns.filter { column in
      let folded = column.name.asciiLowercased()
      return input.used.contains(folded) && !keys.contains { $0.name.asciiLowercased() == folded }
    }.map { StagedColumn(name: $0.name, declaredType: $0.declaredType) }
    let name = "_lookup_\(lookups.count + 1)"
    lookups.append(LookupStage(name: name, sqliteName: sqliteName, keys: keys, values: values))
    replacements.tables[ObjectIdentifier(join.right)] = name
  }

  /// The relation's columns that ON compares with something outside of it, type with like type: a hash finds only values that
  /// are stored alike.
  private func collectKeys(
    _ condition: Expression, alias: String, columns: [ColumnType], into keys: inout [StagedColumn]
  ) {
    guard case .binary(let op, let left, let right) = condition.kind else { return }
    if op == .and {
      collectKeys(left, alias: alias, columns: columns, into: &keys)
      collectKeys(right, alias: alias, columns: columns, into: &keys)
      return
    }
    guard op == .equal else { return }
    for (own, other) in [(left, right), (right, left)] {
      guard case .boundColumn(let qualifier?, let name) = own.kind,
        qualifier.asciiLowercased() == alias.asciiLowercased(), own.type.storesAlike(other.type),
        !mentions(alias, other),
        let column = columns.first(where: { $0.name.asciiLowercased() == name.asciiLowercased() })
      else { continue }
      if !keys.contains(where: { $0.name == column.name }) {
        keys.append(StagedColumn(name: column.name, declaredType: column.declaredType))
      }
      return
    }
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
