import ParallelQuery
import SQLiteKit
import TableFile

/// One reading of a file table's files, from the first record to the last.
final class FileTableCursor: VirtualTableCursor {
  private let table: FileTable
  /// For each column the cell of a record it is in, or -1 when the statement does not use it.
  private let slots: UnsafeMutablePointer<Int>
  private let columnCount: Int
  private var scan: (any RecordReading)?
  private var batch: RecordBatch?

  // What the columns of the current record are read from, taken out of the batch once for all its records.
  private var kinds: UnsafeMutablePointer<UInt8>?
  private var payloads: UnsafeMutablePointer<UInt64>?
  private var texts: BatchTexts?
  private var width = 0
  private var row = 0
  private var rowCount = 0
  private var firstCell = 0

  /// The cells of columns that are given past SQLite, and where they go.
  private var given: [(slot: Int, affinity: ColumnAffinity)] = []

  private(set) var rowID: Int64 = 0
  private(set) var isAtEnd = true
  /// Lines of the file, and good records, before the batch.
  private var linesBefore = 0
  private var rowsBefore = 0

  init(_ table: FileTable) {
    self.table = table
    columnCount = table.source.columns.count
    slots = .allocate(capacity: max(1, columnCount))
    slots.initialize(repeating: -1, count: max(1, columnCount))
  }

  deinit {
    endScan()
    slots.deallocate()
  }

  func start(_ scan: borrowing TableScan) throws {
    endScan()
    let used = scan.text.flatMap { UInt64($0, radix: 16) } ?? .max
    let taken = table.share?.given ?? []
    let takenColumns = Set(taken.map(\.column))
    var next = 0
    for column in 0..<columnCount {
      // The last bit stands for its column and all behind it.
      let isUsed = used & (1 << UInt64(min(column, 63))) != 0 || takenColumns.contains(column)
      slots[column] = isUsed ? next : -1
      if isUsed { next += 1 }
    }
    width = next
    given = taken.map { (self.slots[$0.column], $0.affinity) }
    if !given.isEmpty { table.share?.order.record = self }
    rowID = 0
    isAtEnd = false
    let slots = Array(UnsafeBufferPointer(start: slots, count: columnCount))
    self.scan =
      table.share?.file.reader(slots: slots, width: width)
      ?? FileScan(
        table.source, slots: slots, width: width, sink: table.sink, progress: table.progress,
        threadCount: table.threadCount)
    try nextBatch()
  }

  @inline(__always)
  func next() throws {
    row += 1
    firstCell += width
    rowID += 1
    if row == rowCount { try nextBatch() }
  }

  @inline(__always)
  func column(_ index: Int, into result: borrowing ResultContext) throws {
    guard index < columnCount else { return hidden(index - columnCount, into: result) }
    let slot = slots[index]
    guard slot >= 0, let kinds, let payloads, let texts else { return result.setNull() }
    let cell = firstCell + slot
    let kind = kinds[cell]
    let payload = payloads[cell]
    switch kind {
    case CellKind.chunkText.rawValue, CellKind.arenaText.rawValue:
      // Transient: the batch is filled anew while SQLite may still hold the value.
      result.setText(texts.text(kind, payload), .transient)
    case CellKind.integer.rawValue:
      result.set(Int64(bitPattern: payload))
    case CellKind.real.rawValue:
      result.set(Double(bitPattern: payload))
    default:
      result.setNull()
    }
  }

  private func hidden(_ index: Int, into result: borrowing ResultContext) {
    guard let batch else { return }
    switch FileTable.Hidden.allCases[index] {
    case .file: result.set(table.source.files[batch.fileIndex].path)
    case .line: result.set(linesBefore + Int(batch.lines[row]) + 1)
    case .row: result.set(rowsBefore + row + 1)
    }
  }

  /// Goes to the next batch that has records.
  private func nextBatch() throws {
    guard let scan else { return }
    leaveBatch(scan)
    guard let next = try scan.next() else { return endScan() }
    batch = next.batch
    linesBefore = next.linesBefore
    rowsBefore = next.rowsBefore
    rowID = Int64(next.rowsBeforeInAll) + 1
    table.share?.order.beginRun(firstRowID: rowID)
    kinds = next.batch.kinds
    payloads = next.batch.payloads
    texts = next.batch.texts
    row = 0
    firstCell = 0
    rowCount = next.batch.rowCount
  }

  private func leaveBatch(_ scan: any RecordReading) {
    guard let batch else { return }
    self.batch = nil
    (kinds, payloads, texts) = (nil, nil, nil)
    scan.recycle(batch)
  }

  private func endScan() {
    isAtEnd = true
    guard let scan else { return }
    leaveBatch(scan)
    table.seen = table.share?.file.end(scan) ?? scan.stop()
    self.scan = nil
  }
}

extension FileTableCursor: RecordAtHand {
  func append(_ columns: Range<Int>, to rows: RowWriter) throws {
    guard let kinds, let payloads, let texts else { throw NoRecordAtHand() }
    for column in columns {
      let (slot, affinity) = given[column]
      let cell = firstCell + slot
      rows.append(cell: kinds[cell], payloads[cell], texts, as: affinity)
    }
  }
}
