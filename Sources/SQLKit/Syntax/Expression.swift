/// A name as written, with its place.
struct Identifier {
  let text: String
  var quoted: Bool
  /// Byte offset of its first byte.
  var offset: Int32
  /// The form names are compared in: ASCII case does not matter, as in SQLite.
  let folded: String

  init(text: String, quoted: Bool, offset: Int32) {
    self.text = text
    self.quoted = quoted
    self.offset = offset
    folded = text.asciiLowercased()
  }
}

/// A value expression. A class, so that binding can note types on it and rewrite it in place.
final class Expression {
  var kind: Kind
  /// Byte range in the source.
  var start: Int32
  var end: Int32
  /// Filled in by binding.
  var type: SQLType = .unknown
  /// The base columns its value comes from, filled in by binding.
  var origins: [ColumnOrigin] = []
  /// The item of FROM whose column it is, if it is one; filled in by binding.
  var source: Source?
  /// What an interval adds, filled in by binding.
  var interval: IntervalValue?
  /// One value of many rows: the keys of grouping sets keep their values inside.
  var isAggregate = false
  /// Binding has been here already: an expression reached twice (a lateral alias) is bound once.
  var isBound = false

  init(_ kind: Kind, start: Int32, end: Int32) {
    self.kind = kind
    self.start = start
    self.end = end
  }

  indirect enum Kind {
    case null
    case boolean(Bool)
    /// A number as spelt, in a form SQLite reads.
    case number(String)
    case string(String)
    /// Hexadecimal digits.
    case blob(String)
    case parameter(String)
    /// `a`, `t.a`, `s.t.a`, also struct fields until binding knows better.
    case column([Identifier])
    /// A column after binding: printed with this qualifier.
    case boundColumn(qualifier: String?, name: String)
    case star(StarItem)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case between(Expression, low: Expression, high: Expression, negated: Bool)
    case inList(Expression, [Expression], negated: Bool)
    case inQuery(Expression, Query, negated: Bool)
    case like(LikeMatch)
    case isNull(Expression, negated: Bool)
    case isBoolean(Expression, Bool, negated: Bool)
    case isDistinct(Expression, Expression, negated: Bool)
    case conditional(operand: Expression?, branches: [(when: Expression, then: Expression)], otherwise: Expression?)
    case cast(Expression, TypeName, safe: Bool)
    case call(FunctionCall)
    case exists(Query, negated: Bool)
    case query(Query)
    case interval(IntervalLiteral)
    /// `DATE '2024-01-01'` and its sisters.
    case typedLiteral(TypeName, String)
    case extract(field: String, Expression)
    case atTimeZone(Expression, Expression)
    case tuple([Expression])
    case array([Expression])
    case structure([(name: String?, value: Expression)])
    case lambda([Identifier], Expression)
    /// `e[i]`.
    case subscripted(Expression, Expression)
    /// `e.name` on a value, or `e:name`.
    case field(Expression, Identifier, colon: Bool)
    case quantified(BinaryOperator, Expression, all: Bool, Expression)
    case collate(Expression, String)
    /// Text that is already SQLite, with the expressions it holds; made by rewriting only.
    case template([TemplatePiece])
  }
}

/// A piece of SQLite text with a hole.
enum TemplatePiece {
  case text(String)
  case expression(Expression)
  /// The query or VALUES a table expression was before.
  case query(TableSnapshot)
  case window(WindowDefinition)
  /// `GROUPING(…)`: a bit for each of these, set where the grouping at hand leaves it out.
  case grouping([Expression])
}

enum UnaryOperator { case not, minus, plus, bitNot }

enum BinaryOperator {
  case or, and
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  case add, subtract, multiply, divide, integerDivide, modulo, power
  case concat
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  /// `->` and `->>`.
  case jsonGet, jsonGetText
  /// PostgreSQL's path forms.
  case jsonPath, jsonPathText
  case contains, containedBy, overlaps
}

/// `LIKE` and its relatives.
struct LikeMatch {
  enum Form { case like, iLike, glob, regexp, regexpIgnoringCase, similar }
  enum Quantifier { case one, any, all }
  var form: Form
  var value: Expression
  var patterns: [Expression]
  var quantifier: Quantifier = .one
  var escape: Expression?
  var negated: Bool
}

/// `t.* except (a) replace (x as b) rename (c as d)`.
struct StarItem {
  var qualifier: [Identifier]
  var except: [Identifier] = []
  var replace: [(value: Expression, name: Identifier)] = []
  var rename: [(from: Identifier, to: Identifier)] = []

  var isPlain: Bool { except.isEmpty && replace.isEmpty && rename.isEmpty }
}

/// A type as written.
struct TypeName {
  /// Lower case, words joined by one space.
  var name: String
  var arguments: [Int]
  var elements: [TypeName] = []
  var offset: Int32
  var isArray = false
  /// `FORMAT 'x'` (BigQuery) or nothing.
  var format: Expression?
}

/// `INTERVAL '1 day'`, `INTERVAL 3 MONTH`, `INTERVAL '1' DAY`.
struct IntervalLiteral {
  var value: Expression
  /// Lower case singular, or nil where the text says it.
  var unit: String?
}

/// `name(args) filter (…) within group (…) over (…)`.
struct FunctionCall {
  /// Lower case, dots kept.
  var name: String
  var nameOffset: Int32
  var arguments: [Expression]
  /// Names of `name => value` arguments, by position; empty where there are none.
  var labels: [String?] = []
  var isDistinct = false
  /// `count(*)`.
  var isStar = false
  /// No parentheses were written (`current_date`).
  var isBare = false
  var orderBy: [OrderItem] = []
  var limit: Expression?
  var withinGroup: [OrderItem] = []
  var filter: Expression?
  var nullTreatment: NullTreatment?
  var over: WindowReference?

  enum NullTreatment { case ignore, respect }
}

/// `OVER w` or `OVER (…)`.
enum WindowReference {
  case named(Identifier)
  case inline(WindowDefinition)
}

final class WindowDefinition {
  var base: Identifier?
  var partitionBy: [Expression] = []
  var orderBy: [OrderItem] = []
  var frame: WindowFrame?
}

struct WindowFrame {
  enum Unit: String { case rows = "ROWS", range = "RANGE", groups = "GROUPS" }
  enum Bound {
    case unboundedPreceding, preceding(Expression), currentRow, following(Expression), unboundedFollowing
  }
  var unit: Unit
  var start: Bound
  var end: Bound?
  /// `EXCLUDE …`, as SQLite spells it.
  var exclude: String?
}

struct OrderItem {
  var expression: Expression
  var descending = false
  var nullsFirst: Bool?
}

extension String {
  /// ASCII letters in lower case; anything else as it is.
  func asciiLowercased() -> String {
    let hasCapitals =
      utf8.withContiguousStorageIfAvailable { bytes in bytes.contains { $0 &- 0x41 < 26 } }
      ?? utf8.contains { $0 &- 0x41 < 26 }
    return hasCapitals ? String(decoding: utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self) : self
  }
}

/// What a table expression held before a template replaced it.
final class TableSnapshot {
  let kind: TableExpression.Kind
  let start: Int32

  init(_ table: TableExpression) {
    kind = table.kind
    start = table.start
  }
}

/// An interval as the three amounts that add separately, each SQLite text with holes.
struct IntervalValue {
  var months: [TemplatePiece]
  var days: [TemplatePiece]
  var microseconds: [TemplatePiece]
  /// Whole days or longer: a date plus it can stay a date.
  var isWholeDays: Bool
}
