import Compression
import Glibc

/// Cuts files into chunks of whole records, one file after another.
///
/// Not for several threads at once: the pipeline's threads take turns.
final class ChunkSource {
  /// What one call gave.
  enum Chunk {
    /// The batch has a chunk, still to be parsed.
    case unparsed(ChunkExtent)
    /// The batch has a chunk that was parsed on the way, since only its parser knows where it ends.
    case parsed
    /// There are no more.
    case end
  }

  /// About how many bytes a chunk has: few enough that it and its cells can stay in a processor's second-level cache
  /// from the thread that parses to the one that reads.
  static let chunkSize = 256 << 10

  private let files: [ResolvedFile]
  private let progress: IngestionProgress
  private let recordLimit: Int
  /// Says where a file can be cut, and parses what cannot be cut without parsing.
  let leader: any RecordParser
  private var fileIndex = -1
  private var reader: (any ByteReader)?
  private var finishedBytes = 0
  /// Where in the unpacked file the next chunk starts.
  private var offset = 0
  /// What was read beyond the last chunk.
  private var carry: [UInt8] = []
  /// Within a line longer than the limit: what is left of it is skipped.
  private var isSkippingLine = false
  /// Of the bytes of the file at hand, where its digest is not known: they are the file's own while it is not packed.
  private var hash = ContentHash()
  private var isHashing = false

  init(files: [ResolvedFile], leader: any RecordParser, recordLimit: Int, progress: IngestionProgress) {
    self.files = files
    self.leader = leader
    self.recordLimit = recordLimit
    self.progress = progress
  }

  /// Fills a batch with the next chunk.
  func next(_ batch: RecordBatch) throws(FileReadError) -> Chunk {
    while true {
      guard let reader = try currentReader() else { return .end }
      batch.clear()
      batch.fileIndex = fileIndex
      batch.reserveChunk(max(Self.chunkSize, carry.count + Self.chunkSize / 2))
      carry.withUnsafeBufferPointer { kept in
        if let base = kept.baseAddress { batch.append(base, kept.count) }
      }
      carry.removeAll(keepingCapacity: true)
      if let chunk = try fill(batch, reader) { return chunk }
    }
  }

  /// nil when the file gave nothing more and the next one is to be tried.
  private func fill(_ batch: RecordBatch, _ reader: any ByteReader) throws(FileReadError) -> Chunk? {
    while true {
      let isAtEnd = try readOn(batch, reader)
      if isSkippingLine { skipLine(batch) }
      batch.startOffset = offset
      if isAtEnd, batch.chunkCount == 0 {
        closeFile(reader)
        return finishFile(batch)
      }
      let isFull = batch.chunkCount >= recordLimit
      let extent: ChunkExtent = isAtEnd ? .last : isFull ? .full : .more
      guard let (used, chunk) = use(batch, extent) else {
        // Not one record is complete yet.
        batch.clearRecords()
        batch.reserveChunk(min(batch.chunkCount * 2, recordLimit))
        continue
      }
      offset += used
      if used < batch.chunkCount { keep(batch, from: used) }
      if isAtEnd, carry.isEmpty { closeFile(reader) }
      return chunk
    }
  }

  /// Lets the parser say what the file lacks, when its end came without a byte more.
  private func finishFile(_ batch: RecordBatch) -> Chunk? {
    if leader.cuts == .anyLine { return nil }
    batch.padChunk()
    _ = leader.parse(batch, .last)
    return batch.badCount > 0 ? .parsed : nil
  }

  /// How many bytes of the batch's chunk make whole records, and whether they are parsed; nil when none do.
  private func use(_ batch: RecordBatch, _ extent: ChunkExtent) -> (used: Int, chunk: Chunk)? {
    batch.padChunk()
    if leader.cuts != .none {
      var count = batch.chunkCount
      if extent != .last { while count > 0, batch.chunk[count - 1] != 0x0A { count -= 1 } }
      if count > 0, leader.linesAreRecords(batch.chunk, count) { return (count, .unparsed(extent)) }
    }
    if leader.cuts == .anyLine {
      guard extent == .full else { return nil }
      isSkippingLine = true
      return (batch.chunkCount, .unparsed(extent))
    }
    let used = leader.parse(batch, extent)
    return used == 0 && extent == .more ? nil : (used, .parsed)
  }

  /// Reads until the chunk is full; whether the file has ended.
  private func readOn(_ batch: RecordBatch, _ reader: any ByteReader) throws(FileReadError) -> Bool {
    let room = UnsafeMutableRawBufferPointer(
      start: batch.chunk + batch.chunkCount, count: batch.chunkCapacity - batch.chunkCount)
    let count = try reader.fill(room)
    if isHashing { hash.update(UnsafeRawBufferPointer(rebasing: room[..<count])) }
    batch.chunkCount += count
    progress.setBytes(finishedBytes + reader.fileBytesRead)
    return count < room.count
  }

  /// Leaves out what belongs to a line that was too long.
  private func skipLine(_ batch: RecordBatch) {
    guard let lineEnd = memchr(batch.chunk, 0x0A, batch.chunkCount) else {
      offset += batch.chunkCount
      batch.dropChunk(batch.chunkCount)
      return
    }
    let count = lineEnd.assumingMemoryBound(to: UInt8.self) - batch.chunk + 1
    offset += count
    batch.dropChunk(count)
    isSkippingLine = false
  }

  private func keep(_ batch: RecordBatch, from used: Int) {
    carry.append(contentsOf: UnsafeBufferPointer(start: batch.chunk + used, count: batch.chunkCount - used))
    batch.dropLast(batch.chunkCount - used)
  }

  private func currentReader() throws(FileReadError) -> (any ByteReader)? {
    if let reader { return reader }
    fileIndex += 1
    guard fileIndex < files.count else { return nil }
    let opened = try openByteReader(files[fileIndex].path, compression: files[fileIndex].compression)
    reader = opened
    offset = 0
    isHashing = files[fileIndex].compression == .none && !files[fileIndex].digest.isKnown
    if isHashing { hash = ContentHash() }
    isSkippingLine = false
    carry.removeAll(keepingCapacity: true)
    leader.beginFile()
    return opened
  }

  private func closeFile(_ reader: any ByteReader) {
    if isHashing { files[fileIndex].digest.note(hash.value()) }
    finishedBytes += reader.fileBytesRead
    progress.setBytes(finishedBytes)
    self.reader = nil
  }
}

extension RecordBatch {
  /// Adds bytes to the chunk, for which there must be room.
  func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    (chunk + chunkCount).update(from: bytes, count: count)
    chunkCount += count
  }

  /// Takes bytes away from the chunk's front.
  func dropChunk(_ count: Int) {
    chunkCount -= count
    memmove(chunk, chunk + count, chunkCount)
  }

  /// Takes bytes away from the chunk's back and puts zeros behind it; its cells stay valid.
  func dropLast(_ count: Int) {
    chunkCount -= count
    padChunk()
  }
}
