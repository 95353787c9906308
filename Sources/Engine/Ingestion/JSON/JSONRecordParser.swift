/// Reads JSON objects into the cells of a batch.
final class JSONRecordParser {
  private let keys: KeyTable
  /// The number of the record under way, to see a key twice.
  private var record: UInt32 = 0

  /// `slots` has for each column the cell of a record its value goes to, or -1.
  init(columns: [DeclaredColumn], slots: [Int]) {
    keys = KeyTable(columns: columns, slots: slots)
  }

  /// The columns seen in any record so far: declared ones by index, others by name.
  var seen: SeenColumns {
    var seen = SeenColumns(declared: [], extra: [])
    for index in 0..<keys.count where keys.keys[index].lastRecord != 0 {
      if index < keys.declaredCount {
        seen.declared.insert(index)
      } else {
        seen.extra.insert(keys.name(index))
      }
    }
    return seen
  }

  /// Reads an object that starts at `p` into a new record of the batch, and goes behind its closing brace.
  ///
  /// The record is not committed: what follows the object decides.
  @inline(__always)
  func readObject(
    _ p: inout UnsafePointer<UInt8>, _ scanner: JSONScanner, into batch: RecordBatch
  ) throws(RecordFault) {
    guard p.pointee == UInt8(ascii: "{") else { throw RecordFault(.notAnObject) }
    record &+= 1
    if record == 0 { record = 1 }
    let firstCell = batch.beginRow()
    p += 1
    scanner.skipBlanks(&p)
    if p.pointee == UInt8(ascii: "}") {
      p += 1
      return
    }
    var previous = -1
    while true {
      guard p.pointee == UInt8(ascii: "\"") else {
        throw RecordFault(scanner.isExhausted(p) ? .unterminatedObject : .expectedKey)
      }
      p += 1
      let index = try readKey(&p, after: previous, scanner)
      if p.pointee != UInt8(ascii: ":") {
        scanner.skipBlanks(&p)
        guard p.pointee == UInt8(ascii: ":") else { throw RecordFault(.expectedColon) }
      }
      p += 1
      scanner.skipBlanks(&p)
      try readMember(index, &p, scanner, firstCell, batch)
      if index >= 0 { previous = index }
      if p.pointee != UInt8(ascii: ",") { scanner.skipBlanks(&p) }
      if p.pointee == UInt8(ascii: ",") {
        p += 1
        scanner.skipBlanks(&p)
      } else if p.pointee == UInt8(ascii: "}") {
        p += 1
        return
      } else {
        throw RecordFault(scanner.isExhausted(p) ? .unterminatedObject : .expectedComma)
      }
    }
  }

  /// Finds the key at `p` (behind its opening quote) and goes behind its closing quote.
  @inline(__always)
  private func readKey(
    _ p: inout UnsafePointer<UInt8>, after previous: Int, _ scanner: JSONScanner
  ) throws(RecordFault) -> Int {
    let expected = previous < 0 ? 0 : keys.keys[previous].successor
    if expected < keys.count, keys.matches(expected, p) {
      p += keys.keys[expected].length
      return expected
    }
    // A record that leaves keys out goes on with one of the next.
    var candidate = expected
    for _ in 0..<4 where candidate < keys.count {
      candidate = keys.keys[candidate].successor
      if candidate < keys.count, keys.matches(candidate, p) {
        p += keys.keys[candidate].length
        return candidate
      }
    }
    return try lookUpKey(&p, after: previous, scanner)
  }

  @inline(never)
  private func lookUpKey(
    _ p: inout UnsafePointer<UInt8>, after previous: Int, _ scanner: JSONScanner
  ) throws(RecordFault) -> Int {
    let start = p
    let extent = try scanner.scanString(start)
    var decoded = [UInt8](UnsafeBufferPointer(start: start, count: extent.end - start))
    if extent.hasEscapes {
      let capacity = decoded.count
      let space = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      defer { space.deallocate() }
      let count = try scanner.decodeString(start, extent.end, to: space)
      decoded = Array(UnsafeBufferPointer(start: space, count: count))
    }
    p = extent.end + 1
    let index = keys.index(of: String(decoding: decoded, as: UTF8.self))
    if previous >= 0, index >= 0 { keys.keys[previous].successor = index }
    return index
  }

