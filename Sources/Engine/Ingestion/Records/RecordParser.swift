/// How much of a file a parser has before it.
enum ChunkExtent {
  /// The file goes on: a record that is not complete waits for more.
  case more
  /// The file ends with the chunk.
  case last
  /// The chunk has reached the limit of a record: what is not complete now is a bad record.
  case full
}

/// Turns the bytes of a chunk into records. One for each parsing thread; it may keep state from chunk to chunk of a file.
protocol RecordParser: AnyObject {
  /// Whether chunks can be cut at any line feed and parsed apart; else they are parsed one after another.
  var isSplittable: Bool { get }
  /// A new file begins.
  func beginFile()
  /// Reads the chunk's records into its cells.
  ///
  /// - Returns: How many bytes were used up; with `.more` the rest comes again, with what follows.
  func parse(_ batch: RecordBatch, _ extent: ChunkExtent) -> Int
  /// The columns seen so far.
  var seen: SeenColumns { get }
}

extension RecordBatch {
  /// How many bad records of a chunk are passed on with their text.
  static let keptBadRecords = 1_000

  /// Notes a bad record that starts at `start`; its text is what stands up to the end of its line or `end`.
  @inline(never)
  func reject(_ fault: RecordFault, column: String?, line: Int, start: Int, end: Int) {
    badCount += 1
    guard bad.count < Self.keptBadRecords else { return }
    let count = max(0, min(end - start, BadRecord.textLimit))
    let text = UnsafeBufferPointer(start: chunk + start, count: count)
    bad.append(
      BadRecord(
        file: "", line: line, byteOffset: startOffset + start, column: column, reason: fault.words,
        text: String(decoding: text, as: UTF8.self)))
  }
}

extension [DeclaredColumn] {
  /// The name of a column, or nil for an index that is none of these.
  func name(_ index: Int) -> String? { indices.contains(index) ? self[index].name : nil }
}
