/// One statement of a script in SQLite's words.
public struct TranslatedStatement: Sendable {
  /// What kind of statement it is.
  public enum Kind: String, Sendable {
    case query, insert, update, delete, merge, createTable, createView, drop, alter, truncate
    /// Grants, comments, settings, transactions, schemas: kept as words, nothing to run.
    case metadata
  }

  /// What kind of statement it is.
  public var kind: Kind
  /// The SQLite statements to run in order, in one transaction; empty for metadata.
  public var statements: [String]
  /// From each of `statements` back to the input.
  public var sourceMaps: [SourceMap]
  /// The relation it changes, as written.
  public var target: RelationReference?
  /// The relations it reads.
  public var inputs: [InputUse]
  /// Where it stands in the input, as UTF-8 byte offsets.
  public var range: Range<Int>
  /// The statement as written, for messages and for metadata.
  public var text: String
}

/// Translates a script — hooks, `run-operation`, the console — statement by statement.
///
/// - Throws: `SQLError` for the first statement that cannot be read or translated.
public func translateScript(
  _ sql: String, from dialect: Dialect, resolver: any SchemaResolver, options: TranslationOptions = TranslationOptions()
) throws(SQLError) -> [TranslatedStatement] {
  let source = Array(sql.utf8)
  var parser = try Parser(source, dialect: dialect)
  var result: [TranslatedStatement] = []
  for statement in try parser.script() {
    let binder = Binder(source: source, dialect: dialect, resolver: resolver, options: options)
    var writer = StatementWriter(binder: binder)
    try writer.write(statement)
    let range = Int(statement.start)..<Int(statement.end)
    result.append(
      TranslatedStatement(
        kind: writer.kind, statements: writer.printers.map(\.out.text), sourceMaps: writer.printers.map(\.out.map),
        target: writer.target, inputs: binder.inputUses.filter { $0.relation != writer.target || writer.readsTarget },
        range: range, text: String(decoding: source[range], as: UTF8.self)))
  }
  return result
}
