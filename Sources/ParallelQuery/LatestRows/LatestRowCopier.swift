import SQLiteKit
public import TableFile
import Threads

/// Writes the rows that are the best of their keys so far, each under its place among all rows.
final class LatestRowCopier: RowSink {
  private let rows: RowWriter
  private let copier: RowCopier
  private let ranking: RowRanking
  private let table: RankTable
  private let order: RowOrder
  private let firstKey: Int
  private var run: Int
  private var position: Int64
  private var bytes = RankBytes()

  /// - Parameter firstPosition: the place of the part's first row, where the source does not tell.
  init(
    copier: RowCopier, rows: RowWriter, ranking: RowRanking, table: RankTable, order: RowOrder,
    firstPosition: Int64
  ) {
    self.rows = rows
    self.ranking = ranking
    self.table = table
    self.order = order
    self.copier = copier
    firstKey = copier.statementColumns
    run = order.run
    position = firstPosition - 1
  }

  func take(_ statement: Statement) throws {
    position += 1
    if order.run != run, let first = order.firstRowID {
      run = order.run
      position = first
      try rows.beginSegment(firstRowID: first)
    }
    bytes.removeAll()
    for column in firstKey..<(firstKey + ranking.keyCount) { bytes.append(key: column, of: statement) }
    let keyBytes = bytes.count
    var column = firstKey + ranking.keyCount
    for key in ranking.order {
      try bytes.append(order: column, key, of: statement)
      column += 1
    }
    let isWanted = !ranking.hasFilter || (statement.type(column) != .null && statement.int64(column) != 0)
    guard
      try table.offer(bytes.base, keyCount: keyBytes, count: bytes.count, position: position, isWanted: isWanted)
    else { return }
    rows.beginRow(rowID: position)
    try copier.appendValues(of: statement)
    try rows.endRow()
  }

  func end() throws { try rows.finish() }
}

extension PartitionedQuery {
  /// Runs the parts and writes, as one table of `file`, the rows that are the best of their keys, in the order of the parts.
  ///
  /// A row is written when it is the best so far; those that are beaten later have to be taken out of the finished file.
  ///
  /// - Parameters: as of `copy`; `ranking` says which of the query's columns come behind those of the table.
  /// - Returns: the number of rows that stay, and the rowids of those to take out, in order.
  /// - Throws: `RankingRefusal` when the rows cannot be ranked in memory.
  public func copyLatest(
    _ ranking: RowRanking, into file: TableFileWriter, table name: String, sql: String, affinities: [ColumnAffinity],
    origins: [ColumnOrigin]? = nil, memoryBudget: Int = 320 << 20
  ) throws -> (rows: Int64, losers: [Int64]) {
    let writers = (0..<parts.count).map { Confined(file.makeRowWriter(firstRowID: Int64($0) << 40 + 1)) }
    let table = RankTable(memoryBudget: memoryBudget)
    try run { _, part, order in
      LatestRowCopier(
        copier: RowCopier(rows: writers[part].value, affinities: affinities, origins: origins, order: order),
        rows: writers[part].value, ranking: ranking, table: table, order: order,
        firstPosition: Int64(part) << 40 + 1)
    }
    try file.addTable(name: name, sql: sql, rows: writers.map(\.value))
    let losers = table.losers
    return (writers.reduce(0) { $0 + $1.value.rowCount } - Int64(losers.count), losers)
  }
}
