import Compression
import Threads

/// One reading of a source's files that several threads share: each takes a chunk, parses it itself, and learns where its
/// records lie among all. Nothing is handed from thread to thread: a chunk stays in the cache of the processor that parsed it.
///
/// `@unchecked Sendable`: what changes is used under one of the two locks; a reader belongs to one thread.
final class SharedReading: @unchecked Sendable {
  private let source: FileSource
  private let slots: [Int]
  private let width: Int
  private let progress: IngestionProgress

  /// Whose turn it is to read a chunk.
  private let turn = Monitor()
  private let chunks: ChunkSource
  private var nextRead = 0
  private var isAtEnd = false

  /// Held while a batch is given its place, one after the other.
  private let order = Monitor()
  private var places: RecordPlaces
  private var nextPlaced = 0
  private var isOver = false

  init(_ source: FileSource, slots: [Int], width: Int, sink: any BadRecordSink, progress: IngestionProgress) {
    self.source = source
    self.slots = slots
    self.width = width
    self.progress = progress
    chunks = ChunkSource(
      files: source.files, leader: source.makeParser(slots: slots), recordLimit: source.recordLimit, progress: progress)
    places = RecordPlaces(source, sink: sink, progress: progress)
    progress.beginScan(totalBytes: source.totalBytes)
  }

  /// One thread's share of the reading.
  func makeReader() -> Reader { Reader(self) }

  final class Reader: RecordReading {
    private let reading: SharedReading
    private let parser: any RecordParser
    private let batch: RecordBatch
    private var isAtEnd = false

    fileprivate init(_ reading: SharedReading) {
      self.reading = reading
      parser = reading.source.makeParser(slots: reading.slots)
      batch = RecordBatch(width: reading.width, chunkCapacity: ChunkSource.chunkSize)
    }

    func next() throws -> RecordHandout? {
      do {
        while let number = try reading.takeChunk(into: batch, parser) {
          let handout = try reading.place(batch, number)
          if let handout, batch.rowCount > 0 { return handout }
          if handout == nil { break }
        }
      } catch {
        reading.end()
        throw error
      }
      isAtEnd = true
      return nil
    }

    /// The reader's one batch is filled again when the next is asked for.
    func recycle(_ batch: RecordBatch) {}

    /// A reading that one thread left early is over for all: its rows would be missing.
    func stop() -> SeenColumns {
      if !isAtEnd { reading.end() }
      var seen = reading.turn.withLock { reading.chunks.leader.seen }
      seen.formUnion(parser.seen)
      return seen
    }
  }

  /// Reads the next chunk and parses it; nil at the end.
  ///
  /// - Returns: the chunk's number.
  private func takeChunk(into batch: RecordBatch, _ parser: any RecordParser) throws -> Int? {
    let taken: (number: Int, chunk: ChunkSource.Chunk)? = try turn.withLock {
      if progress.isCancelled { throw IngestionCancelled() }
      if isAtEnd { return nil }
      let chunk = try chunks.next(batch)
      if case .end = chunk {
        isAtEnd = true
        return nil
      }
      if case .unparsed = chunk { parser.follow(chunks.leader) }
      nextRead += 1
      return (nextRead - 1, chunk)
    }
    guard let taken else { return nil }
    if case .unparsed(let extent) = taken.chunk { _ = parser.parse(batch, extent) }
    return taken.number
  }

  /// Waits until every batch before this one has its place; nil when the reading is over.
  private func place(_ batch: RecordBatch, _ number: Int) throws -> RecordHandout? {
    try order.withLock {
      while nextPlaced != number, !isOver { order.wait() }
      if isOver { return nil }
      nextPlaced += 1
      order.broadcast()
      return try places.place(batch)
    }
  }

  private func end() {
    turn.withLock { isAtEnd = true }
    order.withLock {
      isOver = true
      order.broadcast()
    }
  }
}
