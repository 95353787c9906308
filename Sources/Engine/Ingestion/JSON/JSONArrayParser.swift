/// A JSON array of objects, or objects one after another, over any number of lines each.
final class JSONArrayParser: RecordParser {
  private enum State {
    /// At the start of the file.
    case start
    /// Behind `[`: an element, or the end at once.
    case first
    /// An element must come (behind a comma).
    case element
    /// A comma or the end must come; between bare objects another one may.
    case behind
    /// Behind the closing bracket.
    case done
    /// What stands here cannot be told apart: the rest of the file is left alone, and was reported.
    case lost
  }

  private let records: JSONRecordParser
  private let columns: [DeclaredColumn]
  private var state = State.start
  private var isArray = true

  init(columns: [DeclaredColumn], slots: [Int]) {
    self.columns = columns
    records = JSONRecordParser(columns: columns, slots: slots)
  }

  var cuts: RecordCuts { .none }
  var seen: SeenColumns { records.seen }

  func beginFile() {
    state = .start
    isArray = true
  }

  func parse(_ batch: RecordBatch, _ extent: ChunkExtent) -> Int {
    let base = UnsafePointer(batch.chunk)
    let end = base + batch.chunkCount
    let scanner = JSONScanner(end: end, isMultiline: true)
    var p = base
    var counted = base
    var line = 0
    if state == .start, batch.startOffset == 0, batch.chunkCount >= 3, p[0] == 0xEF, p[1] == 0xBB, p[2] == 0xBF {
      p += 3
    }
    while state != .lost {
      scanner.skipBlanks(&p)
      if p >= end { break }
      line += countLineFeeds(counted, p)
      counted = p
      switch state {
      case .start:
        isArray = p.pointee == UInt8(ascii: "[")
        state = isArray ? .first : .element
        if isArray { p += 1 }
        if !isArray, p.pointee != UInt8(ascii: "{") { lose(.notAnArray, batch, p, line) }
      case .first where p.pointee == UInt8(ascii: "]"), .behind where isArray && p.pointee == UInt8(ascii: "]"):
        state = .done
        p += 1
      case .behind where isArray:
        state = .element
        if p.pointee == UInt8(ascii: ",") { p += 1 } else { lose(.expectedComma, batch, p, line) }
      case .done:
        lose(.trailingBytes, batch, p, line)
      case .first, .element, .behind:
        guard let stop = elementEnd(p, end) else {
          if extent == .more {
            batch.lineCount = line
            return p - base
          }
          lose(extent == .full ? .tooLong : .unterminatedObject, batch, p, line)
          continue
        }
        read(p, stop, scanner, batch, line)
        p = stop
        state = .behind
      case .lost: break
      }
    }
    line += countLineFeeds(counted, end)
    batch.lineCount = line
    if extent == .last { finish(batch, line) }
    return batch.chunkCount
  }

  private func read(
    _ start: UnsafePointer<UInt8>, _ stop: UnsafePointer<UInt8>, _ scanner: JSONScanner, _ batch: RecordBatch,
    _ line: Int
  ) {
    var p = start
    do throws(RecordFault) {
      try records.readObject(&p, scanner, into: batch)
      guard p == stop else { throw RecordFault(.expectedComma) }
      batch.commitRow(line: line)
    } catch {
      let base = UnsafePointer(batch.chunk)
      batch.reject(error, column: columns.name(error.column), line: line, start: start - base, end: stop - base)
    }
  }

  /// Gives the rest of the file up, as one bad record.
  private func lose(_ reason: RecordFault.Reason, _ batch: RecordBatch, _ p: UnsafePointer<UInt8>, _ line: Int) {
    state = .lost
    batch.reject(
      RecordFault(reason), column: nil, line: line, start: p - UnsafePointer(batch.chunk), end: batch.chunkCount)
  }

  private func finish(_ batch: RecordBatch, _ line: Int) {
    guard isArray, state == .first || state == .element || state == .behind else { return }
    batch.reject(
      RecordFault(.unterminatedArray), column: nil, line: line, start: batch.chunkCount, end: batch.chunkCount)
  }

  /// Behind the element that starts at `start`, by its brackets and strings alone; nil when it is not complete.
  private func elementEnd(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var p = start
    var depth = 0
    while p < end {
      switch p.pointee {
      case UInt8(ascii: "\""):
        guard let close = stringEnd(p + 1, end) else { return nil }
        p = close
        if depth == 0 { return p + 1 }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        // An element that is a bare word ends before the array's bracket; between bare objects a bracket is one itself.
        if depth < 0 { return isArray || p > start ? p : p + 1 }
        if depth == 0 { return p + 1 }
      case UInt8(ascii: ",") where depth == 0:
        // A comma where an element is expected belongs to none: it is taken as one, and is refused.
        return p == start ? p + 1 : p
      default: break
      }
      p += 1
    }
    return nil
  }

  private func stringEnd(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var p = start
    while p < end {
      let word = loadWord(p)
      let found = zeroBytes(word ^ broadcast(0x22)) | zeroBytes(word ^ broadcast(0x5C))
      guard found != 0 else {
        p += 8
        continue
      }
      p += found.trailingZeroBitCount >> 3
      if p >= end { return nil }
      if p.pointee == 0x22 { return p }
      p += 2
    }
    return nil
  }
}

/// How many line feeds there are.
func countLineFeeds(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
  var count = 0
  for byte in UnsafeBufferPointer(start: start, count: max(0, end - start)) where byte == 0x0A { count &+= 1 }
  return count
}
