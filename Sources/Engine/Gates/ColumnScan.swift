import SQLiteKit
import Synchronization
import TableFile
import Threads

/// One reading of a table at rest that answers several checks at once: NULLs, values not accepted, values that stand twice.
///
/// It reads the file's pages itself. Measured on 4.2 million rows of 8 texts, 5 checks: see `Benchmarks/README.md`.
struct ColumnScan: Sendable {
  enum Question: Sendable, Hashable {
    case nulls
    /// Values, as text, that may stand in the column.
    case notAccepted([String])
    case duplicates
  }

  struct Item: Sendable, Hashable {
    /// The column's number in the table.
    var column: Int
    var question: Question
  }

  var items: [Item]
  /// The file, and the table's name in it.
  var path: String
  var table: String
  var rows: Int64
  /// A folder for what does not fit into memory.
  var scratchDirectory: String
  /// Hashes of values a thread keeps in memory.
  var hashesKept = 1 << 20
  /// Leaf pages between two looks at whether the run is being cancelled and whether the hashes are too many.
  var pagesAtOnce = 512

  struct Answer: Sendable {
    var rows: Int64 = 0
    /// Failing values of each item; for duplicates 0 when there are none, else 1.
    var failing: [Int64]
  }

  /// Rows from which on two threads share the reading.
  private static let rowsWorthSharing: Int64 = 100_000

  func run(isCancelled: @escaping @Sendable () -> Bool) throws -> Answer {
    let finders = items.map { item in
      item.question == .duplicates ? DuplicateFinder(spillDirectory: scratchDirectory, mostKept: hashesKept) : nil
    }
    let reader = try TableFileReader(path: path, table: table)
    let parts = reader.parts(rows >= Self.rowsWorthSharing ? 2 : 1)
    let whole = ScanAnswer(Answer(failing: items.map { _ in 0 }))
    try runOnThreads(parts.count) { whole.add(try scan(parts[$0], of: reader, finders, isCancelled)) }
    var answer = whole.value
    for (index, finder) in finders.enumerated() {
      guard let finder else { continue }
      answer.failing[index] = try finder.hasDuplicates() ? 1 : 0
    }
    return answer
  }

  private func scan(
    _ part: Range<Int>, of reader: TableFileReader, _ finders: [DuplicateFinder?], _ isCancelled: () -> Bool
  ) throws -> Answer {
    let columns = Set(items.map(\.column)).sorted()
    let states = items.enumerated().map { index, item in
      ItemState(item, place: columns.firstIndex(of: item.column) ?? 0, finders[index]?.makePart())
    }
    var count: Int64 = 0
    for start in stride(from: part.lowerBound, to: part.upperBound, by: pagesAtOnce) {
      if isCancelled() { throw StepFailure(.cancelled, "cancelled") }
      count += try reader.forEachRow(of: start..<min(part.upperBound, start + pagesAtOnce), columns: columns) {
        fields in
        for state in states { state.take(fields[state.place]) }
      }
      for state in states { try state.values?.spillIfLarge() }
    }
    for (index, state) in states.enumerated() { if let values = state.values { finders[index]?.take(values) } }
    return Answer(rows: count, failing: states.map(\.failing))
  }
}

/// What one thread knows so far of one item.
private final class ItemState {
  let place: Int
  private(set) var failing: Int64 = 0
  let values: DuplicateFinder.Part?
  private let accepted: [[UInt8]]?

  init(_ item: ColumnScan.Item, place: Int, _ values: DuplicateFinder.Part?) {
    self.place = place
    self.values = values
    if case .notAccepted(let texts) = item.question { accepted = texts.map { Array($0.utf8) } } else { accepted = nil }
  }

  @inline(__always)
  func take(_ field: RecordField) {
    if let values {
      if !field.isNull { values.add(field) }
    } else if let accepted {
      if !field.isNull, !isAccepted(field, accepted) { failing += 1 }
    } else if field.isNull {
      failing += 1
    }
  }

  /// A value that is no text is left to the test's own query, unless it is an integer written as usual.
  private func isAccepted(_ field: RecordField, _ accepted: [[UInt8]]) -> Bool {
    if field.isText {
      let bytes = field.bytes
      return accepted.contains { $0.count == bytes.count && bytes.elementsEqual($0) }
    }
    guard let integer = field.integer else { return false }
    return accepted.contains { $0.elementsEqual(String(integer).utf8) }
  }
}

/// What the threads of a scan found, added up.
private final class ScanAnswer: Sendable {
  private let answer: Mutex<ColumnScan.Answer>

  init(_ empty: ColumnScan.Answer) { answer = Mutex(empty) }

  func add(_ part: ColumnScan.Answer) {
    answer.withLock { answer in
      answer.rows += part.rows
      for index in answer.failing.indices { answer.failing[index] += part.failing[index] }
    }
  }

  var value: ColumnScan.Answer { answer.withLock { $0 } }
}
