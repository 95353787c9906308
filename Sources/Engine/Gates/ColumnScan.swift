import SQLiteKit
import Synchronization

/// One reading of a table that answers several checks at once: NULLs, values not accepted, values that stand twice.
struct ColumnScan: Sendable {
  enum Question: Sendable, Hashable {
    case nulls
    /// Values, as text, that may stand in the column.
    case notAccepted([String])
    case duplicates
  }

  struct Item: Sendable, Hashable {
    var column: String
    var question: Question
  }

  var items: [Item]
  /// Opens a connection on which the table can be read.
  var connect: @Sendable () throws -> Connection
  /// The table as that connection knows it.
  var table: String
  var rows: Int64

  struct Answer: Sendable {
    var rows: Int64 = 0
    /// Failing values of each item; for duplicates 0 when there are none, else 1.
    var failing: [Int64]
  }

  /// Rows from which on two connections share the reading.
  private static let rowsWorthSharing: Int64 = 100_000

  func run(isCancelled: @escaping @Sendable () -> Bool) throws -> Answer {
    let finders = items.map { $0.question == .duplicates ? DuplicateFinder(expected: rows) : nil }
    let bounds = try ranges()
    let results = ScanResults(count: bounds.count, items: items.count)
    WorkerThread.concurrently(
      bounds.indices.map { index in
        { @Sendable in
          do {
            results.set(index, .success(try scan(bounds[index], finders, isCancelled)))
          } catch {
            results.set(index, .failure(StepFailure(any: error)))
          }
        }
      })
    var answer = Answer(failing: items.map { _ in 0 })
    for part in results.all {
      let part = try part.get()
      answer.rows += part.rows
      for index in answer.failing.indices { answer.failing[index] += part.failing[index] }
    }
    for (index, finder) in finders.enumerated() {
      guard let finder else { continue }
      answer.failing[index] = finder.hasDuplicates() ? 1 : 0
    }
    return answer
  }

  private func ranges() throws -> [ClosedRange<Int64>?] {
    guard rows >= Self.rowsWorthSharing else { return [nil] }
    let connection = try connect()
    defer { connection.close() }
    let bounds = try connection.query("SELECT min(rowid), max(rowid) FROM \(table)").first
    guard let low = bounds?[0].integer, let high = bounds?[1].integer, high > low else { return [nil] }
    let middle = low + (high - low) / 2
    return [low...middle, (middle + 1)...high]
  }

  private func scan(
    _ range: ClosedRange<Int64>?, _ finders: [DuplicateFinder?], _ isCancelled: () -> Bool
  ) throws -> Answer {
    let connection = try connect()
    defer { connection.close() }
    var columns: [String] = []
    let places = items.map { item in
      if let place = columns.firstIndex(of: item.column) { return place }
      columns.append(item.column)
      return columns.count - 1
    }
    let list = columns.map { quoteIdentifier($0) }.joined(separator: ", ")
    let filter = range.map { " WHERE rowid BETWEEN \($0.lowerBound) AND \($0.upperBound)" } ?? ""
    let statement = try connection.prepare("SELECT \(list) FROM \(table)\(filter)")
    var parts = finders.map { $0?.makePart() }
    let accepted = items.map { item -> [[UInt8]] in
      if case .notAccepted(let values) = item.question { return values.map { Array($0.utf8) } }
      return []
    }
    var failing = [Int64](repeating: 0, count: items.count)
    var count: Int64 = 0
    while try statement.step() {
      count += 1
      if count & 0xFFFF == 0, isCancelled() { throw StepFailure(.cancelled, "cancelled") }
      for index in items.indices {
        let place = places[index]
        if statement.isNull(place) {
          if items[index].question == .nulls { failing[index] += 1 }
          continue
        }
        switch items[index].question {
        case .nulls: break
        case .duplicates: parts[index]?.add(statement, place)
        case .notAccepted:
          let bytes = statement.textBytes(place)
          if !accepted[index].contains(where: { $0.elementsEqual(bytes) }) { failing[index] += 1 }
        }
      }
    }
    for (index, part) in parts.enumerated() { if let part { finders[index]?.take(part) } }
    return Answer(rows: count, failing: failing)
  }
}

/// Where the threads of a scan put what they found.
private final class ScanResults: Sendable {
  private let state: Mutex<[Result<ColumnScan.Answer, StepFailure>]>

  init(count: Int, items: Int) {
    let empty = ColumnScan.Answer(failing: [Int64](repeating: 0, count: items))
    state = Mutex([Result<ColumnScan.Answer, StepFailure>](repeating: .success(empty), count: count))
  }

  func set(_ index: Int, _ result: Result<ColumnScan.Answer, StepFailure>) { state.withLock { $0[index] = result } }

  var all: [Result<ColumnScan.Answer, StepFailure>] { state.withLock { $0 } }
}
