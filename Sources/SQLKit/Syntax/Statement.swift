/// One statement of a script, as written.
struct Statement {
  enum Kind {
    case query(Query)
    case insert(Insert)
    case update(Update)
    case delete(Delete)
    case merge(Merge)
    case createTable(CreateTable)
    case createView(CreateView)
    case drop(Drop)
    case alter(Alter)
    case truncate(TableExpression)
    /// Grants, comments, settings, transactions, schemas: nothing the embedded engine does.
    case metadata(words: String)
  }

  var kind: Kind
  var start: Int32
  var end: Int32
}

struct Insert {
  var target: TableExpression
  var columns: [Identifier]
  var query: Query
  /// INSERT OVERWRITE: what was there goes.
  var overwrites: Bool
}

struct Assignment {
  var column: Identifier
  var value: Expression
}

struct Update {
  var target: TableExpression
  var assignments: [Assignment]
  var from: TableExpression?
  var condition: Expression?
}

struct Delete {
  var target: TableExpression
  var using: TableExpression?
  var condition: Expression?
}

struct Merge {
  enum Action {
    case update([Assignment])
    case updateAll
    case delete
    case insert([Identifier], [Expression])
    case insertAll
    case nothing
  }

  struct Clause {
    var matched: Bool
    /// `WHEN NOT MATCHED BY SOURCE`.
    var bySource = false
    var condition: Expression?
    var action: Action
    var offset: Int32
  }

  var target: TableExpression
  var source: TableExpression
  var on: Expression
  var clauses: [Clause]
}

struct CreateTable {
  struct Column {
    var name: Identifier
    var type: TypeName?
    var notNull = false
    var primaryKey = false
  }

  var target: TableExpression
  var columns: [Column]
  var query: Query?
  var replaces: Bool
  var ifNotExists: Bool
}

struct CreateView {
  var target: TableExpression
  var columns: [Identifier]
  var query: Query
  var replaces: Bool
}

struct Drop {
  var isView: Bool
  var ifExists: Bool
  var target: TableExpression
}

struct Alter {
  enum Change {
    case renameTable(TableExpression)
    case renameColumn(Identifier, Identifier)
    case addColumns([CreateTable.Column])
    case dropColumns([Identifier])
    case metadata
  }

  var target: TableExpression
  var change: Change
}
