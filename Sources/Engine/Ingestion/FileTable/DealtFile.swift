package import ParallelQuery
package import SQLiteKit
import Threads

/// A source's records dealt out chunk by chunk among threads, each of which parses those it takes: among connections, so
/// that several evaluate a query over them at once, or among writers that need no SQLite.
///
/// It is good for one reading: make another for the next.
package final class DealtFile: DealtRelation {
  let source: FileSource
  private let tableName: String
  private let sink: any BadRecordSink & Sendable
  private let progress: IngestionProgress
  private let lock = Monitor()
  // Unsafe in the compiler's eyes only: both are used under `lock` alone.
  nonisolated(unsafe) private var reading: SharedReading?
  nonisolated(unsafe) private var seen = SeenColumns(declared: [], extra: [])

  package init(
    _ source: FileSource, as tableName: String, sink: any BadRecordSink & Sendable,
    progress: IngestionProgress = IngestionProgress()
  ) {
    self.source = source
    self.tableName = tableName
    self.sink = sink
    self.progress = progress
  }

  package func register(on connection: Connection, order: RowOrder) throws {
    let table = FileTable(source: source, sink: sink, progress: progress, threadCount: 1)
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

  /// A thread's part of the reading all take from; the first to ask starts it.
  func reader(slots: [Int], width: Int) -> SharedReading.Reader {
    lock.withLock {
      let reading =
        reading ?? SharedReading(source, slots: slots, width: width, sink: sink, progress: progress)
      self.reading = reading
      return reading.makeReader()
    }
  }

  /// A thread came to the end of its part.
  @discardableResult
  func end(_ reader: any RecordReading) -> SeenColumns {
    let seen = reader.stop()
    return lock.withLock {
      self.seen.formUnion(seen)
      return self.seen
    }
  }
}
