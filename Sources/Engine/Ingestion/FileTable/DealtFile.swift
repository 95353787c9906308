package import ParallelQuery
package import SQLiteKit

/// A source's records dealt out batch by batch among connections, so that several evaluate a query over them at once.
///
/// It is good for one reading: make another for the next.
package final class DealtFile: DealtRelation {
  private let source: FileSource
  private let tableName: String
  private let sink: any BadRecordSink & Sendable
  private let progress: IngestionProgress
  private let threadCount: Int
  private let lock = PipelineLock()
  // Unsafe in the compiler's eyes only: both are used under `lock` alone.
  nonisolated(unsafe) private var scan: FileScan?
  nonisolated(unsafe) private var seen = SeenColumns(declared: [], extra: [])

  /// - Parameter threads: how many threads parse, beside those that evaluate.
  package init(
    _ source: FileSource, as tableName: String, sink: any BadRecordSink & Sendable,
    progress: IngestionProgress = IngestionProgress(), threads: Int = 1
  ) {
    self.source = source
    self.tableName = tableName
    self.sink = sink
    self.progress = progress
    threadCount = threads
  }

  package func register(on connection: Connection, order: RowOrder) throws {
    let table = FileTable(source: source, sink: sink, progress: progress, threadCount: threadCount)
    table.share = Share(file: self, order: order)
    try connection.registerModule(tableName, table)
  }

  /// Declared columns no record had; known once the reading has ended.
  package var missingColumns: [String] {
    lock.withLock { source.columns.indices.filter { !seen.declared.contains($0) }.map { source.columns[$0].name } }
  }

  /// A connection's share of the reading. Used by the connection's thread only.
  struct Share {
    let file: DealtFile
    let order: RowOrder
  }

  /// The reading all shares take from; the first to ask starts it.
  fileprivate func commonScan(slots: [Int], width: Int) -> FileScan {
    lock.withLock {
      if let scan { return scan }
      let scan = FileScan(
        source, slots: slots, width: width, sink: sink, progress: progress, threadCount: threadCount)
      self.scan = scan
      return scan
    }
  }

  /// A share came to the end, where all do; a reading that was left early by one is over for all.
  fileprivate func end(_ scan: FileScan) -> SeenColumns {
    let seen = scan.stop()
    lock.withLock { self.seen.formUnion(seen) }
    return seen
  }
}

extension DealtFile.Share {
  func scan(slots: [Int], width: Int) -> FileScan { file.commonScan(slots: slots, width: width) }
  func end(_ scan: FileScan) -> SeenColumns { file.end(scan) }
}
