/// Translates one query of a dialect into SQLite.
///
/// - Throws: `SQLError` where the text cannot be read, a name does not resolve, or a construct has no translation that is
///   sure to mean the same.
public func translateQuery(
  _ sql: String, from dialect: Dialect, resolver: any SchemaResolver, options: TranslationOptions = TranslationOptions()
) throws(SQLError) -> Translation {
  let source = Array(sql.utf8)
  var parser = try Parser(source, dialect: dialect)
  let query = try parser.wholeQuery()
  let binder = Binder(source: source, dialect: dialect, resolver: resolver, options: options)
  let columns = try binder.bind(query, outer: nil, tables: [:])
  columns?.forEach { binder.use($0.origins) }
  var printer = Printer(capacity: source.count * 2)
  printer.notesFaultPlaces = options.notesFaultPlaces
  printer.query(query)
  return binder.translation(printer, columns: columns)
}

/// Translates one query as ``translateQuery(_:from:resolver:options:)`` does, and finds the stages it can be run in.
///
/// - Throws: `SQLError` as the translation does.
public func stageQuery(
  _ sql: String, from dialect: Dialect, resolver: any SchemaResolver,
  options: TranslationOptions = TranslationOptions(),
  staging: StagingOptions
) throws(SQLError) -> (translation: Translation, stages: StagedQuery) {
  let source = Array(sql.utf8)
  var parser = try Parser(source, dialect: dialect)
  let query = try parser.wholeQuery()
  let binder = Binder(source: source, dialect: dialect, resolver: resolver, options: options)
  let columns = try binder.bind(query, outer: nil, tables: [:])
  columns?.forEach { binder.use($0.origins) }
  var printer = Printer(capacity: source.count * 2)
  printer.query(query)
  let translation = binder.translation(printer, columns: columns)
  return (translation, Stager(binder, options: staging).stage(query, printed: translation.sql))
}

extension Binder {
  /// What was printed, with what was learnt.
  func translation(_ printer: Printer, columns: [BoundColumn]?) -> Translation {
    Translation(
      sql: printer.out.text, sourceMap: printer.out.map, inputs: inputUses,
      outputColumns: columns.map { $0.map(outputColumn) }, ctes: options.previewsCTEs ? previews() : [],
      isDeterministic: isDeterministic,
      usesCurrentDate: usesCurrentDate, usesCurrentTimestamp: usesCurrentTimestamp)
  }

  /// The base relations read so far.
  var inputUses: [InputUse] { inputs.map(inputUse) }

  private func inputUse(_ input: Input) -> InputUse {
    var used: Set<String>? = input.used
    if input.allUsed {
      used = input.resolved.columns.map { columns in
        Set(columns.filter { !$0.isHidden }.map { $0.name.asciiLowercased() }).union(input.used)
      }
    }
    return InputUse(
      relation: input.relation, sqliteName: input.resolved.sqliteName, columnsUsed: used, offset: Int(input.offset))
  }

  private func outputColumn(_ column: BoundColumn) -> OutputColumn {
    OutputColumn(
      name: column.name, declaredType: column.type.declaredName,
      lineage: column.origins.map { origin in
        LineageSource(relation: inputs[origin.input].relation, column: originalName(origin))
      })
  }

  /// The column's name as its relation spells it.
  private func originalName(_ origin: ColumnOrigin) -> String {
    inputs[origin.input].resolved.columns?.first { $0.name.asciiLowercased() == origin.column }?.name ?? origin.column
  }

  private func previews() -> [CTEPreview] {
    commonTables.sorted { $0.around.count < $1.around.count }.map { around, table, position in
      CTEPreview(
        name: table.name.text, range: Int(table.query.start)..<Int(table.query.end),
        sql: preview(of: table, around, position))
    }
  }

  /// A query for the rows of a CTE, with the CTEs it may read.
  func preview(of table: CommonTable) -> String? {
    commonTables.first { $0.table === table }.map { preview(of: table, $0.around, $0.position) }
  }

  private func preview(of table: CommonTable, _ around: [WithClause], _ position: Int) -> String {
    var printer = Printer(capacity: 512)
    // Every WITH around it, each in a query of its own; in its own WITH the tables up to itself.
    for (depth, with) in around.enumerated() {
      let isLast = depth == around.count - 1
      let count = isLast ? position + 1 : with.tables.count
      if depth > 0 { printer.out.write("SELECT * FROM (") }
      printer.with(with, upTo: count)
    }
    printer.out.write("SELECT * FROM \(SQLText.name(table.printedName))")
    for _ in 1..<max(around.count, 1) { printer.out.write(")") }
    return printer.out.text
  }
}
