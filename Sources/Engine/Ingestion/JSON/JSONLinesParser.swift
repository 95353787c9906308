import Glibc

/// JSON Lines: one object a line; blank lines are skipped.
final class JSONLinesParser: RecordParser {
  private let records: JSONRecordParser
  private let columns: [DeclaredColumn]

  init(columns: [DeclaredColumn], slots: [Int]) {
    self.columns = columns
    records = JSONRecordParser(columns: columns, slots: slots)
  }

  var cuts: RecordCuts { .anyLine }
  var seen: SeenColumns { records.seen }

  func beginFile() {}

  func parse(_ batch: RecordBatch, _ extent: ChunkExtent) -> Int {
    let base = UnsafePointer(batch.chunk)
    let end = base + batch.chunkCount
    let scanner = JSONScanner(end: end, isMultiline: false)
    var p = base
    var line = 0
    // A byte order mark may stand at the start of a file.
    if batch.startOffset == 0, batch.chunkCount >= 3, p[0] == 0xEF, p[1] == 0xBB, p[2] == 0xBF { p += 3 }
    while p < end {
      let start = p
      do throws(RecordFault) {
        skipInline(&p)
        if p.pointee == 0x0A {
          p += 1
          line += 1
          continue
        }
        if p >= end { break }
        try records.readObject(&p, scanner, into: batch)
        skipInline(&p)
        guard p.pointee == 0x0A || p >= end else { throw RecordFault(.trailingBytes) }
        // What looks complete here was cut off at the limit.
        if p >= end, extent == .full { throw RecordFault(.tooLong) }
        batch.commitRow(line: line)
        p += 1
        line += 1
      } catch {
        // The record goes up to the end of its line, wherever the reading stopped.
        let lineEnd = memchr(start, 0x0A, end - start).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
        let stop = lineEnd ?? end
        let fault = lineEnd == nil && extent == .full ? RecordFault(.tooLong) : error
        batch.reject(
          fault, column: columns.name(fault.column), line: line, start: start - base, end: stop - base)
        p = stop + 1
        line += 1
      }
    }
    batch.lineCount = line
    return batch.chunkCount
  }

  @inline(__always)
  private func skipInline(_ p: inout UnsafePointer<UInt8>) {
    while p.pointee == 0x20 || p.pointee == 0x09 || p.pointee == 0x0D { p += 1 }
  }
}
