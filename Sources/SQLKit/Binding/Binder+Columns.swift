extension Binder {
  /// Resolves a column reference: to a source's column, to an alias of the select list, or to a field of a structure.
  func bindColumn(_ expression: Expression, _ names: [Identifier], _ scope: Scope, _ tables: CommonTables)
    throws(SQLError)
  {
    if names.count == 1 {
      try bindUnqualified(expression, names[0], scope, tables)
    } else {
      try bindQualified(expression, names, scope, tables)
    }
  }

  private func set(_ expression: Expression, _ column: BoundColumn, _ source: Source, qualified: Bool) {
    if let sql = column.sql {
      expression.kind = .template([.text(sql)])
    } else {
      expression.kind = .boundColumn(qualifier: qualified ? source.printed : nil, name: column.name)
    }
    expression.type = column.type
    expression.origins = column.origins
    expression.source = source
    use(column.origins)
  }

  private func bindUnqualified(
    _ expression: Expression, _ name: Identifier, _ start: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    let folded = name.folded
    var scope: Scope? = start
    var isFirst = true
    while let current = scope {
      if let printed = current.lambdaNames[folded] {
        expression.kind = .template([.text(printed)])
        return
      }
      var found: (Source, BoundColumn)?
      var unknown = false
      for source in current.sources where !source.hidden {
        if source.columns == nil { unknown = true }
        guard !source.merged.contains(folded), let column = source.column(folded) else { continue }
        if let other = found {
          throw error(
            "'\(name.text)' is ambiguous: it is a column of '\(other.0.printed)' and of '\(source.printed)'",
            at: name.offset, hint: "write \(other.0.printed).\(name.text) or \(source.printed).\(name.text)")
        }
        found = (source, column)
      }
      if let found {
        // An alias of the same name in the select list would win inside SQLite's ORDER BY and GROUP BY only.
        let crowded = current.aliases[folded] != nil || current.qualifies
        set(expression, found.1, found.0, qualified: crowded && !found.0.printed.isEmpty)
        return
      }
      if isFirst, current.aliasesVisible, let alias = current.aliases[folded] {
        // A lateral alias: the expression again, which SQLite would not look up here.
        expression.kind = .template([.text("("), .expression(alias), .text(")")])
        if case .boundColumn = alias.kind {
          expression.kind = alias.kind
          expression.source = alias.source
        }
        expression.type = alias.type
        expression.origins = alias.origins
        use(alias.origins)
        return
      }
      if unknown {
        let input = current.sources.compactMap(\.input)
        if current.sources.count == 1, let only = input.first {
          expression.origins = [ColumnOrigin(input: only, column: folded)]
          use(expression.origins)
        } else {
          for index in input where inputs[index].resolved.columns == nil { inputs[index].used.insert(folded) }
        }
        return
      }
      scope = current.parent
      isFirst = false
    }
    if name.quoted, dialect == .sqlite {
      // SQLite reads an unknown "name" as a string, and so do the projects written for it.
      expression.kind = .string(name.text)
      expression.type = .text
      return
    }
    if ["rowid", "_rowid_", "oid"].contains(folded), start.sources.count == 1 { return }
    if let call = bareFunction(folded) {
      expression.kind = .call(FunctionCall(name: call, nameOffset: name.offset, arguments: [], isBare: true))
      try bind(expression, start, tables)
      return
    }
    throw unknownColumn(name, start)
  }

  /// Names that are functions without parentheses.
  private func bareFunction(_ folded: String) -> String? {
    switch folded {
    case "sysdate", "getdate", "user", "session_user", "systimestamp": return dialect == .sqlite ? nil : folded
    default: return nil
    }
  }

  private func unknownColumn(_ name: Identifier, _ scope: Scope) -> SQLError {
    let candidates = scope.sources.flatMap { $0.columns ?? [] }.map(\.name) + scope.aliases.keys.sorted()
    let near = Nearest.name(to: name.text, among: candidates)
    return error(
      "there is no column '\(name.text)'", at: name.offset,
      hint: near.map { "did you mean '\($0)'?" }
        ?? (scope.sources.isEmpty ? "there is no FROM here; quote text with '…'" : nil))
  }

  private func bindQualified(
    _ expression: Expression, _ names: [Identifier], _ start: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    // The longest prefix that names a source wins: catalog.schema.table.column, table.column, table.column.field …
    var length = names.count - 1
    while length >= 1 {
      let qualifier = names[0..<length].map(\.folded)
      var scope: Scope? = start
      while let current = scope {
        if let source = current.sources.first(where: { $0.answers(to: qualifier) }) {
          let name = names[length]
          if let column = source.column(name.folded) {
            set(expression, column, source, qualified: true)
          } else if source.columns != nil {
            if ["rowid", "_rowid_", "oid"].contains(name.folded), source.input != nil {
              expression.kind = .boundColumn(qualifier: source.printed, name: name.text)
              expression.type = .integer
              return
            }
            let near = Nearest.name(to: name.text, among: source.columns?.map(\.name) ?? [])
            throw error(
              "'\(source.printed)' has no column '\(name.text)'", at: name.offset,
              hint: near.map { "did you mean '\($0)'?" })
          } else {
            expression.kind = .boundColumn(qualifier: source.printed, name: name.text)
            expression.source = source
            if let input = source.input {
              expression.origins = [ColumnOrigin(input: input, column: name.folded)]
              use(expression.origins)
            }
          }
          if length + 1 < names.count { try fields(expression, names[(length + 1)...], start, tables) }
          return
        }
        scope = current.parent
      }
      length -= 1
    }
    // `column.field.field`.
    let head = Expression(.column([names[0]]), start: expression.start, end: expression.end)
    do {
      try bind(head, start, tables)
    } catch {
      throw self.error(
        "nothing in FROM is called '\(names.dropLast().map(\.text).joined(separator: "."))'", at: names[0].offset,
        hint: Nearest.name(to: names[0].text, among: start.sources.map(\.printed)).map { "did you mean '\($0)'?" })
    }
    expression.kind = head.kind
    expression.type = head.type
    expression.origins = head.origins
    try fields(expression, names[1...], start, tables)
  }

  /// Snowflake's `$1` is a column by its place; any other parameter would be NULL for want of a value.
  func bindParameter(_ expression: Expression, _ name: String, _ scope: Scope) throws(SQLError) {
    guard dialect != .sqlite else { return }
    if dialect == .snowflake, let number = Int(name.dropFirst()), scope.sources.count == 1,
      let source = scope.sources.first,
      let columns = source.columns, number >= 1, number <= columns.count
    {
      return set(expression, columns[number - 1], source, qualified: true)
    }
    throw error(
      "the parameter '\(name)' has no value", at: expression.start, construct: "parameter",
      hint: "use a variable of the project")
  }

  /// Wraps a bound structure in steps to its fields.
  private func fields(
    _ expression: Expression, _ names: ArraySlice<Identifier>, _ scope: Scope, _ tables: CommonTables
  ) throws(SQLError) {
    for name in names {
      let inner = Expression(expression.kind, start: expression.start, end: expression.end)
      inner.type = expression.type
      inner.origins = expression.origins
      inner.isBound = true
      expression.kind = .field(inner, name, colon: false)
      lowerField(expression, inner, name.text)
    }
  }
}

/// Finds the name someone may have meant.
enum Nearest {
  /// The candidate within a third of the name's length in edits, the nearest first.
  static func name(to name: String, among candidates: [String]) -> String? {
    let target = Array(name.asciiLowercased().utf8)
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(500) {
      let distance = distance(target, Array(candidate.asciiLowercased().utf8))
      if distance <= max(1, target.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard abs(a.count - b.count) <= 8 else { return .max }
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var previous = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, previous + (a[i] == b[j] ? 0 : 1))
        previous = above
      }
    }
    return row[b.count]
  }
}
