import Glibc

/// Delimited text: RFC 4180 and its relatives.
final class CSVParser: RecordParser {
  /// What is done with a field.
  private struct Target {
    /// The cell, or -1.
    var slot: Int
    var kind: ColumnKind
    var column: Int
  }

  private let options: CSVOptions
  private let columns: [DeclaredColumn]
  private let slots: [Int]
  private let nullTexts: [[UInt8]]
  private let emptyIsNull: Bool
  private var targets: [Target] = []
  private var isHeaderExpected: Bool
  private(set) var seen = SeenColumns(declared: [], extra: [])
  /// The names in the header of the last file.
  private(set) var header: [String] = []

  init(columns: [DeclaredColumn], slots: [Int], options: CSVOptions) {
    self.options = options
    self.columns = columns
    self.slots = slots
    nullTexts = options.nullTexts.map { Array($0.utf8) }.filter { !$0.isEmpty }
    emptyIsNull = options.nullTexts.contains("")
    isHeaderExpected = options.hasHeader
    beginFile()
  }

  var cuts: RecordCuts { .checkedLines }

  /// A line is a record unless a quoted field goes on in the next line. That none does is certain where every quote that
  /// may open a field stands at the beginning of one (behind another quote it is an escaped one), and has its closing quote
  /// in the same line; what is wrong within a line ends with the line.
  func linesAreRecords(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if isHeaderExpected { return false }
    guard let quote = options.quote else { return true }
    let end = bytes + count
    func nextQuote(_ from: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
      memchr(from, Int32(quote), end - from).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
    }
    var next = nextQuote(bytes)
    if next != nil, options.escape != quote { return false }
    while let opening = next {
      if opening > bytes {
        let before = opening[-1]
        guard before == options.delimiter || before == 0x0A || before == quote else { return false }
      }
      guard let closing = nextQuote(opening + 1), memchr(opening, 0x0A, closing - opening) == nil else { return false }
      next = nextQuote(closing + 1)
    }
    return true
  }

  func follow(_ leader: any RecordParser) {
    guard let leader = leader as? CSVParser else { return }
    targets = leader.targets
    isHeaderExpected = false
  }

  func beginFile() {
    isHeaderExpected = options.hasHeader
    guard !options.hasHeader else { return }
    targets = columns.indices.map { Target(slot: slots[$0], kind: columns[$0].kind, column: $0) }
    seen.declared.formUnion(columns.indices)
  }

  func parse(_ batch: RecordBatch, _ extent: ChunkExtent) -> Int {
    let base = UnsafePointer(batch.chunk)
    let end = base + batch.chunkCount
    let scanner = CSVFieldScanner(end: end, isFinal: extent != .more, options: options)
    var p = base
    var line = 0
    if batch.startOffset == 0, batch.chunkCount >= 3, p[0] == 0xEF, p[1] == 0xBB, p[2] == 0xBF { p += 3 }
    while p < end {
      let start = p
      var high: UInt64 = 0
      if isBlankLine(&p, end) {
        if p >= end, extent == .more { return suspend(batch, start - base, line) }
        line += 1
        p += 1
        continue
      }
      do throws(RecordFault) {
        let isComplete =
          isHeaderExpected
          ? try readHeader(&p, scanner, &high) : try readRecord(&p, scanner, &high, batch)
        if !isComplete || p >= end {
          if extent == .more { return suspend(batch, start - base, line) }
          if !isComplete { throw RecordFault(.unterminatedQuote) }
          if extent == .full { throw RecordFault(.tooLong) }
        }
        if high & broadcast(0x80) != 0, !isValidUTF8(start, p) { throw RecordFault(.invalidUTF8) }
        if isHeaderExpected {
          useHeader()
        } else {
          batch.commitRow(line: line)
        }
        line += countLineFeeds(start, p) + 1
        p += 1
      } catch {
        // What the quotes say cannot be trusted: the record is taken to end with its first line.
        let lineEnd = memchr(start, 0x0A, end - start).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
        if lineEnd == nil, extent == .more { return suspend(batch, start - base, line) }
        let stop = lineEnd ?? end
        batch.reject(error, column: columns.name(error.column), line: line, start: start - base, end: stop - base)
        // Without a header nothing can be read: the next line is not one.
        if isHeaderExpected { useHeader() }
        line += 1
        p = stop + 1
      }
    }
    batch.lineCount = line
    return batch.chunkCount
  }

