/// One reading of a source's files for one cursor: parsed on other threads, handed out in the order of the files.
final class FileScan: RecordReading {
  private let pipeline: IngestionPipeline
  private var places: RecordPlaces

  /// - Parameters:
  ///   - slots: for each column the cell of a record it is read into, or -1 for one that is not used.
  ///   - width: how many cells a record has.
  init(
    _ source: FileSource, slots: [Int], width: Int, sink: any BadRecordSink, progress: IngestionProgress,
    threadCount: Int
  ) {
    places = RecordPlaces(source, sink: sink, progress: progress)
    progress.beginScan(totalBytes: source.totalBytes)
    pipeline = IngestionPipeline(
      files: source.files, width: width, recordLimit: source.recordLimit, threadCount: threadCount, progress: progress
    ) { source.makeParser(slots: slots) }
  }

  func next() throws -> RecordHandout? {
    while let batch = try pipeline.next() {
      let handout = try places.place(batch)
      if batch.rowCount > 0 { return handout }
      pipeline.recycle(batch)
    }
    return nil
  }

  func recycle(_ batch: RecordBatch) { pipeline.recycle(batch) }

  func stop() -> SeenColumns {
    pipeline.stop()
    return pipeline.seen
  }
}

extension BadRecord {
  /// The record with its file, and its line counted from the file's start instead of the chunk's.
  func placed(in file: String, linesBefore: Int) -> BadRecord {
    BadRecord(
      file: file, line: linesBefore + line + 1, byteOffset: byteOffset, column: column, reason: reason, text: text)
  }
}
