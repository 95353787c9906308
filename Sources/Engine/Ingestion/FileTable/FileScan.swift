/// One reading of a source's files, from the first record to the last, handed out batch by batch in the order of the files:
/// to one cursor, or to several that share the work. Safe to share.
///
/// `@unchecked Sendable`: everything that changes is used under `lock`; the pipeline is made for several threads.
final class FileScan: @unchecked Sendable {
  /// A batch, and where its records lie among all.
  struct Handout {
    let batch: RecordBatch
    /// Lines of its file, and good records of its file, before it.
    let linesBefore: Int
    let rowsBefore: Int
    /// Good records of all files before it.
    let rowsBeforeInAll: Int
  }

  private let lock = PipelineLock()
  private let source: FileSource
  private let sink: any BadRecordSink
  private let progress: IngestionProgress
  private let pipeline: IngestionPipeline
  private var fileIndex = -1
  private var linesBefore = 0
  private var rowsBefore = 0
  private var rowsBeforeInAll = 0
  private var isStopped = false

  /// - Parameters:
  ///   - slots: for each column the cell of a record it is read into, or -1 for one that is not used.
  ///   - width: how many cells a record has.
  init(
    _ source: FileSource, slots: [Int], width: Int, sink: any BadRecordSink, progress: IngestionProgress,
    threadCount: Int
  ) {
    self.source = source
    self.sink = sink
    self.progress = progress
    progress.beginScan(totalBytes: source.totalBytes)
    let (columns, format) = (source.columns, source.format)
    pipeline = IngestionPipeline(
      files: source.files, width: width, recordLimit: source.recordLimit, threadCount: threadCount, progress: progress
    ) {
      switch format {
      case .csv(let options): CSVParser(columns: columns, slots: slots, options: options)
      case .jsonLines: JSONLinesParser(columns: columns, slots: slots)
      case .jsonArray: JSONArrayParser(columns: columns, slots: slots)
      }
    }
  }

  /// The next batch that has records, the bad ones on the way reported; nil at the end.
  func next() throws -> Handout? {
    try lock.withLock {
      while !isStopped, let batch = try pipeline.next() {
        if batch.fileIndex != fileIndex {
          fileIndex = batch.fileIndex
          linesBefore = 0
          rowsBefore = 0
        }
        let handout = Handout(
          batch: batch, linesBefore: linesBefore, rowsBefore: rowsBefore, rowsBeforeInAll: rowsBeforeInAll)
        linesBefore += batch.lineCount
        rowsBefore += batch.rowCount
        rowsBeforeInAll += batch.rowCount
        progress.add(rows: batch.rowCount, bad: batch.badCount)
        if batch.badCount > 0 { try report(handout) }
        if batch.rowCount > 0 { return handout }
        pipeline.recycle(batch)
      }
      return nil
    }
  }

  func recycle(_ batch: RecordBatch) { pipeline.recycle(batch) }

  /// Ends the reading, and tells which columns it came across.
  func stop() -> SeenColumns {
    lock.withLock {
      if !isStopped { pipeline.stop() }
      isStopped = true
      return pipeline.seen
    }
  }

  private func report(_ handout: Handout) throws {
    let batch = handout.batch
    for record in batch.bad {
      try sink.reject(record.placed(in: source.files[batch.fileIndex].path, linesBefore: handout.linesBefore))
    }
    if batch.badCount > batch.bad.count { try sink.rejectMore(batch.badCount - batch.bad.count) }
  }
}

extension BadRecord {
  /// The record with its file, and its line counted from the file's start instead of the chunk's.
  func placed(in file: String, linesBefore: Int) -> BadRecord {
    BadRecord(
      file: file, line: linesBefore + line + 1, byteOffset: byteOffset, column: column, reason: reason, text: text)
  }
}
