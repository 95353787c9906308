import SQLiteKit

/// One reading of a file table's files, from the first record to the last.
final class FileTableCursor: VirtualTableCursor {
  private let table: FileTable
  /// For each column the cell of a record it is in, or -1 when the statement does not use it.
  private var slots: [Int] = []
  private let columnCount: Int
  private var pipeline: IngestionPipeline?
  private var batch: RecordBatch?

  // What the columns of the current record are read from, taken out of the batch once for all its records.
  private var kinds: UnsafeMutablePointer<UInt8>?
  private var payloads: UnsafeMutablePointer<UInt64>?
  private var texts: BatchTexts?
  private var width = 0
  private var row = 0
  private var rowCount = 0
  private var firstCell = 0

  private(set) var rowID: Int64 = 0
  private(set) var isAtEnd = true
  private var fileIndex = -1
  /// Lines of the file, and good records, before the batch.
  private var linesBefore = 0
  private var rowsBefore = 0

  init(_ table: FileTable) {
    self.table = table
    columnCount = table.source.columns.count
  }

  deinit {
    endScan()
  }

  func start(_ scan: borrowing TableScan) throws {
    endScan()
    let used = scan.text.flatMap { UInt64($0, radix: 16) } ?? .max
    var next = 0
    slots = (0..<columnCount).map { column in
      // The last bit stands for its column and all behind it.
      guard used & (1 << UInt64(min(column, 63))) != 0 else { return -1 }
      next += 1
      return next - 1
    }
    width = next
    rowID = 0
    fileIndex = -1
    isAtEnd = false
    let progress = table.progress
    let source = table.source
    progress.beginScan(totalBytes: source.totalBytes)
    let (columns, slots, format) = (source.columns, slots, source.format)
    pipeline = IngestionPipeline(
      files: source.files, width: width, recordLimit: source.recordLimit, threadCount: table.threadCount,
      progress: progress
    ) {
      switch format {
      case .csv(let options): CSVParser(columns: columns, slots: slots, options: options)
      case .jsonLines: JSONLinesParser(columns: columns, slots: slots)
      case .jsonArray: JSONArrayParser(columns: columns, slots: slots)
      }
    }
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

  /// Goes to the next batch that has records, reporting the bad ones on the way.
  private func nextBatch() throws {
    while let pipeline {
      leaveBatch(pipeline)
      guard let next = try pipeline.next() else { return endScan() }
      batch = next
      if next.fileIndex != fileIndex {
        fileIndex = next.fileIndex
        linesBefore = 0
        rowsBefore = 0
      }
      kinds = next.kinds
      payloads = next.payloads
      texts = next.texts
      row = 0
      firstCell = 0
      rowCount = next.rowCount
      table.progress.add(rows: next.rowCount, bad: next.badCount)
      if next.badCount > 0 { try report(next) }
      if next.rowCount > 0 { return }
    }
  }

  private func report(_ batch: RecordBatch) throws {
    for record in batch.bad {
      try table.sink.reject(record.placed(in: table.source.files[batch.fileIndex].path, linesBefore: linesBefore))
    }
    if batch.badCount > batch.bad.count { try table.sink.rejectMore(batch.badCount - batch.bad.count) }
  }

  private func leaveBatch(_ pipeline: IngestionPipeline) {
    guard let batch else { return }
    linesBefore += batch.lineCount
    rowsBefore += batch.rowCount
    self.batch = nil
    (kinds, payloads, texts) = (nil, nil, nil)
    pipeline.recycle(batch)
  }

  private func endScan() {
    isAtEnd = true
    batch = nil
    (kinds, payloads, texts) = (nil, nil, nil)
    guard let pipeline else { return }
    pipeline.stop()
    table.seen = pipeline.seen
    self.pipeline = nil
  }
}

extension BadRecord {
  /// The record with its file, and its line counted from the file's start instead of the chunk's.
  func placed(in file: String, linesBefore: Int) -> BadRecord {
    BadRecord(
      file: file, line: linesBefore + line + 1, byteOffset: byteOffset, column: column, reason: reason, text: text)
  }
}
