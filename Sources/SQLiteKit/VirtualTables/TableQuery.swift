import CSQLite

/// A query a virtual table is asked to plan for (`sqlite3_index_info`); valid only during the call.
public struct TableQuery: ~Copyable {
  let info: UnsafeMutablePointer<sqlite3_index_info>

  /// A comparison in the query's WHERE clause.
  public struct Constraint: Sendable, Equatable {
    /// The column compared; -1 for the rowid.
    public let column: Int
    /// How it is compared.
    public let comparison: Comparison
    /// Whether the value is known when the scan starts; only then it may be used.
    public let isUsable: Bool
  }

  /// A comparison a constraint makes.
  public enum Comparison: Sendable, Equatable {
    /// `=`
    case equal
    /// `<>`
    case notEqual
    /// `>`
    case greater
    /// `>=`
    case greaterOrEqual
    /// `<`
    case less
    /// `<=`
    case lessOrEqual
    /// `LIKE`
    case like
    /// `IS`
    case `is`
    /// `IS NULL`
    case isNull
    /// `IS NOT NULL`
    case isNotNull
    /// `LIMIT`
    case limit
    /// `OFFSET`
    case offset
    /// Any other, by SQLite's number.
    case other(UInt8)
  }

  /// How many constraints there are.
  public var constraintCount: Int { Int(info.pointee.nConstraint) }

  /// The constraint at `index`, counted from 0.
  public func constraint(_ index: Int) -> Constraint {
    precondition(index >= 0 && index < constraintCount, "constraint index out of range")
    let raw = info.pointee.aConstraint[index]
    return Constraint(column: Int(raw.iColumn), comparison: Comparison(raw.op), isUsable: raw.usable != 0)
  }

  /// Asks for a constraint's value: it comes as the scan's argument at `argument`, counted from 0 without gaps.
  ///
  /// - Parameter isExact: The table gives only rows that meet it, so that SQLite need not look again.
  public func use(_ index: Int, asArgument argument: Int, isExact: Bool = false) {
    info.pointee.aConstraintUsage[index].argvIndex = Int32(argument + 1)
    info.pointee.aConstraintUsage[index].omit = isExact ? 1 : 0
  }

  /// The columns the query reads, a bit each; the highest bit stands for column 63 and all after it.
  public var columnsUsed: UInt64 { info.pointee.colUsed }

  /// The terms of ORDER BY the table could fulfil: column and direction.
  public var order: [(column: Int, isDescending: Bool)] {
    (0..<Int(info.pointee.nOrderBy)).map { index in
      let term = info.pointee.aOrderBy[index]
      return (Int(term.iColumn), term.desc != 0)
    }
  }

  /// Promises rows in the order asked for.
  public func fulfilOrder() { info.pointee.orderByConsumed = 1 }

  /// What the cursor is told: a number and a text of the table's choosing.
  public func choose(_ number: Int, _ text: String? = nil) {
    info.pointee.idxNum = Int32(truncatingIfNeeded: number)
    guard let text, let copy = allocateText(text) else { return }
    info.pointee.idxStr = copy
    info.pointee.needToFreeIdxStr = 1
  }

  /// The cost of the scan, in units near the reading of one row, and the rows it gives.
  public func estimate(cost: Double, rows: Int) {
    info.pointee.estimatedCost = cost
    info.pointee.estimatedRows = Int64(rows)
  }

  /// What a plan throws when the query cannot be answered in this order of tables, since a constraint it needs is not
  /// usable: SQLite tries another order.
  public static var notPossible: SQLiteError { SQLiteError(code: .constraint, message: "no plan for this query") }

  /// Promises one row at most.
  public func promiseOneRow() { info.pointee.idxFlags |= SQLITE_INDEX_SCAN_UNIQUE }
}

/// What a cursor is told as a scan starts; valid only during the call.
public struct TableScan: ~Copyable {
  /// The number the plan chose.
  public let number: Int
  /// The text the plan chose.
  public let text: String?
  /// The values of the constraints the plan asked for.
  public let arguments: Arguments
}

extension TableQuery.Comparison {
  init(_ code: UInt8) {
    switch Int32(code) {
    case SQLITE_INDEX_CONSTRAINT_EQ: self = .equal
    case SQLITE_INDEX_CONSTRAINT_NE: self = .notEqual
    case SQLITE_INDEX_CONSTRAINT_GT: self = .greater
    case SQLITE_INDEX_CONSTRAINT_GE: self = .greaterOrEqual
    case SQLITE_INDEX_CONSTRAINT_LT: self = .less
    case SQLITE_INDEX_CONSTRAINT_LE: self = .lessOrEqual
    case SQLITE_INDEX_CONSTRAINT_LIKE: self = .like
    case SQLITE_INDEX_CONSTRAINT_IS: self = .is
    case SQLITE_INDEX_CONSTRAINT_ISNULL: self = .isNull
    case SQLITE_INDEX_CONSTRAINT_ISNOTNULL: self = .isNotNull
    case SQLITE_INDEX_CONSTRAINT_LIMIT: self = .limit
    case SQLITE_INDEX_CONSTRAINT_OFFSET: self = .offset
    default: self = .other(code)
    }
  }
}

/// A C string in SQLite's memory, for SQLite to free.
func allocateText(_ text: String) -> UnsafeMutablePointer<CChar>? {
  var text = text
  return text.withUTF8 { bytes in
    guard let memory = sqlite3_malloc64(UInt64(bytes.count + 1)) else { return nil }
    let copy = memory.assumingMemoryBound(to: CChar.self)
    for index in bytes.indices { copy[index] = CChar(bitPattern: bytes[index]) }
    copy[bytes.count] = 0
    return copy
  }
}
