import SQLiteKit

/// Casts with the meaning of the big platforms: `cast_x` fails on what it cannot read, `try_cast_x` gives NULL.
func registerCasts(on connection: Connection) throws(SQLiteError) {
  for safe in [false, true] {
    let prefix = safe ? "try_cast_" : "cast_"
    try strict(connection, prefix + "date", 1) { arguments, result in
      // The hot path: text that is a date already, or starts with one.
      if arguments.type(0) == .text {
        let text = arguments.textBytes(0)
        if CivilDate.isNormal(text) {
          if text.count == 10 { return result.set(arguments, 0) }
          if text.count == 19 || text.count > 19 && !hasZone(text), Instant.read(text) != nil {
            return result.setText(UnsafeBufferPointer(rebasing: text[0..<10]))
          }
        }
        if let reading = Instant.read(text) { return reading.instant.withText(asDate: true) { result.setText($0) } }
      }
      try refuse(safe, arguments, result, "DATE")
    }
    for name in ["timestamp", "timestamptz"] {
      try strict(connection, prefix + name, 1) { arguments, result in
        if arguments.type(0) == .text {
          let text = arguments.textBytes(0)
          if text.count == 19, text[10] == 0x20, CivilDate.isNormal(text), Instant.read(text) != nil {
            return result.set(arguments, 0)
          }
          if let reading = Instant.read(text) { return reading.instant.withText(asDate: false) { result.setText($0) } }
        }
        try refuse(safe, arguments, result, "TIMESTAMP")
      }
    }
    try strict(connection, prefix + "time", 1) { arguments, result in
      var cursor = ByteCursor(arguments.textBytes(0))
      cursor.skipSpaces()
      if let time = Instant.readTime(&cursor), cursor.atEnd { return result.setTime(time) }
      if let reading = Instant.read(arguments.textBytes(0)), !reading.isDate {
        return result.setTime(reading.instant.timeOfDay)
      }
      try refuse(safe, arguments, result, "TIME")
    }
    try strict(connection, prefix + "boolean", 1) { arguments, result in
      switch arguments.type(0) {
      case .integer: return result.set(arguments.int64(0) != 0)
      case .real: return result.set(arguments.double(0) != 0)
      default:
        if let truth = truth(arguments.textBytes(0)) { return result.set(truth) }
        try refuse(safe, arguments, result, "BOOLEAN")
      }
    }
    try registerNumericCasts(on: connection, prefix, safe: safe)
  }
  try registerTextCasts(on: connection)
}

/// A zone after the time: then the date in UTC may be another.
private func hasZone(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  text[10...].contains {
    $0 == UInt8(ascii: "Z") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "z")
  }
}

private func truth(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
  switch String(decoding: text, as: UTF8.self).lowercased().filter({ $0 != " " }) {
  case "true", "t", "yes", "y", "on", "1": return true
  case "false", "f", "no", "n", "off", "0": return false
  default: return nil
  }
}

/// NULL for a safe cast, else an error that shows the value.
func refuse(_ safe: Bool, _ arguments: borrowing Arguments, _ result: borrowing ResultContext, _ type: StaticString)
  throws
{
  if safe { return result.setNull() }
  throw FunctionError(
    "'\(String(decoding: arguments.textBytes(0).prefix(60), as: UTF8.self))' cannot be cast to \(type)")
}

extension ResultContext {
  /// Gives a time of day.
  borrowing func setTime(_ time: Int64) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
      var at = 0
      Instant.writeTime(time % Instant.microsecondsPerDay, into: buffer, &at)
      setText(UnsafeBufferPointer(rebasing: buffer[0..<at]))
    }
  }

  /// Gives a date, or a date and a time.
  borrowing func set(_ instant: Instant, asDate: Bool) {
    instant.withText(asDate: asDate) { setText($0) }
  }
}
