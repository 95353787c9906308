public import SQLiteKit
import Threads

/// The rows of a query held in memory under a hash of their first columns, and offered to SQL as a table: a join that compares
/// all the key columns finds its rows without a sort, an index or a search in a tree.
///
/// Measured on 1.5 M rows keyed by two texts: 0.4 s to build against 2.4 s for SQLite's automatic index, and it is built once
/// for all workers. Safe to share once built.
public final class LookupTable: Sendable {
  private let rows: Confined<LookupRows>
  /// `CREATE TABLE` with the columns' declared types.
  let declaration: String
  let keyCount: Int

  /// Reads all rows of a query whose columns are the keys, then whatever else is needed.
  ///
  /// - Parameter columns: names and declared types, as many as the statement has.
  /// - Parameter memoryBudget: bytes of rows to keep in memory; what goes beyond lies in a file in `spillDirectory`, and only
  ///   12 bytes or so of each row are kept.
  /// - Returns: nil when there are more rows than can be counted; the join is then left to SQLite.
  public init?(
    _ statement: Statement, keyCount: Int, columns: [(name: String, declaredType: String?)], memoryBudget: Int,
    spillDirectory: String
  ) throws {
    let rows = LookupRows(
      keyCount: keyCount, columnCount: columns.count, memoryBudget: memoryBudget, spillDirectory: spillDirectory)
    var key = GroupKey()
    var rest = GroupKey()
    let buffer = RecordBuffer()
    defer {
      key.deallocate()
      rest.deallocate()
    }
    while try statement.step() {
      try rows.insert(statement, key: &key, rest: &rest, buffer)
      if rows.count & 0xFFF == 0, rows.isFull { return nil }
    }
    try rows.finish()
    self.rows = Confined(rows)
    self.keyCount = keyCount
    let definitions = columns.map { quoteIdentifier($0.name) + ($0.declaredType.map { " " + $0 } ?? "") }
    declaration = "CREATE TABLE lookup (\(definitions.joined(separator: ", ")))"
  }

  public var rowCount: Int { rows.value.count }

  /// Makes it a table of this connection, read under `name`.
  public func register(on connection: Connection, as name: String) throws {
    try connection.registerModule(name, LookupModule(self))
  }

  fileprivate var storage: LookupRows { rows.value }
}

private final class LookupModule: VirtualTableModule {
  private let lookup: LookupTable
  init(_ lookup: LookupTable) { self.lookup = lookup }
  func connect(_ arguments: [String]) throws -> any VirtualTable { LookupVirtualTable(lookup) }
}

private final class LookupVirtualTable: VirtualTable {
  private let lookup: LookupTable
  init(_ lookup: LookupTable) { self.lookup = lookup }

  var declaration: String { lookup.declaration }

  func plan(_ query: borrowing TableQuery) throws {
    var chosen: [Int: Int] = [:]
    for index in 0..<query.constraintCount {
      let constraint = query.constraint(index)
      if constraint.isUsable, constraint.comparison == .equal, constraint.column >= 0,
        constraint.column < lookup.keyCount,
        chosen[constraint.column] == nil
      {
        chosen[constraint.column] = index
      }
    }
    if chosen.count == lookup.keyCount {
      for (column, index) in chosen { query.use(index, asArgument: column) }
      query.choose(1)
      query.estimate(cost: 2, rows: 1)
    } else {
      query.choose(0)
      query.estimate(cost: Double(lookup.rowCount) * 2 + 1, rows: lookup.rowCount)
    }
  }

  func open() throws -> any VirtualTableCursor { LookupCursor(lookup) }
}

private final class LookupCursor: VirtualTableCursor {
  private let rows: LookupRows
  private let keyCount: Int
  private var key = GroupKey()
  private var unit: UInt32 = 0
  /// The record at hand, where there is one.
  private var record: LookupRecord?
  private let buffer = RecordBuffer()
  private let lifetime: BytesLifetime
  private var isScan = false
  /// Where the columns of the current row begin, as far as they were asked for.
  private var offsets: [Int]
  private var known = 0

  init(_ lookup: LookupTable) {
    rows = lookup.storage
    keyCount = lookup.keyCount
    // Rows in memory live as long as the module, which outlives every statement that reads them.
    lifetime = rows.isInMemory ? .static : .transient
    offsets = Array(repeating: 0, count: rows.columnCount + 1)
  }

  deinit { key.deallocate() }

  func start(_ scan: borrowing TableScan) throws {
    known = 0
    isScan = scan.number == 0
    if isScan {
      return try go(to: rows.following(0, buffer))
    }
    key.removeAll()
    for column in 0..<keyCount {
      switch scan.arguments.type(column) {
      case .null:
        // Equal to nothing.
        return try go(to: 0)
      case .integer: key.append(scan.arguments.int64(column))
      case .real: key.append(scan.arguments.double(column), column: column)
      case .text: key.append(tag: 3, UnsafeRawBufferPointer(scan.arguments.textBytes(column)))
      case .blob: key.append(tag: 4, scan.arguments.blobBytes(column))
      }
    }
    try go(to: rows.first(hash: key.hash, key: key.bytes, buffer))
  }

  func next() throws {
    known = 0
    try go(to: isScan ? rows.following(unit, buffer) : record?.next ?? 0)
  }

  @inline(__always)
  private func go(to unit: UInt32) throws {
    self.unit = unit
    record = unit == 0 ? nil : try rows.record(unit, buffer)
  }

  var isAtEnd: Bool { unit == 0 }
  var rowID: Int64 { Int64(unit) }

  func column(_ index: Int, into result: borrowing ResultContext) throws {
    guard let record else { return result.setNull() }
    let columns = record.columns
    while known < index {
      offsets[known + 1] = offsets[known] + LookupRows.encodedSize(columns + offsets[known])
      known += 1
    }
    let value = columns + offsets[index]
    switch value.load(as: UInt8.self) {
    case 0: result.setNull()
    case 1:
      let number = value.loadUnaligned(fromByteOffset: 1, as: Int64.self)
      if index < 32, record.realMask & (1 << UInt32(index)) != 0 {
        result.set(Double(number))
      } else {
        result.set(number)
      }
    case 2: result.set(Double(bitPattern: value.loadUnaligned(fromByteOffset: 1, as: UInt64.self)))
    case let tag:
      let count = Int(value.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
      let bytes = UnsafeBufferPointer(start: (value + 5).assumingMemoryBound(to: UInt8.self), count: count)
      if tag == 3 { result.setText(bytes, lifetime) } else { result.setBlob(bytes, lifetime) }
    }
  }
}
