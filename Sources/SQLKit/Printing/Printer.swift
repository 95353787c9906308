/// What a printer writes in place of parts of the tree, which stays as it is.
struct PrinterReplacements {
  /// SQL in place of an expression.
  var expressions: [ObjectIdentifier: String] = [:]
  /// A name in place of a relation's in FROM.
  var tables: [ObjectIdentifier: String] = [:]
  /// The table that holds the groups of a grouped SELECT.
  var selects: [ObjectIdentifier: String] = [:]
  /// The columns by which that table is grouped once more, where it holds groups of a finer kind.
  var regroupings: [ObjectIdentifier: [String]] = [:]

  var isEmpty: Bool { expressions.isEmpty && tables.isEmpty && selects.isEmpty }
}

/// Prints a bound tree as SQLite.
struct Printer {
  var out: SQLWriter
  /// While one grouping of several is printed: the sets, and the keys this one keeps.
  var leftOut: (sets: GroupingSets, kept: Set<Int>)?
  /// What is printed otherwise than it stands in the tree.
  var replacements = PrinterReplacements()
  /// See `TranslationOptions.notesFaultPlaces`.
  var notesFaultPlaces = false

  init(capacity: Int) {
    out = SQLWriter(capacity: capacity)
  }

  // MARK: Queries

  mutating func query(_ query: Query) {
    if let with = query.with, !with.tables.isEmpty { self.with(with) }
    body(query.body)
    order(query.orderBy, prefix: " ORDER BY ")
    if query.limit != nil || query.offset != nil {
      out.write(" LIMIT ")
      if let limit = query.limit { expression(limit) } else { out.write("-1") }
      if let offset = query.offset {
        out.write(" OFFSET ")
        expression(offset)
      }
    }
  }

  mutating func with(_ with: WithClause, upTo count: Int? = nil) {
    out.write(with.recursive ? "WITH RECURSIVE " : "WITH ")
    for (index, table) in with.tables.prefix(count ?? with.tables.count).enumerated() {
      if index > 0 { out.write(",\n") }
      out.mark(table.name.offset)
      out.write(SQLText.name(table.printedName))
      names(table.columns.map(\.text))
      out.write(
        table.materialized == true
          ? " AS MATERIALIZED (" : table.materialized == false ? " AS NOT MATERIALIZED (" : " AS (")
      query(table.query)
      out.write(")")
    }
    out.write("\n")
  }

  private mutating func names(_ names: [String]) {
    guard !names.isEmpty else { return }
    out.write("(")
    for (index, name) in names.enumerated() {
      if index > 0 { out.write(", ") }
      out.write(SQLText.name(name))
    }
    out.write(")")
  }

  mutating func body(_ body: Query.Body) {
    switch body {
    case .select(let select): self.select(select)
    case .set(let operation): set(operation)
    case .values(let rows):
      out.write("VALUES ")
      self.rows(rows)
    case .nested(let query):
      // SQLite takes no parentheses around the operand of a set operation.
      if query.with == nil, query.orderBy.isEmpty, query.limit == nil, query.offset == nil, case .select = query.body {
        self.body(query.body)
      } else {
        out.write("SELECT * FROM (")
        self.query(query)
        out.write(")")
      }
    }
  }

  private mutating func rows(_ rows: [[Expression]]) {
    for (index, row) in rows.enumerated() {
      if index > 0 { out.write(", ") }
      out.write("(")
      list(row)
      out.write(")")
    }
  }

  /// SQLite runs set operations left to right, all with one precedence; a right operand that is one itself is wrapped.
  private mutating func set(_ operation: SetOperation) {
    body(operation.left)
    out.write("\n")
    out.mark(operation.offset)
    out.write(operation.kind.rawValue)
    out.write(operation.all ? " ALL\n" : "\n")
    switch operation.right {
    case .set:
      out.write("SELECT * FROM (")
      body(operation.right)
      out.write(")")
    default: body(operation.right)
    }
  }

  mutating func select(_ select: Select) {
    guard let sets = select.groupingSets, leftOut == nil else { return plain(select) }
    for (index, kept) in sets.sets.enumerated() {
      if index > 0 { out.write("\nUNION ALL\n") }
      leftOut = (sets, kept)
      plain(select)
      leftOut = nil
    }
  }

  private mutating func plain(_ select: Select) {
    out.mark(select.start)
    if let groups = replacements.selects[ObjectIdentifier(select)] { return self.select(select, of: groups) }
    out.write("SELECT ")
    if case .yes = select.distinct { out.write("DISTINCT ") }
    for (index, item) in select.items.enumerated() {
      if index > 0 { out.write(", ") }
      self.item(item)
    }
    let current = leftOut
    leftOut = nil
    if let from = select.from {
      out.write("\nFROM ")
      table(from)
    }
    if let condition = select.condition {
      out.write("\nWHERE ")
      expression(condition)
    }
    leftOut = current
    if let current = leftOut {
      let keys = current.kept.sorted().map { current.sets.keys[$0] }
      leftOut = nil
      if !keys.isEmpty {
        out.write("\nGROUP BY ")
        list(keys)
      }
      leftOut = current
    } else if case .list(let keys) = select.groupBy, !keys.isEmpty {
      out.write("\nGROUP BY ")
      list(keys)
    }
    if let having = select.having {
      out.write("\nHAVING ")
      expression(having)
    }
    for (index, window) in select.windows.enumerated() {
      out.write(index == 0 ? "\nWINDOW " : ", ")
      out.write(SQLText.name(window.name.text))
      out.write(" AS ")
      self.window(window.definition)
    }
  }

