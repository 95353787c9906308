/// A column of a base relation: the relation's place in the list of inputs, and the column's folded name.
struct ColumnOrigin: Hashable {
  var input: Int
  var column: String
}

/// A column as its consumers see it.
struct BoundColumn {
  var name: String
  var folded: String
  var type: SQLType
  var origins: [ColumnOrigin]
  /// The SQLite text to print for it, where that is not its name: the columns of table functions.
  var sql: String?
  /// A star does not stand for it.
  var isHidden = false

  init(name: String, type: SQLType, origins: [ColumnOrigin]) {
    self.name = name
    folded = name.asciiLowercased()
    self.type = type
    self.origins = origins
  }
}

/// One item of FROM.
final class Source {
  /// Folded names it answers to: the alias, or the relation's parts, innermost last.
  let path: [String]
  /// The qualifier to print before its columns.
  let printed: String
  /// Its columns; nil where unknown.
  var columns: [BoundColumn]? {
    didSet { index = nil }
  }
  /// The base relation it is, if it is one.
  let input: Int?
  /// Rows can be fetched by rowid.
  var hasRowID = false
  /// Columns a USING or NATURAL join has merged into an earlier source's: not seen unqualified, nor by `*`.
  var merged: Set<String> = []
  /// Semi and anti joins hide their right side.
  var hidden = false
  private var index: [String: Int]?

  init(path: [String], printed: String, columns: [BoundColumn]?, input: Int?) {
    self.path = path
    self.printed = printed
    self.columns = columns
    self.input = input
  }

  /// The column of a folded name.
  func column(_ folded: String) -> BoundColumn? {
    guard let columns else { return nil }
    if columns.count < 12 {
      return columns.first { $0.folded == folded }
    }
    if index == nil {
      index = Dictionary(columns.enumerated().map { ($0.element.folded, $0.offset) }, uniquingKeysWith: { a, _ in a })
    }
    return index?[folded].map { columns[$0] }
  }

  /// Whether `qualifier` (folded parts, outermost first) names this source.
  func answers(to qualifier: [String]) -> Bool {
    guard qualifier.count <= path.count else { return false }
    return zip(qualifier.reversed(), path.reversed()).allSatisfy { $0 == $1 }
  }
}

/// The names visible at a place: the sources of one SELECT, its aliases, and the scope around it.
final class Scope {
  var sources: [Source] = []
  let parent: Scope?
  /// Aliases of the select list so far, by folded name.
  var aliases: [String: Expression] = [:]
  /// Aliases may be used here when no column has the name.
  var aliasesVisible = false
  /// Columns are printed with their table even where the author left it out: table functions are near, and SQLite's have
  /// hidden columns (id, key, path …).
  var qualifies = false
  /// Named windows.
  var windows: [String: WindowDefinition] = [:]
  /// Parameters of the lambda being read: printed as they are.
  var lambdaNames: [String: String] = [:]

  init(parent: Scope?) {
    self.parent = parent
  }

  /// Every source's columns are known.
  var isComplete: Bool {
    sources.allSatisfy { $0.columns != nil } && (parent?.isComplete ?? true)
  }
}

/// A CTE as its readers see it.
struct TableBinding {
  var table: CommonTable
  var columns: [BoundColumn]?
}
