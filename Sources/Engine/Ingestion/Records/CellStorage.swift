/// Puts scanned values into cells as the column's kind wants them. Each answers whether the value fits.
extension RecordBatch {
  /// A number of JSON's grammar, from `start` to `number.end`.
  @inline(__always)
  func storeNumber(
    _ cell: Int, _ kind: ColumnKind, _ number: ScannedNumber, _ start: UnsafePointer<UInt8>
  ) -> Bool {
    switch kind {
    case .integer:
      guard let value = number.int64(start) else { return false }
      set(cell, .integer, UInt64(bitPattern: value))
    case .real:
      let value = number.double(start)
      guard value.isFinite else { return false }
      set(cell, .real, value.bitPattern)
    case .decimal:
      return storeExact(cell, number, start, isInteger: number.isInteger || number.exponent >= 0)
    case .text, .json:
      setChunkText(cell, offset: start - UnsafePointer(chunk), count: number.end - start)
    case .boolean:
      guard number.isInteger, number.mantissa <= 1, number.significantDigits <= 1 else { return false }
      set(cell, .integer, number.mantissa)
    case .date, .timestamp:
      return false
    case .untyped:
      if number.isInteger { return storeExact(cell, number, start, isInteger: true) }
      let value = number.double(start)
      guard value.isFinite else { return false }
      set(cell, .real, value.bitPattern)
    }
    return true
  }

  /// An integer or double where that keeps every digit, else the digits.
  private func storeExact(
    _ cell: Int, _ number: ScannedNumber, _ start: UnsafePointer<UInt8>, isInteger: Bool
  ) -> Bool {
    if isInteger, let value = number.int64(start) {
      set(cell, .integer, UInt64(bitPattern: value))
    } else if number.isExactAsNumber {
      set(cell, .real, number.double(start).bitPattern)
    } else {
      setChunkText(cell, offset: start - UnsafePointer(chunk), count: number.end - start)
    }
    return true
  }

  /// Text that stands in the chunk as it is.
  @inline(__always)
  func storeText(_ cell: Int, _ kind: ColumnKind, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch kind {
    case .text, .untyped, .json:
      guard let base = bytes.baseAddress else { return false }
      setChunkText(cell, offset: base - UnsafePointer(chunk), count: bytes.count)
      return true
    default:
      return convertText(cell, kind, bytes)
    }
  }

  /// Text that is read as a number, boolean, date or timestamp. The bytes may be in the chunk or elsewhere.
  @inline(never)
  func convertText(_ cell: Int, _ kind: ColumnKind, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = trimmed(text)
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return false }
    switch kind {
    case .integer, .real, .decimal:
      return convertNumber(cell, kind, UnsafeBufferPointer(start: base, count: bytes.count))
    case .boolean:
      guard let flag = booleanWord(bytes) else { return false }
      set(cell, .integer, flag ? 1 : 0)
      return true
    case .date:
      guard let moment = scanMoment(bytes), moment.second == 0, moment.fraction == 0, moment.offsetMinutes == 0 else {
        return false
      }
      setArenaText(cell, count: moment.writeDate(to: arenaSpace(ScannedMoment.longestText)))
      return true
    case .timestamp:
      guard let moment = scanMoment(bytes),
        let count = moment.writeTimestamp(to: arenaSpace(ScannedMoment.longestText))
      else { return false }
      setArenaText(cell, count: count)
      return true
    case .text, .untyped, .json:
      return false
    }
  }

  /// A number in text may have a plus sign or leading zeros where the column is declared to be one.
  private func convertNumber(_ cell: Int, _ kind: ColumnKind, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // The scan stops at the first byte that cannot belong to a number: what it reads is copied, with a zero behind it.
    guard bytes.count <= 400 else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 2) { copy in
      guard let base = copy.baseAddress else { return false }
      var count = 0
      var position = 0
      if bytes[0] == UInt8(ascii: "-") {
        base[0] = bytes[0]
        (count, position) = (1, 1)
      } else if bytes[0] == UInt8(ascii: "+") {
        position = 1
      }
      while position + 1 < bytes.count, bytes[position] == UInt8(ascii: "0"), bytes[position + 1] &- 48 < 10 {
        position += 1
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
        base[count] = UInt8(ascii: "0")
        count += 1
      }
      while position < bytes.count {
        base[count] = bytes[position]
        count += 1
        position += 1
      }
      base[count] = 0
      let start = UnsafePointer(base)
      guard let number = scanNumber(start), number.end == start + count else { return false }
      switch kind {
      case .integer:
        guard let value = number.int64(start) else { return false }
        set(cell, .integer, UInt64(bitPattern: value))
      case .real:
        let value = number.double(start)
        guard value.isFinite else { return false }
        set(cell, .real, value.bitPattern)
      default:
        if number.isInteger || number.exponent >= 0, let value = number.int64(start) {
          set(cell, .integer, UInt64(bitPattern: value))
        } else if number.isExactAsNumber {
          set(cell, .real, number.double(start).bitPattern)
        } else {
          arenaSpace(count).update(from: start, count: count)
          setArenaText(cell, count: count)
        }
      }
      return true
    }
  }

  private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var slice = bytes[...]
    while let first = slice.first, first == 0x20 || first == 0x09 { slice = slice.dropFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
    return UnsafeBufferPointer(rebasing: slice)
  }
}

/// What a word says, in any case: true, false, t, f, yes, no, y, n, 1, 0; nil for any other.
func booleanWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
  guard bytes.count <= 5 else { return nil }
  var word: UInt64 = 0
  for byte in bytes {
    let isLetter = (byte | 0x20) &- 97 < 26
    word = word << 8 | UInt64(isLetter ? byte | 0x20 : byte)
  }
  switch word {
  case 0x7472_7565, 0x74, 0x79_6573, 0x79, 0x31: return true
  case 0x66_616C_7365, 0x66, 0x6E6F, 0x6E, 0x30: return false
  default: return nil
  }
}
