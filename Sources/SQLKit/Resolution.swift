/// A relation as SQL names it: catalog, schema and name as far as they were given.
public struct RelationReference: Hashable, Sendable, CustomStringConvertible {
  /// The parts, outermost first; never empty.
  public var parts: [String]
  /// The state of it that is asked for; nil: the one it has now.
  public var moment: RelationMoment?

  /// Makes a reference from its parts, outermost first.
  public init(_ parts: [String], moment: RelationMoment? = nil) {
    self.parts = parts
    self.moment = moment
  }

  /// The last part.
  public var name: String { parts.last ?? "" }

  /// The parts joined by dots.
  public var description: String { parts.joined(separator: ".") }
}

/// A state of a relation other than the present one, as SQL asks for it.
public struct RelationMoment: Hashable, Sendable {
  /// Which published state.
  public enum Point: Hashable, Sendable {
    /// `VERSION AS OF 12`.
    case version(Int64)
    /// `TIMESTAMP AS OF '2024-06-01'`: the text as it was written.
    case time(String)
    /// `RUN AS OF 7`: as it was when that run ended.
    case run(Int64)
  }

  /// The published state; nil: the present one.
  public var point: Point?
  /// `FOR EFFECTIVE '2024-06-01'`: of a history, the rows that held then.
  public var effective: String?
  /// Where it is written, as a byte offset.
  public var offset = 0

  /// Makes a moment.
  public init(point: Point? = nil, effective: String? = nil) {
    self.point = point
    self.effective = effective
  }

  /// Two moments are equal when they ask for the same, wherever they are written.
  public static func == (left: RelationMoment, right: RelationMoment) -> Bool {
    left.point == right.point && left.effective == right.effective
  }

  /// Hashes what is asked for.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(point)
    hasher.combine(effective)
  }
}

/// A column and its declared type, when there is one.
public struct ColumnType: Hashable, Sendable {
  /// The column's name.
  public var name: String
  /// Its declared type in any dialect's spelling (`varchar(16)`, `TIMESTAMP_NTZ`), or nil.
  public var declaredType: String?
  /// Whether only its name gives it: a star does not.
  public var isHidden: Bool

  /// Makes a column.
  public init(_ name: String, _ declaredType: String? = nil, isHidden: Bool = false) {
    self.name = name
    self.declaredType = declaredType
    self.isHidden = isHidden
  }
}

/// How a relation is found in SQLite.
public struct ResolvedRelation: Sendable {
  /// Its name there, quoted: `"growth"."silver.user_dim"`.
  public var sqliteName: String
  /// Its columns in order, where they are known.
  public var columns: [ColumnType]?
  /// Whether rows can be fetched again by rowid at little cost: true for stored tables, false for views and for files
  /// read in place.
  public var hasRowID: Bool

  /// Makes an answer.
  public init(sqliteName: String, columns: [ColumnType]? = nil, hasRowID: Bool = false) {
    self.sqliteName = sqliteName
    self.columns = columns
    self.hasRowID = hasRowID
  }
}

/// Knows the relations SQL may name.
public protocol SchemaResolver {
  /// How a relation written in SQL is named in SQLite, and its columns with declared types when known; nil for a relation
  /// that does not exist.
  ///
  /// A reference with a moment may be answered with a query in parentheses for its name.
  func resolve(_ relation: RelationReference) -> ResolvedRelation?

  /// Why the relation named last was not found, where the resolver knows it better than that there is none.
  var obstacle: String? { get }

  /// How a relation that a statement is about to make is to be named in SQLite; nil for the plain warehouse name.
  func sqliteName(ofNew relation: RelationReference) -> String?
}

extension SchemaResolver {
  /// Nothing is known of why.
  public var obstacle: String? { nil }

  /// The plain warehouse name.
  public func sqliteName(ofNew relation: RelationReference) -> String? { nil }
}

/// What to do otherwise than by default.
public struct TranslationOptions: Sendable {
  /// What happens to a relation the resolver does not know.
  public enum UnknownRelations: Sendable {
    /// It is an error at its place in the text.
    case refuse
    /// It is printed as a warehouse name: `a.b.c` as `"a"."b.c"`.
    case passThrough
  }

  /// What happens to a relation the resolver does not know.
  public var unknownRelations: UnknownRelations = .refuse
  /// The catalog not to name: the body of a view in `growth.db` must not say `"growth".`, because a view cannot reach
  /// other files and does not know under which name its own is attached.
  public var omitCatalog: String?
  /// What `current_timestamp` is: `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC; nil for the moment a statement runs.
  public var currentTimestamp: String?
  /// The first day of the week where a dialect lets it be set (Snowflake's WEEK_START): 1 is Monday.
  public var weekStart = 1
  /// Whether the translation says how each CTE's rows are shown: it prints their text once more.
  public var previewsCTEs = true
  /// Whether calls that may fail on their data say where they stand before they are made: their last argument `e` becomes
  /// `fault_place(offset, e)`, a function of two arguments that keeps the first and returns the second.
  public var notesFaultPlaces = false

  /// The defaults.
  public init() {}
}
