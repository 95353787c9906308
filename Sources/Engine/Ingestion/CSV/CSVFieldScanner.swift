/// Finds where the fields of a delimited file end. The buffer ends in zeros, as for ``JSONScanner``.
struct CSVFieldScanner {
  /// A field: its bytes without quotes, and where the scan stands behind it.
  struct Field {
    var start: UnsafePointer<UInt8>
    var end: UnsafePointer<UInt8>
    /// The byte behind the field: a delimiter, a line feed, or the end of the chunk.
    var stop: UnsafePointer<UInt8>
    var isQuoted = false
    var hasEscapes = false
  }

  let end: UnsafePointer<UInt8>
  /// Whether the file ends with the chunk. Else a field that reaches the chunk's end is not known to be complete, even
  /// behind its closing quote: the next byte may be another quote.
  private let isFinal: Bool
  let delimiter: UInt8
  /// 0 when there are no quotes: a zero byte never opens a field.
  let quote: UInt8
  let escape: UInt8
  private let delimiters: UInt64
  private let quotes: UInt64
  private let escapes: UInt64

  init(end: UnsafePointer<UInt8>, isFinal: Bool, options: CSVOptions) {
    self.end = end
    self.isFinal = isFinal
    delimiter = options.delimiter
    quote = options.quote ?? 0
    escape = options.escape ?? 0
    delimiters = broadcast(delimiter)
    quotes = broadcast(quote)
    escapes = broadcast(escape)
  }

  /// The field at `start`; nil when the chunk ends before it does. `high` collects bytes beyond ASCII.
  @inline(__always)
  func scan(_ start: UnsafePointer<UInt8>, _ high: inout UInt64) throws(RecordFault) -> Field? {
    if start.pointee == quote, quote != 0 { return try scanQuoted(start + 1, &high) }
    var p = start
    while true {
      let word = loadWord(p)
      let found = zeroBytes(word ^ delimiters) | zeroBytes(word ^ broadcast(0x0A)) | zeroBytes(word)
      if found == 0 {
        high |= word
        p += 8
        continue
      }
      let place = found.trailingZeroBitCount >> 3
      high |= word & ~(UInt64.max << UInt64(place * 8))
      p += place
      break
    }
    if p >= end, !isFinal { return nil }
    if p.pointee == 0, p < end { throw RecordFault(.nulCharacter) }
    if p.pointee == delimiter { return Field(start: start, end: p, stop: p) }
    // A carriage return before the line feed belongs to the line's end.
    let isCarriageReturn = p > start && p[-1] == 0x0D
    return Field(start: start, end: isCarriageReturn ? p - 1 : p, stop: p)
  }

  private func scanQuoted(
    _ start: UnsafePointer<UInt8>, _ high: inout UInt64
  ) throws(RecordFault) -> Field? {
    var p = start
    var hasEscapes = false
    while true {
      let word = loadWord(p)
      var found = zeroBytes(word ^ quotes) | zeroBytes(word)
      if escape != 0 { found |= zeroBytes(word ^ escapes) }
      if found == 0 {
        high |= word
        p += 8
        continue
      }
      let place = found.trailingZeroBitCount >> 3
      high |= word & ~(UInt64.max << UInt64(place * 8))
      p += place
      if p >= end { return nil }
      if p.pointee == 0 { throw RecordFault(.nulCharacter) }
      if p.pointee == escape, escape != quote {
        hasEscapes = true
        if p + 1 >= end { return nil }
        high |= UInt64(p[1])
        p += 2
      } else if escape == quote, p[1] == quote {
        hasEscapes = true
        p += 2
      } else {
        break
      }
    }
    var stop = p + 1
    if stop.pointee == 0x0D, stop[1] == 0x0A || stop + 1 >= end { stop += 1 }
    if stop >= end, !isFinal { return nil }
    guard stop.pointee == delimiter || stop.pointee == 0x0A || stop >= end else {
      throw RecordFault(.textAfterQuote)
    }
    return Field(start: start, end: p, stop: stop, isQuoted: true, hasEscapes: hasEscapes)
  }

  /// Writes a quoted field's text without its escapes and gives its length.
  func decode(_ field: Field, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var p = field.start
    var count = 0
    while p < field.end {
      if p.pointee == escape, p + 1 < field.end, escape != quote || p[1] == quote { p += 1 }
      target[count] = p.pointee
      count += 1
      p += 1
    }
    return count
  }
}
