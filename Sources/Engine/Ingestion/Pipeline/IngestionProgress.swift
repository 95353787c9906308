import Synchronization

/// How far the reading of a file table is. Read it from any thread.
package final class IngestionProgress: Sendable {
  private let rowCount = Atomic<Int>(0)
  private let badCount = Atomic<Int>(0)
  private let byteCount = Atomic<Int>(0)
  private let totalByteCount = Atomic<Int>(0)
  private let scanCount = Atomic<Int>(0)
  private let cancelled = Atomic<Bool>(false)

  /// Progress of nothing yet.
  package init() {}

  /// How many good records were handed out.
  package var rows: Int { rowCount.load(ordering: .relaxed) }
  /// How many bad records there were.
  package var badRows: Int { badCount.load(ordering: .relaxed) }
  /// How many bytes of the files (packed, if they are) were read.
  package var bytes: Int { byteCount.load(ordering: .relaxed) }
  /// How many bytes the files have.
  package var totalBytes: Int { totalByteCount.load(ordering: .relaxed) }
  /// How often the files were read from the start: more than once means the query's plan reads them in an inner loop.
  package var scans: Int { scanCount.load(ordering: .relaxed) }
  /// Whether ``cancel()`` was called.
  package var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// Ends every scan that counts here, now or later, with an error, within a chunk's time.
  package func cancel() {
    cancelled.store(true, ordering: .relaxed)
  }

  func beginScan(totalBytes: Int) {
    scanCount.add(1, ordering: .relaxed)
    byteCount.store(0, ordering: .relaxed)
    rowCount.store(0, ordering: .relaxed)
    badCount.store(0, ordering: .relaxed)
    totalByteCount.store(totalBytes, ordering: .relaxed)
  }

  func setBytes(_ bytes: Int) {
    byteCount.store(bytes, ordering: .relaxed)
  }

  func add(rows: Int, bad: Int) {
    rowCount.add(rows, ordering: .relaxed)
    if bad > 0 { badCount.add(bad, ordering: .relaxed) }
  }
}
