/// Constants in the form the engine stores them.
enum Literals {
  /// `text` as a value of `type`, if it already has the plain form; else nil, and a function must read it.
  static func constant(_ text: String, _ type: SQLType) -> String? {
    let bytes = Array(text.utf8)
    switch type {
    case .date: return isDate(bytes) ? text : nil
    case .timestamp, .timestampTZ:
      if isDate(bytes) { return text + " 00:00:00" }
      guard bytes.count == 19, isDate(Array(bytes[0..<10])), bytes[10] == 0x20 || bytes[10] == 0x54,
        isTime(bytes[11...])
      else {
        return nil
      }
      return text.replacingSeparator()
    case .time: return bytes.count == 8 && isTime(bytes[...]) ? text : nil
    case .boolean:
      switch text.asciiLowercased() {
      case "true", "t": return "1"
      case "false", "f": return "0"
      default: return nil
      }
    default: return nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  private static func isDate(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D, let year = number(bytes[0..<4]),
      let month = number(bytes[5..<7]), let day = number(bytes[8..<10]), month >= 1, month <= 12, day >= 1
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return day <= length
  }

  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    let low = bytes.startIndex
    guard bytes.count == 8, bytes[low + 2] == 0x3A, bytes[low + 5] == 0x3A, let hour = number(bytes[low..<(low + 2)]),
      let minute = number(bytes[(low + 3)..<(low + 5)]), let second = number(bytes[(low + 6)..<(low + 8)])
    else { return false }
    return hour < 24 && minute < 60 && second < 60
  }
}

extension String {
  /// With a space between date and time instead of a T.
  fileprivate func replacingSeparator() -> String {
    var bytes = Array(utf8)
    bytes[10] = 0x20
    return String(decoding: bytes, as: UTF8.self)
  }
}
