import Glibc
package import ParallelQuery
package import SQLKit
package import SQLiteKit
package import TableFile
import Threads

extension DealtFile {
  /// Writes the source's records as one table of `file`, by several threads and without SQLite.
  ///
  /// - Parameters:
  ///   - connection: evaluates what is the same in every row of a file.
  ///   - progress: told of rows now and then; throws to stop.
  /// - Returns: the number of rows; nil when the projection is not one that can be made so.
  package func copy(
    _ projection: RowProjection, into file: TableFileWriter, table: String, sql: String, affinities: [ColumnAffinity],
    workerCount: Int, connection: Connection, progress: @escaping @Sendable (Int64) throws -> Void
  ) throws -> Int64? {
    guard let cells = CellProjection(projection, of: source, affinities: affinities) else { return nil }
    var constants: [[Value]] = []
    for file in source.files {
      let values = try cells.constants(of: file.path, on: connection)
      // Numbers as text are SQLite's to write.
      guard cells.canWrite(values, affinities) else { return nil }
      constants.append(values)
    }
    let writers = (0..<workerCount).map { _ in Confined(file.makeRowWriter()) }
    let shared = Confined((cells, constants))
    try runOnThreads(workerCount) { worker in
      let (cells, constants) = shared.value
      let reader = self.reader(slots: cells.slots, width: cells.width)
      defer { self.end(reader) }
      let writer = RecordWriter(cells, affinities: affinities, rows: writers[worker].value)
      while let handout = try reader.next() {
        try writer.write(handout) { constants[$0] }
        try progress(Int64(handout.batch.rowCount))
      }
      try writer.finish()
    }
    try file.addTable(name: table, sql: sql, rows: writers.map(\.value))
    return writers.reduce(0) { $0 + $1.value.rowCount }
  }
}

extension CellProjection {
  /// Whether constants of these values can be written where the steps want them.
  fileprivate func canWrite(_ values: [Value], _ affinities: [ColumnAffinity]) -> Bool {
    zip(steps, affinities).allSatisfy { step, affinity in
      switch step {
      case .constant(let index):
        if case .real = values[index] { return affinity != .text }
        return true
      case .concatenation(let parts): return canJoin(parts, values)
      default: return true
      }
    }
  }

  private func canJoin(_ parts: [Step], _ values: [Value]) -> Bool {
    parts.allSatisfy { part in
      switch part {
      case .constant(let index):
        switch values[index] {
        case .real, .blob: return false
        default: return true
        }
      case .concatenation(let inner): return canJoin(inner, values)
      default: return true
      }
    }
  }
}
