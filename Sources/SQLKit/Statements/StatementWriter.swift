/// Turns a statement into the SQLite statements that do the same.
struct StatementWriter {
  let binder: Binder
  var printers: [Printer] = []
  var kind = TranslatedStatement.Kind.metadata
  var target: RelationReference?
  var readsTarget = false

  init(binder: Binder) { self.binder = binder }

  mutating func write(_ statement: Statement) throws(SQLError) {
    switch statement.kind {
    case .query(let query):
      kind = .query
      let columns = try binder.bind(query, outer: nil, tables: [:])
      columns?.forEach { binder.use($0.origins) }
      add { $0.query(query) }
    case .insert(let insert): try write(insert)
    case .update(let update): try write(update)
    case .delete(let delete): try write(delete)
    case .merge(let merge): try write(merge)
    case .createTable(let table): try write(table)
    case .createView(let view): try write(view)
    case .drop(let drop):
      kind = .drop
      let name = name(of: drop.target)
      add { $0.out.write("DROP \(drop.isView ? "VIEW" : "TABLE") \(drop.ifExists ? "IF EXISTS " : "")\(name)") }
    case .alter(let alter): try write(alter)
    case .truncate(let table):
      kind = .truncate
      let name = name(of: table)
      add { $0.out.write("DELETE FROM \(name)") }
    case .metadata: kind = .metadata
    }
  }

  mutating func add(_ body: (inout Printer) -> Void) {
    var printer = Printer(capacity: 256)
    body(&printer)
    printers.append(printer)
  }

  /// The SQLite name of a relation that is changed; it need not exist yet.
  mutating func name(of table: TableExpression) -> String {
    guard case .relation(let parts) = table.kind else { return "" }
    let relation = RelationReference(parts.map(\.text))
    target = relation
    var name =
      binder.resolver.resolve(relation)?.sqliteName ?? binder.resolver.sqliteName(ofNew: relation)
      ?? Binder.warehouseName(relation.parts)
    if let catalog = binder.options.omitCatalog, name.hasPrefix(SQLText.quoted(catalog) + ".") {
      name = String(name.dropFirst(SQLText.quoted(catalog).count + 1))
    }
    return name
  }

  private func columnNames(_ names: [Identifier]) -> String {
    names.isEmpty ? "" : " (" + names.map { SQLText.name($0.text) }.joined(separator: ", ") + ")"
  }

  // MARK: Rows

  private mutating func write(_ insert: Insert) throws(SQLError) {
    kind = .insert
    let name = name(of: insert.target)
    let columns = try binder.bind(insert.query, outer: nil, tables: [:])
    columns?.forEach { binder.use($0.origins) }
    if insert.overwrites { add { $0.out.write("DELETE FROM \(name)") } }
    let list = columnNames(insert.columns)
    add { printer in
      printer.out.write("INSERT INTO \(name)\(list)\n")
      printer.query(insert.query)
    }
  }

  private mutating func write(_ update: Update) throws(SQLError) {
    kind = .update
    let name = name(of: update.target)
    let scope = Scope(parent: nil)
    try binder.bind(update.target, into: scope, [:])
    if let from = update.from { try binder.bind(from, into: scope, [:]) }
    try bind(update.assignments, scope)
    if let condition = update.condition { try binder.bind(condition, scope, [:]) }
    let alias = scope.sources[0].printed
    readsTarget = true
    add { printer in
      printer.out.write("UPDATE \(name) AS \(SQLText.name(alias)) SET ")
      Self.print(update.assignments, &printer)
      if let from = update.from {
        printer.out.write("\nFROM ")
        printer.table(from)
      }
      if let condition = update.condition {
        printer.out.write("\nWHERE ")
        printer.expression(condition)
      }
    }
  }

  private func bind(_ assignments: [Assignment], _ scope: Scope) throws(SQLError) {
    for assignment in assignments {
      let value = assignment.value
      try binder.bind(value, scope, [:])
      if let column = scope.sources[0].column(assignment.column.folded) {
        binder.coerce(value, to: column.type)
      } else if scope.sources[0].columns != nil {
        throw binder.error(
          "'\(scope.sources[0].printed)' has no column '\(assignment.column.text)'", at: assignment.column.offset)
      }
    }
  }

  private static func print(_ assignments: [Assignment], _ printer: inout Printer) {
    for (index, assignment) in assignments.enumerated() {
      if index > 0 { printer.out.write(", ") }
      printer.out.mark(assignment.column.offset)
      printer.out.write(SQLText.name(assignment.column.text) + " = ")
      printer.expression(assignment.value)
    }
  }

  private mutating func write(_ delete: Delete) throws(SQLError) {
    kind = .delete
    let name = name(of: delete.target)
    let scope = Scope(parent: nil)
    try binder.bind(delete.target, into: scope, [:])
    if let using = delete.using { try binder.bind(using, into: scope, [:]) }
    if let condition = delete.condition { try binder.bind(condition, scope, [:]) }
    let alias = SQLText.name(scope.sources[0].printed)
    readsTarget = true
    add { printer in
      printer.out.write("DELETE FROM \(name) AS \(alias)")
      if let using = delete.using {
        printer.out.write("\nWHERE EXISTS (SELECT 1 FROM ")
        printer.table(using)
      }
      if let condition = delete.condition {
        printer.out.write("\nWHERE ")
        printer.expression(condition)
      }
      if delete.using != nil { printer.out.write(")") }
    }
  }

