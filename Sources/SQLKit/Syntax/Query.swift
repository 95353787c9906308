/// A query with its WITH, ORDER BY and LIMIT.
final class Query {
  var with: WithClause?
  var body: Body
  var orderBy: [OrderItem] = []
  /// `ORDER BY ALL`.
  var orderByAll: OrderItem?
  var limit: Expression?
  var offset: Expression?
  var start: Int32
  var end: Int32

  init(body: Body, start: Int32, end: Int32) {
    self.body = body
    self.start = start
    self.end = end
  }

  indirect enum Body {
    case select(Select)
    case set(SetOperation)
    case values([[Expression]])
    /// A query in parentheses.
    case nested(Query)
  }
}

final class SetOperation {
  enum Kind: String { case union = "UNION", intersect = "INTERSECT", except = "EXCEPT" }
  var kind: Kind
  var all: Bool
  var byName: Bool
  var left: Query.Body
  var right: Query.Body
  var offset: Int32

  init(kind: Kind, all: Bool, byName: Bool, left: Query.Body, right: Query.Body, offset: Int32) {
    self.kind = kind
    self.all = all
    self.byName = byName
    self.left = left
    self.right = right
    self.offset = offset
  }
}

final class WithClause {
  var recursive: Bool
  var tables: [CommonTable]

  init(recursive: Bool, tables: [CommonTable]) {
    self.recursive = recursive
    self.tables = tables
  }
}

final class CommonTable {
  var name: Identifier
  var columns: [Identifier]
  var query: Query
  /// `MATERIALIZED` (true), `NOT MATERIALIZED` (false) or neither.
  var materialized: Bool?
  /// The name it is printed under; binding changes it where SQLite would see a circle.
  var printedName: String

  init(name: Identifier, columns: [Identifier], query: Query, materialized: Bool?) {
    self.name = name
    self.columns = columns
    self.query = query
    self.materialized = materialized
    self.printedName = name.text
  }
}

final class Select {
  enum Distinct {
    case no, yes
    case on([Expression])
  }
  var distinct = Distinct.no
  var items: [SelectItem] = []
  var from: TableExpression?
  var condition: Expression?
  var groupBy = GroupBy.none
  var having: Expression?
  var windows: [(name: Identifier, definition: WindowDefinition)] = []
  var qualify: Expression?
  /// `TOP n`.
  var top: Expression?
  /// GROUPING SETS, after binding: printed once for each.
  var groupingSets: GroupingSets?
  /// How many aggregate and window calls its own clauses hold, counted by binding; nil for one that a rewriting made.
  var shape: (aggregates: Int, windows: Int)?
  /// The window whose first rows are kept by a condition on the last item, where `QUALIFY row_number() … = 1` became that.
  var ranking: WindowDefinition?
  var start: Int32
  var end: Int32

  init(start: Int32) {
    self.start = start
    self.end = start
  }
}

/// The keys of GROUPING SETS, ROLLUP or CUBE, and which of them each set keeps.
struct GroupingSets {
  var keys: [Expression]
  /// Select items that are a key as a whole, by key.
  var items: [ObjectIdentifier: Int]
  var sets: [Set<Int>]
}

enum GroupBy {
  case none
  case all(Int32)
  case list([Expression])
  /// GROUPING SETS, ROLLUP, CUBE: the sets spelt out.
  case sets([[Expression]], Int32)
}

struct SelectItem {
  var value: Expression
  var alias: Identifier?
}

/// What stands in FROM.
final class TableExpression {
  var kind: Kind
  var alias: Identifier?
  var columnAliases: [Identifier] = []
  /// Of a relation: which state of it is read.
  var moment: RelationMoment?
  var start: Int32
  var end: Int32
  /// Filled in by binding: how the source is named in the printed text.
  var printedName: String?

  init(_ kind: Kind, start: Int32, end: Int32) {
    self.kind = kind
    self.start = start
    self.end = end
  }

  indirect enum Kind {
    case relation([Identifier])
    case query(Query, lateral: Bool)
    case values([[Expression]])
    case function(FunctionCall, lateral: Bool, ordinality: Bool)
    case join(Join)
    /// A join in parentheses.
    case grouped(TableExpression)
    case pivot(TableExpression, Pivot)
    case unpivot(TableExpression, Unpivot)
    /// Already SQLite; made by rewriting.
    case template([TemplatePiece])
  }
}

final class Join {
  enum Kind { case inner, left, right, full, cross, semi, anti }
  var kind: Kind
  var natural: Bool
  var left: TableExpression
  var right: TableExpression
  var on: Expression?
  var using: [Identifier]
  /// Written as a comma.
  var comma: Bool

  init(
    kind: Kind, natural: Bool, left: TableExpression, right: TableExpression, on: Expression?, using: [Identifier],
    comma: Bool
  ) {
    self.kind = kind
    self.natural = natural
    self.left = left
    self.right = right
    self.on = on
    self.using = using
    self.comma = comma
  }
}

/// `PIVOT (sum(x) FOR c IN ('a', 'b'))`.
struct Pivot {
  var aggregates: [SelectItem]
  var columns: [Expression]
  var values: [SelectItem]
  var groupBy: [Expression]?
}

/// `UNPIVOT (value FOR name IN (a, b))`.
struct Unpivot {
  var value: Identifier
  var name: Identifier
  var columns: [SelectItem]
  var includeNulls: Bool
}