  /// A grouped SELECT whose groups are the rows of a table: its outputs over that table.
  private mutating func select(_ select: Select, of groups: String) {
    out.write("SELECT ")
    for (index, item) in select.items.enumerated() {
      if index > 0 { out.write(", ") }
      self.item(item)
      // Over the groups a plain column no longer has its own name.
      if item.alias == nil, case .boundColumn(_, let name) = item.value.kind { out.write(" AS " + SQLText.name(name)) }
    }
    out.write("\nFROM " + groups)
    let regrouping = replacements.regroupings[ObjectIdentifier(select)]
    if let regrouping { out.write("\nGROUP BY " + regrouping.joined(separator: ", ")) }
    if let having = select.having {
      out.write(regrouping == nil ? "\nWHERE " : "\nHAVING ")
      expression(having)
    }
  }

  private mutating func item(_ item: SelectItem) {
    expression(item.value)
    if let alias = item.alias {
      out.write(" AS ")
      out.mark(alias.offset)
      out.write(SQLText.name(alias.text))
    }
  }

  // MARK: FROM

  mutating func table(_ table: TableExpression) {
    out.mark(table.start)
    switch table.kind {
    case .relation(let parts):
      out.write(
        replacements.tables[ObjectIdentifier(table)] ?? table.printedName
          ?? parts.map { SQLText.quoted($0.text) }.joined(separator: "."))
    case .query(let query, _):
      out.write("(")
      self.query(query)
      out.write(")")
    case .values(let rows):
      out.write("(VALUES ")
      self.rows(rows)
      out.write(")")
    case .function(let call, _, _):
      out.write(call.name)
      out.write("(")
      list(call.arguments)
      out.write(")")
    case .join(let join): return self.join(join)
    case .grouped(let inner):
      out.write("(")
      self.table(inner)
      out.write(")")
      return
    case .pivot(let inner, _), .unpivot(let inner, _): return self.table(inner)
    case .template(let pieces): template(pieces)
    }
    if let alias = table.alias {
      out.write(" AS ")
      out.write(SQLText.name(alias.text))
    }
  }

  /// The inside of a derived table, without its parentheses.
  mutating func snapshot(_ snapshot: TableSnapshot) {
    out.mark(snapshot.start)
    switch snapshot.kind {
    case .query(let query, _): self.query(query)
    case .values(let rows):
      out.write("VALUES ")
      self.rows(rows)
    case .template(let pieces): template(pieces)
    default: break
    }
  }

  private mutating func join(_ join: Join) {
    table(join.left)
    if join.natural { out.write(" NATURAL") }
    switch join.kind {
    case .inner: out.write("\nJOIN ")
    case .left: out.write("\nLEFT JOIN ")
    case .right: out.write("\nRIGHT JOIN ")
    case .full: out.write("\nFULL JOIN ")
    case .cross, .semi, .anti: out.write(join.comma ? ", " : "\nCROSS JOIN ")
    }
    if case .join = join.right.kind {
      out.write("(")
      table(join.right)
      out.write(")")
    } else {
      table(join.right)
    }
    if let on = join.on {
      out.write(" ON ")
      expression(on)
    } else if !join.using.isEmpty {
      out.write(" USING ")
      names(join.using.map(\.text))
    }
  }

  // MARK: Windows and order

  mutating func window(_ window: WindowDefinition) {
    out.write("(")
    var separator = ""
    if let base = window.base {
      out.write(SQLText.name(base.text))
      separator = " "
    }
    if !window.partitionBy.isEmpty {
      out.write(separator + "PARTITION BY ")
      list(window.partitionBy)
      separator = " "
    }
    order(window.orderBy, prefix: separator + "ORDER BY ")
    if !window.orderBy.isEmpty { separator = " " }
    if let frame = window.frame {
      out.write(separator + frame.unit.rawValue)
      out.write(frame.end == nil ? " " : " BETWEEN ")
      bound(frame.start)
      if let end = frame.end {
        out.write(" AND ")
        bound(end)
      }
      if let exclude = frame.exclude { out.write(" EXCLUDE " + exclude) }
    }
    out.write(")")
  }

  private mutating func bound(_ bound: WindowFrame.Bound) {
    switch bound {
    case .unboundedPreceding: out.write("UNBOUNDED PRECEDING")
    case .currentRow: out.write("CURRENT ROW")
    case .unboundedFollowing: out.write("UNBOUNDED FOLLOWING")
    case .preceding(let value):
      expression(value)
      out.write(" PRECEDING")
    case .following(let value):
      expression(value)
      out.write(" FOLLOWING")
    }
  }

  mutating func order(_ items: [OrderItem], prefix: String) {
    for (index, item) in items.enumerated() {
      out.write(index == 0 ? prefix : ", ")
      expression(item.expression)
      if item.descending { out.write(" DESC") }
      // SQLite's own habit (NULL is least) needs no words.
      if let first = item.nullsFirst, first == item.descending { out.write(first ? " NULLS FIRST" : " NULLS LAST") }
    }
  }
}
