/// Finds the columns of records and the kinds of their values in a sample.
struct SchemaInference {
  private var names: [String] = []
  private var indexes: [String: Int] = [:]
  private var observations: [TypeObservation] = []

  /// The columns in the order they were first seen.
  var columns: [DeclaredColumn] {
    zip(names, observations).map { DeclaredColumn($0, kind: $1.kind) }
  }

  private mutating func index(_ name: String) -> Int {
    if let index = indexes[name] { return index }
    indexes[name] = names.count
    names.append(name)
    observations.append(TypeObservation())
    return names.count - 1
  }

  /// Takes in a record: each value by the cell it was read into, columns untyped.
  mutating func take(_ batch: RecordBatch, columns: [String], isBare: Bool) {
    for name in columns { _ = index(name) }
    for row in 0..<batch.rowCount {
      for column in 0..<batch.width {
        let cell = row * batch.width + column
        guard let kind = observedKind(batch, cell, isBare: isBare) else { continue }
        observations[index(columns[column])].note(kind)
      }
    }
  }

  private func observedKind(_ batch: RecordBatch, _ cell: Int, isBare: Bool) -> ColumnKind? {
    switch CellKind(rawValue: batch.kinds[cell]) {
    case .chunkText, .arenaText:
      return TypeObservation.kind(ofText: batch.texts.text(batch.kinds[cell], batch.payloads[cell]), isBare: isBare)
    default: return nil
    }
  }

  /// Takes in the objects of a sample of JSON. What cannot be read is left to be reported by the scan.
  mutating func takeJSON(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    let scanner = JSONScanner(end: end, isMultiline: true)
    var p = start
    while p < end {
      guard p.pointee == UInt8(ascii: "{") else {
        p += 1
        continue
      }
      let objectStart = p
      do throws(RecordFault) {
        try takeObject(&p, scanner)
      } catch {
        // On with the next line, where in JSON Lines the next object starts.
        p = objectStart
        while p < end, p.pointee != 0x0A { p += 1 }
      }
    }
  }

  private mutating func takeObject(
    _ p: inout UnsafePointer<UInt8>, _ scanner: JSONScanner
  ) throws(RecordFault) {
    p += 1
    scanner.skipBlanks(&p)
    if p.pointee == UInt8(ascii: "}") {
      p += 1
      return
    }
    while true {
      guard p.pointee == UInt8(ascii: "\"") else { throw RecordFault(.expectedKey) }
      let extent = try scanner.scanString(p + 1)
      let name = try text(p + 1, extent, scanner)
      p = extent.end + 1
      scanner.skipBlanks(&p)
      guard p.pointee == UInt8(ascii: ":") else { throw RecordFault(.expectedColon) }
      p += 1
      scanner.skipBlanks(&p)
      let value = p
      try scanner.skipValue(&p)
      // Cut off by the end of the sample.
      guard p < scanner.end else { throw RecordFault(.unterminatedObject) }
      let column = index(name)
      if let kind = observedKind(value, p) { observations[column].note(kind) }
      scanner.skipBlanks(&p)
      let next = p.pointee
      p += 1
      if next == UInt8(ascii: "}") { return }
      guard next == UInt8(ascii: ",") else { throw RecordFault(.expectedComma) }
      scanner.skipBlanks(&p)
    }
  }

  private func observedKind(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> ColumnKind? {
    switch start.pointee {
    case UInt8(ascii: "\""):
      TypeObservation.kind(
        ofText: UnsafeBufferPointer(start: start + 1, count: end - start - 2), isBare: false)
    case UInt8(ascii: "{"), UInt8(ascii: "["): .json
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): nil
    default: scanNumber(start).map { TypeObservation.kind(of: $0, start) }
    }
  }

  private func text(
    _ start: UnsafePointer<UInt8>, _ extent: JSONScanner.StringExtent, _ scanner: JSONScanner
  ) throws(RecordFault) -> String {
    let count = extent.end - start
    guard extent.hasEscapes else {
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
    let space = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { space.deallocate() }
    let decoded = try scanner.decodeString(start, extent.end, to: space)
    return String(decoding: UnsafeBufferPointer(start: UnsafePointer(space), count: decoded), as: UTF8.self)
  }
}
