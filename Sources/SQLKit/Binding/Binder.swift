/// Resolves names, infers types, and rewrites the tree to what SQLite can say, bottom up, in one pass.
final class Binder {
  let source: [UInt8]
  let dialect: Dialect
  let traits: DialectTraits
  let resolver: any SchemaResolver
  let options: TranslationOptions

  struct Input {
    var relation: RelationReference
    var resolved: ResolvedRelation
    var offset: Int32
    var used: Set<String> = []
    var allUsed = false
  }
  var inputs: [Input] = []
  private var inputIndex: [RelationReference: Int] = [:]

  /// All CTEs met, for previews: the WITH clauses around each, and the table.
  var commonTables: [(around: [WithClause], table: CommonTable, position: Int)] = []
  var withStack: [WithClause] = []

  var isDeterministic = true
  var usesCurrentDate = false
  var usesCurrentTimestamp = false

  /// Types by the words that declare them: a wide table has few.
  private var declaredTypes: [String: SQLType] = [:]

  /// Counted while binding, so that a caller can see whether a part held any.
  var aggregateCount = 0
  var windowCount = 0
  var generated = 0

  init(
    source: [UInt8], dialect: Dialect, resolver: any SchemaResolver, options: TranslationOptions
  ) {
    self.source = source
    self.dialect = dialect
    traits = dialect.traits
    self.resolver = resolver
    self.options = options
  }

  func error(_ message: String, at offset: Int32, construct: String? = nil, hint: String? = nil) -> SQLError {
    SQLError(message, offset: Int(offset), in: source, construct: construct, hint: hint)
  }

  /// A name no author writes, new on each call.
  func newName(_ stem: String) -> String {
    generated += 1
    return "_\(stem)_\(generated)"
  }

  /// The type a column is declared with; unknown where the words mean nothing here.
  func type(declared words: String?) -> SQLType {
    guard let words else { return .unknown }
    if let known = declaredTypes[words] { return known }
    let type = SQLType(declared: words, dialect: dialect) ?? .unknown
    declaredTypes[words] = type
    return type
  }

  // MARK: Inputs

  /// The input a relation is, resolving it the first time.
  func input(_ names: [Identifier], moment: RelationMoment? = nil, at offset: Int32) throws(SQLError) -> Int {
    let relation = RelationReference(names.map(\.text), moment: moment)
    if let known = inputIndex[relation] { return known }
    var resolved: ResolvedRelation
    if let found = resolver.resolve(relation) {
      resolved = found
    } else {
      if let obstacle = resolver.obstacle { throw error(obstacle, at: moment.map { Int32($0.offset) } ?? offset) }
      guard options.unknownRelations == .passThrough else {
        throw error(
          "there is no relation '\(relation)'", at: offset,
          hint: "check its name, or build it first")
      }
      resolved = ResolvedRelation(sqliteName: Binder.warehouseName(relation.parts))
    }
    if let catalog = options.omitCatalog {
      let prefix = SQLText.quoted(catalog) + "."
      if resolved.sqliteName.hasPrefix(prefix) {
        resolved.sqliteName = String(resolved.sqliteName.dropFirst(prefix.count))
      }
    }
    inputs.append(Input(relation: relation, resolved: resolved, offset: offset))
    inputIndex[relation] = inputs.count - 1
    return inputs.count - 1
  }

  /// `catalog.schema.table` as a warehouse names it: the catalog is an attached file, `schema.table` one name in it.
  static func warehouseName(_ parts: [String]) -> String {
    switch parts.count {
    case 0, 1: return SQLText.quoted(parts.first ?? "")
    case 2: return SQLText.quoted(parts.joined(separator: "."))
    default: return SQLText.quoted(parts[0]) + "." + SQLText.quoted(parts.dropFirst().joined(separator: "."))
    }
  }

  /// Notes that values of these columns matter to the result.
  func use(_ origins: [ColumnOrigin]) {
    for origin in origins { inputs[origin.input].used.insert(origin.column) }
  }
}
