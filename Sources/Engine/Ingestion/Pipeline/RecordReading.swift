/// Somebody who hands out the records of files batch by batch, each batch with its place among all.
protocol RecordReading: AnyObject {
  /// The next batch that has records, the bad ones on the way reported; nil at the end. Give each back with ``recycle(_:)``.
  func next() throws -> RecordHandout?
  /// Gives a batch back, to be filled again.
  func recycle(_ batch: RecordBatch)
  /// Ends the reading, and tells which columns it came across.
  func stop() -> SeenColumns
}

/// A batch, and where its records lie among all.
struct RecordHandout {
  let batch: RecordBatch
  /// Lines of its file, and good records of its file, before it.
  let linesBefore: Int
  let rowsBefore: Int
  /// Good records of all files before it.
  let rowsBeforeInAll: Int
}

/// Counts batches into their places, in the order of the files, and reports their bad records on the way.
struct RecordPlaces {
  private let source: FileSource
  private let sink: any BadRecordSink
  private let progress: IngestionProgress
  private var fileIndex = -1
  private var linesBefore = 0
  private var rowsBefore = 0
  private var rowsBeforeInAll = 0

  init(_ source: FileSource, sink: any BadRecordSink, progress: IngestionProgress) {
    self.source = source
    self.sink = sink
    self.progress = progress
  }

  /// The place of the next batch.
  mutating func place(_ batch: RecordBatch) throws -> RecordHandout {
    if batch.fileIndex != fileIndex {
      fileIndex = batch.fileIndex
      linesBefore = 0
      rowsBefore = 0
    }
    let handout = RecordHandout(
      batch: batch, linesBefore: linesBefore, rowsBefore: rowsBefore, rowsBeforeInAll: rowsBeforeInAll)
    linesBefore += batch.lineCount
    rowsBefore += batch.rowCount
    rowsBeforeInAll += batch.rowCount
    progress.add(rows: batch.rowCount, bad: batch.badCount)
    if batch.badCount > 0 { try report(handout) }
    return handout
  }

  private func report(_ handout: RecordHandout) throws {
    let batch = handout.batch
    for record in batch.bad {
      try sink.reject(record.placed(in: source.files[batch.fileIndex].path, linesBefore: handout.linesBefore))
    }
    if batch.badCount > batch.bad.count { try sink.rejectMore(batch.badCount - batch.bad.count) }
  }
}

extension FileSource {
  /// A parser of the source's format, which puts each column's values into the cell `slots` names.
  func makeParser(slots: [Int]) -> any RecordParser {
    switch format {
    case .csv(let options): CSVParser(columns: columns, slots: slots, options: options)
    case .jsonLines: JSONLinesParser(columns: columns, slots: slots)
    case .jsonArray: JSONArrayParser(columns: columns, slots: slots)
    }
  }
}