  private func suspend(_ batch: RecordBatch, _ used: Int, _ line: Int) -> Int {
    batch.lineCount = line
    return used
  }

  /// Goes to the line feed (or the end) of a line that holds nothing.
  @inline(__always)
  private func isBlankLine(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
    if p.pointee == 0x0A { return true }
    guard p.pointee == 0x0D, p[1] == 0x0A || p + 1 >= end else { return false }
    p += 1
    return true
  }

  /// Reads a record into a new row and goes to its line feed; false when the chunk ends before the record does.
  @inline(__always)
  private func readRecord(
    _ p: inout UnsafePointer<UInt8>, _ scanner: CSVFieldScanner, _ high: inout UInt64, _ batch: RecordBatch
  ) throws(RecordFault) -> Bool {
    let firstCell = batch.beginRow()
    let expected = targets.count
    var count = 0
    while true {
      guard let field = try scanner.scan(p, &high) else { return false }
      if count < expected {
        let target = targets[count]
        if target.slot >= 0, !store(field, firstCell + target.slot, target.kind, scanner, batch) {
          throw RecordFault(.misfit(target.kind), column: target.column, value: field.start, field.end)
        }
      }
      count += 1
      p = field.stop
      if p.pointee == options.delimiter, p < scanner.end {
        p += 1
      } else {
        break
      }
    }
    if count != expected, options.ragged == .refused {
      throw RecordFault(count < expected ? .tooFewFields(count, expected) : .tooManyFields(count, expected))
    }
    return true
  }

  @inline(__always)
  private func store(
    _ field: CSVFieldScanner.Field, _ cell: Int, _ kind: ColumnKind, _ scanner: CSVFieldScanner, _ batch: RecordBatch
  ) -> Bool {
    let count = field.end - field.start
    if !field.isQuoted, isNull(field.start, count) {
      batch.set(cell, .null, 0)
      return true
    }
    if field.hasEscapes { return storeEscaped(field, cell, kind, scanner, batch) }
    switch kind {
    case .integer, .real, .decimal:
      if let number = scanNumber(field.start), number.end == field.end {
        return batch.storeNumber(cell, kind, number, field.start)
      }
      return batch.convertText(cell, kind, UnsafeBufferPointer(start: field.start, count: count))
    default:
      return batch.storeText(cell, kind, UnsafeBufferPointer(start: field.start, count: count))
    }
  }

  @inline(never)
  private func storeEscaped(
    _ field: CSVFieldScanner.Field, _ cell: Int, _ kind: ColumnKind, _ scanner: CSVFieldScanner, _ batch: RecordBatch
  ) -> Bool {
    let space = batch.arenaSpace(field.end - field.start)
    let count = scanner.decode(field, to: space)
    switch kind {
    case .text, .untyped, .json:
      batch.setArenaText(cell, count: count)
      return true
    default:
      // No number or date needs a quote within.
      return false
    }
  }

  @inline(__always)
  private func isNull(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count == 0 { return emptyIsNull }
    if nullTexts.isEmpty { return false }
    return nullTexts.contains { $0.count == count && memcmp($0, start, count) == 0 }
  }

  /// Reads the names of the columns; false when the chunk ends before they do.
  private func readHeader(
    _ p: inout UnsafePointer<UInt8>, _ scanner: CSVFieldScanner, _ high: inout UInt64
  ) throws(RecordFault) -> Bool {
    header = []
    while true {
      guard let field = try scanner.scan(p, &high) else { return false }
      let space = UnsafeMutablePointer<UInt8>.allocate(capacity: field.end - field.start + 1)
      defer { space.deallocate() }
      let count = field.hasEscapes ? scanner.decode(field, to: space) : field.end - field.start
      let bytes = UnsafeBufferPointer(start: field.hasEscapes ? UnsafePointer(space) : field.start, count: count)
      header.append(String(decoding: bytes, as: UTF8.self))
      p = field.stop
      guard p.pointee == options.delimiter, p < scanner.end else { return true }
      p += 1
    }
  }

  /// Finds each column of the header among the declared; the first of a name counts.
  private func useHeader() {
    isHeaderExpected = false
    var found: Set<Int> = []
    targets = header.map { name in
      guard let column = columns.firstIndex(where: { $0.name == name }), found.insert(column).inserted else {
        seen.extra.insert(name)
        return Target(slot: -1, kind: .untyped, column: -1)
      }
      seen.declared.insert(column)
      return Target(slot: slots[column], kind: columns[column].kind, column: column)
    }
  }
}
