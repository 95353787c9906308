import SQLiteKit

/// Puts instants into the one form a history keeps: fixed-width UTC text that sorts as time does.
enum HistoryInstant {
  /// `sluice_instant(value, is_date)`: `YYYY-MM-DD` for dates, `YYYY-MM-DD HH:MM:SS.ffffff` for anything else written as
  /// text; numbers stay numbers; NULL stays NULL. What is no instant comes back behind a question mark.
  static func register(on connection: Connection) throws(SQLiteError) {
    try connection.createFunction("sluice_instant", argumentCount: 2, options: [.deterministic]) { arguments, result in
      guard arguments.type(0) == .text else {
        if arguments.type(0) != .null { result.set(arguments, 0) }
        return
      }
      let bytes = arguments.textBytes(0)
      let isDate = arguments.int64(1) != 0
      var text: [UInt8] = Array(repeating: 0, count: 48)
      let length = text.withUnsafeMutableBufferPointer { target in
        target.baseAddress.flatMap { write(bytes, isDate: isDate, to: $0) }
      }
      if let length {
        text[..<length].withUnsafeBufferPointer { result.setText($0) }
      } else {
        result.set("?" + String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  /// A date or timestamp in text as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC; nil for anything else.
  static func normalised(_ text: String) -> String? {
    var target: [UInt8] = Array(repeating: 0, count: 48)
    let length = Array(text.utf8).withUnsafeBufferPointer { bytes in
      target.withUnsafeMutableBufferPointer { space in
        space.baseAddress.flatMap { write(bytes, isDate: false, to: $0) }
      }
    }
    return length.map { String(decoding: target[..<$0], as: UTF8.self) }
  }

  private static func write(
    _ bytes: UnsafeBufferPointer<UInt8>, isDate: Bool, to target: UnsafeMutablePointer<UInt8>
  ) -> Int? {
    guard let moment = scanMoment(bytes) else { return nil }
    if isDate {
      guard moment.second == 0, moment.fraction == 0, moment.offsetMinutes == 0 else { return nil }
      return moment.writeDate(to: target)
    }
    guard var length = moment.writeTimestamp(to: target) else { return nil }
    if length == 19 {
      target[length] = UInt8(ascii: ".")
      length += 1
    }
    while length < 26 {
      target[length] = UInt8(ascii: "0")
      length += 1
    }
    return 26
  }
}
