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

  package func register(on connection: Connection, order: RowOrder, giving columns: [RecordColumn] = []) throws {
    let table = FileTable(source: source, sink: sink, progress: progress, threadCount: 1)
    table.share = Share(
      file: self, order: order,
      given: columns.compactMap { column in index(of: column.name).map { ($0, column.affinity) } })
    try connection.registerModule(tableName, table)
  }

  package func canGive(_ columns: [RecordColumn]) -> Bool {
    columns.allSatisfy { column in
      guard let index = index(of: column.name) else { return false }
      // SQLite's own way to write a real as text is not ours to repeat.
      return column.affinity != .text || source.columns[index].kind.hasTextsOrIntegers
    }
  }

  private func index(of name: String) -> Int? {
    let folded = name.lowercased()
    return source.columns.firstIndex { $0.name.lowercased() == folded }
  }

  /// Declared columns no record had; known once the reading has ended.
  package var missingColumns: [String] {
    lock.withLock { source.columns.indices.filter { !seen.declared.contains($0) }.map { source.columns[$0].name } }
  }

  /// A connection's share of the reading. Used by the connection's thread only.
  struct Share {
    let file: DealtFile
    let order: RowOrder
    /// The columns the row at hand gives, and where they go.
    let given: [(column: Int, affinity: ColumnAffinity)]
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
