import SQLiteKit
public import TableFile
import Threads

extension PartitionedQuery {
  /// Runs the parts and writes their rows, in the order of the parts, as one table of `file`.
  ///
  /// - Parameters:
  ///   - sql: the table's `CREATE TABLE` statement.
  ///   - affinities: one for each column of the result, by the declared types in `sql`.
  ///   - origins: where the columns come from; nil when the query gives all of them.
  /// - Returns: the number of rows.
  public func copy(
    into file: TableFileWriter, table name: String, sql: String, affinities: [ColumnAffinity],
    origins: [ColumnOrigin]? = nil
  ) throws -> Int64 {
    let writers = (0..<parts.count).map { Confined(file.makeRowWriter(firstRowID: Int64($0) << 40 + 1)) }
    try run { _, part, order in
      RowCopier(rows: writers[part].value, affinities: affinities, origins: origins, order: order)
    }
    try file.addTable(name: name, sql: sql, rows: writers.map(\.value))
    return writers.reduce(0) { $0 + $1.value.rowCount }
  }

  /// Runs the parts, groups their rows by the first `keyCount` columns with a hash table, and writes the groups as one table
  /// of `file`: the keys, then the aggregates. Columns beyond the keys are the aggregates' arguments in order.
  ///
  /// Memory stays within `memoryBudget` bytes: what does not fit is spilled to `spillDirectory` and finished partition by
  /// partition. The groups' order is that of their keys' hashes, the same in every run.
  ///
  /// - Returns: the number of groups.
  public func group(
    by keyCount: Int, _ aggregates: [GroupAggregate], into file: TableFileWriter, table name: String, sql: String,
    memoryBudget: Int = 256 << 20, spillDirectory: String
  ) throws -> Int64 {
    let groupers = (0..<workerCount).map { worker in
      Confined(
        Grouper(
          keyCount: keyCount, aggregates: aggregates, budget: memoryBudget / workerCount,
          spillDirectory: spillDirectory,
          name: "\(name)-\(worker)"))
    }
    try run { worker, _, _ in GroupSink(groupers[worker].value) }
    if groupers.contains(where: { $0.value.hasSpilled }) {
      for grouper in groupers { try grouper.value.spill() }
    }
    return try writeGroups(groupers, keyCount: keyCount, aggregates, into: file, table: name, sql: sql)
  }

  private func writeGroups(
    _ groupers: [Confined<Grouper>], keyCount: Int, _ aggregates: [GroupAggregate], into file: TableFileWriter,
    table name: String, sql: String
  ) throws -> Int64 {
    let first = groupers[0]
    let output = GroupOutput(keyCount: keyCount, aggregates: aggregates)
    let writers = groupers.indices.map { Confined(file.makeRowWriter(firstRowID: Int64($0) << 40 + 1)) }
    let workers = workerCount
    try runOnThreads(workers) { worker in
      let share = Grouper.partitionCount / workers + (Grouper.partitionCount % workers == 0 ? 0 : 1)
      for partition in (worker * share)..<min(Grouper.partitionCount, (worker + 1) * share) {
        try first.value.unspill(partition: partition)
        for other in groupers.dropFirst() { try first.value.merge(partition: partition, of: other.value) }
        let table = first.value.tables[partition]
        try output.write(table, to: writers[worker].value)
        table.removeAll()
      }
      try writers[worker].value.finish()
    }
    try file.addTable(name: name, sql: sql, rows: writers.map(\.value))
    return writers.reduce(0) { $0 + $1.value.rowCount }
  }
}

/// Takes rows into a worker's groups; the worker goes on with the next part.
private final class GroupSink: RowSink {
  private let grouper: Grouper
  init(_ grouper: Grouper) { self.grouper = grouper }
  @inline(__always)
  func take(_ statement: Statement) throws { try grouper.take(statement) }
  func end() throws {}
}