  // MARK: MERGE

  /// Rows to insert are gathered first: a row deleted by another clause must not then look unmatched.
  private mutating func write(_ merge: Merge) throws(SQLError) {
    kind = .merge
    readsTarget = true
    let name = name(of: merge.target)
    let scope = Scope(parent: nil)
    try binder.bind(merge.target, into: scope, [:])
    try binder.bind(merge.source, into: scope, [:])
    // Names on both sides must keep their tables where they are moved into subqueries.
    scope.qualifies = true
    try binder.bind(merge.on, scope, [:])
    let alias = SQLText.name(scope.sources[0].printed)
    var inserts: [(clause: Merge.Clause, columns: [Identifier], values: [Expression], table: String)] = []
    var changes: [Printer] = []
    for clause in merge.clauses {
      if let condition = clause.condition { try binder.bind(condition, scope, [:]) }
      guard !clause.bySource || clause.action.isDelete else {
        throw binder.error(
          "WHEN NOT MATCHED BY SOURCE with an update has no translation", at: clause.offset,
          construct: "NOT MATCHED BY SOURCE")
      }
      switch clause.action {
      case .nothing: break
      case .delete:
        var printer = Printer(capacity: 256)
        printer.out.write(
          "DELETE FROM \(name) AS \(alias)\nWHERE \(clause.bySource ? "NOT " : "")EXISTS (SELECT 1 FROM ")
        printer.table(merge.source)
        printer.out.write(" WHERE ")
        printer.operand(merge.on, .comparison)
        if let condition = clause.condition, !clause.bySource {
          printer.out.write(" AND ")
          printer.operand(condition, .comparison)
        }
        printer.out.write(")")
        if let condition = clause.condition, clause.bySource {
          printer.out.write(" AND ")
          printer.operand(condition, .comparison)
        }
        changes.append(printer)
      case .update, .updateAll:
        let assignments = try assignments(clause, scope)
        var printer = Printer(capacity: 256)
        printer.out.write("UPDATE \(name) AS \(alias) SET ")
        Self.print(assignments, &printer)
        printer.out.write("\nFROM ")
        printer.table(merge.source)
        printer.out.write("\nWHERE ")
        printer.operand(merge.on, .comparison)
        if let condition = clause.condition {
          printer.out.write(" AND ")
          printer.operand(condition, .comparison)
        }
        changes.append(printer)
      case .insert, .insertAll:
        let (columns, values) = try insertion(clause, scope)
        inserts.append((clause, columns, values, "temp." + SQLText.quoted(binder.newName("merge"))))
      }
    }
    for insert in inserts {
      add { printer in
        printer.out.write("CREATE TABLE \(insert.table) AS SELECT ")
        printer.list(insert.values)
        printer.out.write("\nFROM ")
        printer.table(merge.source)
        printer.out.write("\nWHERE NOT EXISTS (SELECT 1 FROM ")
        printer.table(merge.target)
        printer.out.write(" WHERE ")
        printer.expression(merge.on)
        printer.out.write(")")
        if let condition = insert.clause.condition {
          printer.out.write(" AND ")
          printer.operand(condition, .comparison)
        }
      }
    }
    printers += changes
    for insert in inserts {
      let list = columnNames(insert.columns)
      add { $0.out.write("INSERT INTO \(name)\(list) SELECT * FROM \(insert.table)") }
      add { $0.out.write("DROP TABLE \(insert.table)") }
    }
  }

  private func assignments(_ clause: Merge.Clause, _ scope: Scope) throws(SQLError) -> [Assignment] {
    if case .update(let list) = clause.action {
      try bind(list, scope)
      return list
    }
    return try sharedColumns(scope, clause.offset).map { name in
      Assignment(
        column: Identifier(text: name, quoted: true, offset: clause.offset),
        value: Expression(
          .boundColumn(qualifier: scope.sources[1].printed, name: name), start: clause.offset, end: clause.offset))
    }
  }

  private func insertion(_ clause: Merge.Clause, _ scope: Scope) throws(SQLError) -> ([Identifier], [Expression]) {
    if case .insert(let columns, let values) = clause.action {
      try binder.bind(values, scope, [:])
      return (columns, values)
    }
    let names = try sharedColumns(scope, clause.offset)
    return (
      names.map { Identifier(text: $0, quoted: true, offset: clause.offset) },
      names.map {
        Expression(
          .boundColumn(qualifier: scope.sources[1].printed, name: $0), start: clause.offset, end: clause.offset)
      }
    )
  }

  /// `UPDATE SET *` and `INSERT *`: the columns of the source that the target has.
  private func sharedColumns(_ scope: Scope, _ offset: Int32) throws(SQLError) -> [String] {
    guard scope.sources.count == 2, let target = scope.sources[0].columns, let source = scope.sources[1].columns else {
      throw binder.error(
        "MERGE with a star over columns nobody knows", at: offset, construct: "MERGE *", hint: "name the columns")
    }
    source.forEach { binder.use($0.origins) }
    return source.map(\.name).filter { name in target.contains { $0.folded == name.asciiLowercased() } }
  }
}

extension Merge.Action {
  var isDelete: Bool {
    if case .delete = self { return true }
    return false
  }
}
