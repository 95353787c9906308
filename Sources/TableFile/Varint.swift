/// SQLite's variable-length integers: big-endian groups of seven bits, a ninth byte taken whole.
///
/// Source: "Database File Format", section 1.6.
enum Varint {
  /// Bytes that `value` takes, 1 … 9.
  @inline(__always)
  static func size(_ value: UInt64) -> Int {
    if value < 0x80 { return 1 }
    if value < 0x4000 { return 2 }
    if value >> 56 != 0 { return 9 }
    return (64 - value.leadingZeroBitCount + 6) / 7
  }

  /// Writes `value` and returns the bytes written; the destination has room for nine.
  @inline(__always)
  static func write(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
    if value < 0x80 {
      target[0] = UInt8(truncatingIfNeeded: value)
      return 1
    }
    if value < 0x4000 {
      target[0] = UInt8(truncatingIfNeeded: value >> 7) | 0x80
      target[1] = UInt8(truncatingIfNeeded: value & 0x7F)
      return 2
    }
    return writeLong(value, to: target)
  }

  private static func writeLong(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let count = size(value)
    if count == 9 {
      target[8] = UInt8(truncatingIfNeeded: value)
      var rest = value >> 8
      for index in stride(from: 7, through: 0, by: -1) {
        target[index] = UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80
        rest >>= 7
      }
      return 9
    }
    var rest = value
    for index in stride(from: count - 1, through: 0, by: -1) {
      target[index] = UInt8(truncatingIfNeeded: rest & 0x7F) | (index == count - 1 ? 0 : 0x80)
      rest >>= 7
    }
    return count
  }

  /// Reads a value at `position` and goes behind it; up to nine bytes are looked at.
  @inline(__always)
  static func read(_ bytes: UnsafePointer<UInt8>, _ position: inout Int) -> UInt64 {
    let first = bytes[position]
    position += 1
    if first < 0x80 { return UInt64(first) }
    return readOn(bytes, &position, UInt64(first & 0x7F))
  }

  private static func readOn(_ bytes: UnsafePointer<UInt8>, _ position: inout Int, _ start: UInt64) -> UInt64 {
    var value = start
    for _ in 0..<7 {
      let byte = bytes[position]
      position += 1
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return value }
    }
    value = value << 8 | UInt64(bytes[position])
    position += 1
    return value
  }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes a 16-bit big-endian number at `offset`.
  @inline(__always)
  func put16(_ value: Int, at offset: Int) {
    self[offset] = UInt8(truncatingIfNeeded: value >> 8)
    self[offset + 1] = UInt8(truncatingIfNeeded: value)
  }

  /// Writes a 32-bit big-endian number at `offset`.
  @inline(__always)
  func put32(_ value: UInt32, at offset: Int) {
    self[offset] = UInt8(truncatingIfNeeded: value >> 24)
    self[offset + 1] = UInt8(truncatingIfNeeded: value >> 16)
    self[offset + 2] = UInt8(truncatingIfNeeded: value >> 8)
    self[offset + 3] = UInt8(truncatingIfNeeded: value)
  }
}
