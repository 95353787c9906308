/// How much of a file a parser has before it.
enum ChunkExtent {
  /// The file goes on: a record that is not complete waits for more.
  case more
  /// The file ends with the chunk.
  case last
  /// The chunk has reached the limit of a record: what is not complete now is a bad record.
  case full
}

/// Where a file can be cut into chunks that several threads parse.
enum RecordCuts {
  /// At any line feed.
  case anyLine
  /// At a line feed, where ``RecordParser/linesAreRecords(_:_:)`` says so of the lines before it.
  case checkedLines
  /// Nowhere: only parsing tells where a record ends.
  case none
}

/// Turns the bytes of a chunk into records. One for each parsing thread; it may keep state from chunk to chunk of a file.
protocol RecordParser: AnyObject {
  var cuts: RecordCuts { get }
  /// Whether each of the next `count` bytes' lines is a record of its own, told without parsing them.
  func linesAreRecords(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool
  /// A new file begins.
  func beginFile()
  /// Takes over what another parser learnt at the beginning of the file.
  func follow(_ leader: any RecordParser)
  /// Reads the chunk's records into its cells.
  ///
  /// - Returns: How many bytes were used up; with `.more` the rest comes again, with what follows.
  func parse(_ batch: RecordBatch, _ extent: ChunkExtent) -> Int
  /// The columns seen so far.
  var seen: SeenColumns { get }
}

extension RecordParser {
  func linesAreRecords(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool { cuts == .anyLine }
  func follow(_ leader: any RecordParser) {}
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
