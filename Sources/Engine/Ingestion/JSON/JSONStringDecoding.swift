extension JSONScanner {
  /// Checks the escapes of a string that is kept as it stands.
  ///
  /// U+0000 is not refused here: within nested JSON text it stays an escape.
  @inline(never)
  func checkEscapes(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) throws(RecordFault) {
    var p = start
    while p < end {
      guard p.pointee == 0x5C else {
        p += 1
        continue
      }
      _ = try decodeEscape(&p, end)
    }
  }

  /// Writes a string with its escapes decoded and gives its length; it is never longer than the escaped one.
  @inline(never)
  func decodeString(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
  ) throws(RecordFault) -> Int {
    var p = start
    var count = 0
    while p < end {
      guard p.pointee == 0x5C else {
        target[count] = p.pointee
        count += 1
        p += 1
        continue
      }
      let scalar = try decodeEscape(&p, end)
      guard scalar != 0 else { throw RecordFault(.nulCharacter) }
      count += write(scalar, to: target + count)
    }
    return count
  }

  /// Reads an escape, surrogate pairs in one, and goes behind it.
  private func decodeEscape(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(RecordFault) -> UInt32 {
    let letter = p[1]
    p += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(letter)
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "u"): break
    default: throw RecordFault(.badEscape)
    }
    let first = try hexadecimal(&p, end)
    guard first & 0xF800 == 0xD800 else { return first }
    guard first < 0xDC00, end - p >= 6, p[0] == 0x5C, p[1] == UInt8(ascii: "u") else {
      throw RecordFault(.loneSurrogate)
    }
    p += 2
    let second = try hexadecimal(&p, end)
    guard second & 0xFC00 == 0xDC00 else { throw RecordFault(.loneSurrogate) }
    return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
  }

  private func hexadecimal(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(RecordFault) -> UInt32 {
    guard end - p >= 4 else { throw RecordFault(.badEscape) }
    var value: UInt32 = 0
    for index in 0..<4 {
      let byte = p[index]
      switch byte {
      case 48...57: value = value << 4 | UInt32(byte - 48)
      case 65...70: value = value << 4 | UInt32(byte - 55)
      case 97...102: value = value << 4 | UInt32(byte - 87)
      default: throw RecordFault(.badEscape)
      }
    }
    p += 4
    return value
  }

  private func write(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    switch scalar {
    case 0..<0x80:
      target[0] = UInt8(scalar)
      return 1
    case 0x80..<0x800:
      target[0] = UInt8(0xC0 | scalar >> 6)
      target[1] = UInt8(0x80 | scalar & 0x3F)
      return 2
    case 0x800..<0x10000:
      target[0] = UInt8(0xE0 | scalar >> 12)
      target[1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      target[2] = UInt8(0x80 | scalar & 0x3F)
      return 3
    default:
      target[0] = UInt8(0xF0 | scalar >> 18)
      target[1] = UInt8(0x80 | scalar >> 12 & 0x3F)
      target[2] = UInt8(0x80 | scalar >> 6 & 0x3F)
      target[3] = UInt8(0x80 | scalar & 0x3F)
      return 4
    }
  }
}