  /// Reads the value at `p` into its cell, or past it when nobody asks for it.
  @inline(__always)
  private func readMember(
    _ index: Int, _ p: inout UnsafePointer<UInt8>, _ scanner: JSONScanner, _ firstCell: Int, _ batch: RecordBatch
  ) throws(RecordFault) {
    guard index >= 0 else { return try scanner.skipValue(&p) }
    let key = keys.keys + index
    if key.pointee.lastRecord == record { throw RecordFault(.duplicateKey, column: index) }
    key.pointee.lastRecord = record
    guard key.pointee.slot >= 0 else { return try scanner.skipValue(&p) }
    let cell = firstCell + key.pointee.slot
    let kind = key.pointee.kind
    let start = p
    let fits: Bool
    switch p.pointee {
    case UInt8(ascii: "\""):
      let extent = try scanner.scanString(p + 1)
      p = extent.end + 1
      if kind == .json {
        if extent.hasEscapes { try scanner.checkEscapes(start + 1, extent.end) }
        fits = batch.storeText(cell, kind, UnsafeBufferPointer(start: start, count: p - start))
      } else if extent.hasEscapes {
        fits = try storeEscaped(cell, kind, start + 1, extent.end, scanner, batch)
      } else {
        fits = batch.storeText(cell, kind, UnsafeBufferPointer(start: start + 1, count: extent.end - start - 1))
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = scanNumber(p) else { throw RecordFault(.badNumber, column: index) }
      p = number.end
      fits = batch.storeNumber(cell, kind, number, start)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try scanner.skipNested(&p)
      fits = kind == .text || kind == .json || kind == .untyped
      batch.setChunkText(cell, offset: start - UnsafePointer(batch.chunk), count: p - start)
    default:
      fits = storeLiteral(try scanner.scanLiteral(&p), cell, kind, start, p, batch)
    }
    if !fits { throw RecordFault(.misfit(kind), column: index, value: start, p) }
  }

  private func storeLiteral(
    _ first: UInt8, _ cell: Int, _ kind: ColumnKind, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
    _ batch: RecordBatch
  ) -> Bool {
    guard first != UInt8(ascii: "n") else {
      batch.set(cell, .null, 0)
      return true
    }
    switch kind {
    case .boolean, .untyped:
      batch.set(cell, .integer, first == UInt8(ascii: "t") ? 1 : 0)
    case .text, .json:
      batch.setChunkText(cell, offset: start - UnsafePointer(batch.chunk), count: end - start)
    case .integer, .real, .decimal, .date, .timestamp:
      return false
    }
    return true
  }

  @inline(never)
  private func storeEscaped(
    _ cell: Int, _ kind: ColumnKind, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
    _ scanner: JSONScanner, _ batch: RecordBatch
  ) throws(RecordFault) -> Bool {
    let space = batch.arenaSpace(end - start)
    let count = try scanner.decodeString(start, end, to: space)
    if kind == .text || kind == .untyped {
      batch.setArenaText(cell, count: count)
      return true
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, count)) { copy in
      guard let base = copy.baseAddress else { return false }
      base.update(from: space, count: count)
      return batch.convertText(cell, kind, UnsafeBufferPointer(start: base, count: count))
    }
  }
}

/// The columns a scan came across.
package struct SeenColumns: Sendable, Equatable {
  /// Indexes of declared columns.
  package var declared: Set<Int>
  /// Names of columns that are not declared.
  package var extra: Set<String>

  mutating func formUnion(_ other: SeenColumns) {
    declared.formUnion(other.declared)
    extra.formUnion(other.extra)
  }
}
