public import SQLiteKit
import Synchronization
public import TableFile
import Threads

/// One query cut into parts, each a statement of its own over a part of the input; together, in order, they give the rows of
/// the whole. The parts run on several connections at once.
public struct PartitionedQuery: Sendable {
  /// The parts in the order of their rows.
  public var parts: [String]
  public var workerCount: Int
  /// Opens a worker's connection: files attached, functions registered. Called on the worker's thread, which alone uses
  /// the `RowOrder`: a source that deals its rows out among the workers tells there which rows come next.
  public var connect: @Sendable (RowOrder) throws -> Connection
  /// Told of rows as they come, now and then, with the number since the last call; throws to stop.
  public var progress: @Sendable (Int64) throws -> Void

  public init(
    parts: [String], workerCount: Int, connect: @escaping @Sendable (RowOrder) throws -> Connection,
    progress: @escaping @Sendable (Int64) throws -> Void = { _ in }
  ) {
    self.parts = parts
    self.workerCount = max(1, min(workerCount, parts.count))
    self.connect = connect
    self.progress = progress
  }

  /// Runs the parts; `begin` makes the sink of a part, on the worker's thread.
  func run(_ begin: @escaping @Sendable (_ worker: Int, _ part: Int, _ order: RowOrder) throws -> any RowSink) throws {
    let queue = PartQueue(count: parts.count)
    let query = self
    try runOnThreads(workerCount) { worker in
      let order = RowOrder()
      let connection = try query.connect(order)
      defer {
        order.record = nil
        connection.close()
      }
      while let part = queue.take() {
        do {
          try query.carry(part, on: connection, to: begin(worker, part, order))
        } catch {
          queue.stop()
          throw error
        }
      }
    }
  }

  private func carry(_ part: Int, on connection: Connection, to sink: any RowSink) throws {
    let statement = try connection.prepare(parts[part])
    var rows: Int64 = 0
    while try statement.step() {
      try sink.take(statement)
      rows += 1
      if rows & 0x3FFF == 0 { try progress(0x4000) }
    }
    try progress(rows & 0x3FFF)
    try sink.end()
  }
}

/// Where the rows of one worker belong among those of all, when a source deals them out in runs.
///
/// Used by one thread: the source's cursor writes it while the statement steps, the row's taker reads it after.
public final class RowOrder {
  /// The rowid of the first row of the present run; nil while rows simply follow one another.
  public private(set) var firstRowID: Int64?
  /// Grows with every run.
  public private(set) var run = 0
  /// Who holds the row the statement stands on, where columns of it pass SQLite by. The worker lets go of it in the end.
  public var record: (any RecordAtHand)?

  public init() {}

  /// The next rows begin at this rowid.
  public func beginRun(firstRowID: Int64) {
    self.firstRowID = firstRowID
    run += 1
  }
}

/// The row of a source that a statement stands on: gives those of its columns that were asked for when the source was
/// dealt out.
public protocol RecordAtHand: AnyObject {
  /// Appends columns to the row being written, by their numbers among those asked for.
  ///
  /// - Throws: when the source stands on no row: the statement does not go with it row by row.
  func append(_ columns: Range<Int>, to rows: RowWriter) throws
}

/// Where the columns of a row come from.
public enum ColumnOrigin: Sendable, Hashable {
  /// The statement's next columns, so many.
  case statement(Int)
  /// Columns of the row at hand, by their numbers among those asked for.
  case record(Range<Int>)
}

/// Takes the rows of one part.
protocol RowSink: AnyObject {
  func take(_ statement: Statement) throws
  func end() throws
}

/// Hands out parts in order until there are none, or one has failed.
private final class PartQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  func take() -> Int? {
    let part = next.add(1, ordering: .relaxed).oldValue
    return part < count ? part : nil
  }

  func stop() { next.store(count, ordering: .relaxed) }
}
