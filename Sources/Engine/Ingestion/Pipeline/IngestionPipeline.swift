import Compression
import Threads

/// Reads and parses files on threads of its own, and hands the batches over in the order of the files.
///
/// The batches go around: a thread waits for one to be given back before it reads on, so memory is bounded by their
/// number. Chunks are read by one thread at a time, and parsed by as many as there are, where they can be cut.
///
/// `@unchecked Sendable`: `source` is used under `sourceTurn` only, everything else that changes under `lock`.
final class IngestionPipeline: @unchecked Sendable {
  private let lock = Monitor()
  private let sourceTurn = Monitor()
  private let source: ChunkSource
  private let makeParser: @Sendable () -> any RecordParser
  private let progress: IngestionProgress

  private var free: [RecordBatch]
  private var ready: [Int: RecordBatch] = [:]
  private var nextRead = 0
  private var nextHandedOut = 0
  /// The number of the first batch that will not come, and why, when it is not the end.
  private var end: Int?
  private var failure: FileReadError?
  private var isStopped = false
  private(set) var seen = SeenColumns(declared: [], extra: [])

  private var threads: [RunningThread] = []

  /// `makeParser` gives a parser for each thread, and one that says where to cut; when nothing can be cut without parsing,
  /// one thread does all.
  init(
    files: [ResolvedFile], width: Int, recordLimit: Int, threadCount: Int, progress: IngestionProgress,
    makeParser: @escaping @Sendable () -> any RecordParser
  ) {
    let leader = makeParser()
    let threadCount = leader.cuts == .none ? 1 : max(1, threadCount)
    source = ChunkSource(files: files, leader: leader, recordLimit: recordLimit, progress: progress)
    self.makeParser = makeParser
    self.progress = progress
    free = (0..<(threadCount + 3)).map { _ in RecordBatch(width: width, chunkCapacity: ChunkSource.chunkSize) }
    for _ in 0..<threadCount {
      let box = ParserBox(makeParser())
      if let thread = OperatingThread({ [self] in work(box.parser) }) { threads.append(RunningThread(thread)) }
    }
    if threads.isEmpty {
      end = 0
      failure = FileReadError(kind: .system(0), path: files.first?.path ?? "", offset: 0, detail: "no thread to be had")
    }
  }

  /// The next batch, waited for; nil at the end. Give each back with ``recycle(_:)``.
  func next() throws -> RecordBatch? {
    let outcome: Result<RecordBatch?, any Error> = lock.withLock {
      while true {
        if progress.isCancelled { return .failure(IngestionCancelled()) }
        if let batch = ready.removeValue(forKey: nextHandedOut) {
          nextHandedOut += 1
          return .success(batch)
        }
        if let end, nextHandedOut >= end {
          if let failure { return .failure(failure) }
          return .success(nil)
        }
        lock.wait()
      }
    }
    return try outcome.get()
  }

  /// Gives a batch back, to be filled again.
  func recycle(_ batch: RecordBatch) {
    lock.withLock {
      free.append(batch)
      lock.broadcast()
    }
  }

  /// Ends the threads and waits for them: at most the time of a chunk.
  func stop() {
    lock.withLock {
      isStopped = true
      lock.broadcast()
    }
    for thread in threads { thread.join() }
    threads = []
  }

  private func work(_ parser: any RecordParser) {
    while let batch = takeFree() {
      let turn: (number: Int, chunk: ChunkSource.Chunk)? = sourceTurn.withLock {
        if lock.withLock({ end != nil || isStopped }) { return nil }
        let number = nextRead
        nextRead += 1
        do throws(FileReadError) {
          let chunk = try source.next(batch)
          if case .unparsed = chunk { parser.follow(source.leader) }
          return (number, chunk)
        } catch {
          finish(at: number, error)
          return nil
        }
      }
      guard let turn else { break }
      switch turn.chunk {
      case .end:
        finish(at: turn.number, nil)
      case .unparsed(let extent):
        _ = parser.parse(batch, extent)
        handOver(batch, turn.number)
        continue
      case .parsed:
        handOver(batch, turn.number)
        continue
      }
      break
    }
    var seen = sourceTurn.withLock { source.leader.seen }
    seen.formUnion(parser.seen)
    lock.withLock { self.seen.formUnion(seen) }
  }

  private func takeFree() -> RecordBatch? {
    lock.withLock {
      while !isStopped, end == nil {
        if progress.isCancelled { break }
        if let batch = free.popLast() { return batch }
        lock.wait()
      }
      lock.broadcast()
      return nil
    }
  }

  private func handOver(_ batch: RecordBatch, _ number: Int) {
    lock.withLock {
      ready[number] = batch
      lock.broadcast()
    }
  }

  /// No batch of this number or a higher one will come. Threads whose turns come after the last chunk each find the end: the
  /// first of them in the order of the turns is it, whichever says so first.
  private func finish(at number: Int, _ error: FileReadError?) {
    lock.withLock {
      if let end, end <= number { return }
      end = number
      failure = error
      lock.broadcast()
    }
  }
}

/// A scan ended because its progress was cancelled.
package struct IngestionCancelled: Error, Sendable, Equatable, CustomStringConvertible {
  /// In words.
  package var description: String { "the reading was cancelled" }
}

/// Carries a parser to the one thread that will use it.
///
/// `@unchecked Sendable`: made before the thread starts, used by that thread only.
private final class ParserBox: @unchecked Sendable {
  let parser: any RecordParser
  init(_ parser: any RecordParser) { self.parser = parser }
}
