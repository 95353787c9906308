/// A date or timestamp read from text, in UTC.
struct ScannedMoment {
  /// Days since 1970-01-01, which may change with the offset from UTC.
  var year: Int
  var month: Int
  var day: Int
  var hasTime = false
  /// Seconds since midnight.
  var second = 0
  /// The digits of the fraction as written, up to nine, and how many.
  var fraction = 0
  var fractionDigits = 0
  /// Minutes to subtract for UTC.
  var offsetMinutes = 0
}

/// Reads `YYYY-MM-DD` (or with slashes), alone or with `T` or a blank and `HH:MM[:SS[.fraction]]`, and `Z`, `UTC` or
/// `±HH[[:]MM]` behind it; nil for anything else or a day the calendar does not have.
func scanMoment(_ bytes: UnsafeBufferPointer<UInt8>) -> ScannedMoment? {
  guard bytes.count >= 10, let year = digits(bytes, 0, 4), let month = digits(bytes, 5, 2),
    let day = digits(bytes, 8, 2), bytes[4] == bytes[7], bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/"),
    (1...12).contains(month), day >= 1, day <= daysInMonth(year, month)
  else { return nil }
  var moment = ScannedMoment(year: year, month: month, day: day)
  if bytes.count == 10 { return moment }
  guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "t"),
    bytes.count >= 16, let hour = digits(bytes, 11, 2), bytes[13] == UInt8(ascii: ":"),
    let minute = digits(bytes, 14, 2), hour < 24, minute < 60
  else { return nil }
  moment.hasTime = true
  moment.second = hour * 3_600 + minute * 60
  var position = 16
  if position < bytes.count, bytes[position] == UInt8(ascii: ":") {
    // A leap second is read as the last second of its minute.
    guard let second = digits(bytes, 17, 2), second <= 60 else { return nil }
    moment.second += min(second, 59)
    position = 19
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") || bytes[position] == UInt8(ascii: ",") {
      position += 1
      let first = position
      while position < bytes.count, case let digit = bytes[position] &- 48, digit < 10 {
        if moment.fractionDigits < 9 {
          moment.fraction = moment.fraction * 10 + Int(digit)
          moment.fractionDigits += 1
        }
        position += 1
      }
      guard position > first else { return nil }
    }
  }
  return scanOffset(bytes, from: position, &moment) ? moment : nil
}

private func scanOffset(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ moment: inout ScannedMoment) -> Bool {
  var position = start
  while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  guard position < bytes.count else { return position == start }
  let rest = bytes.count - position
  switch bytes[position] {
  case UInt8(ascii: "Z"), UInt8(ascii: "z"):
    return rest == 1
  case UInt8(ascii: "U"):
    return rest == 3 && bytes[position + 1] == UInt8(ascii: "T") && bytes[position + 2] == UInt8(ascii: "C")
  case UInt8(ascii: "+"), UInt8(ascii: "-"):
    let sign = bytes[position] == UInt8(ascii: "-") ? -1 : 1
    guard let hours = digits(bytes, position + 1, 2), hours <= 18 else { return false }
    var minutes = 0
    if rest > 3 {
      let place = bytes[position + 3] == UInt8(ascii: ":") ? position + 4 : position + 3
      guard bytes.count == place + 2, let read = digits(bytes, place, 2), read < 60 else { return false }
      minutes = read
    }
    moment.offsetMinutes = sign * (hours * 60 + minutes)
    return true
  default:
    return false
  }
}

@inline(__always)
private func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
  guard start + count <= bytes.count else { return nil }
  var value = 0
  for index in start..<(start + count) {
    let digit = bytes[index] &- 48
    guard digit < 10 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}

private func daysInMonth(_ year: Int, _ month: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}

extension ScannedMoment {
  /// The longest text ``writeTimestamp(to:)`` writes.
  static let longestText = 29

  /// Writes `YYYY-MM-DD` and gives its length.
  func writeDate(to target: UnsafeMutablePointer<UInt8>) -> Int {
    write(year, 4, to: target)
    target[4] = UInt8(ascii: "-")
    write(month, 2, to: target + 5)
    target[7] = UInt8(ascii: "-")
    write(day, 2, to: target + 8)
    return 10
  }

  /// Writes `YYYY-MM-DD HH:MM:SS[.fraction]` in UTC, the fraction without trailing zeros, and gives its length.
  ///
  /// Equal moments are equal texts, and texts sort as the moments do. nil when UTC is beyond the years 0 to 9999.
  func writeTimestamp(to target: UnsafeMutablePointer<UInt8>) -> Int? {
    guard let utc = inUTC() else { return nil }
    _ = utc.writeDate(to: target)
    target[10] = UInt8(ascii: " ")
    write(utc.second / 3_600, 2, to: target + 11)
    target[13] = UInt8(ascii: ":")
    write(utc.second / 60 % 60, 2, to: target + 14)
    target[16] = UInt8(ascii: ":")
    write(utc.second % 60, 2, to: target + 17)
    guard fraction > 0 else { return 19 }
    target[19] = UInt8(ascii: ".")
    var digits = fractionDigits
    var value = fraction
    while value % 10 == 0 {
      value /= 10
      digits -= 1
    }
    write(value, digits, to: target + 20)
    return 20 + digits
  }

  private func inUTC() -> ScannedMoment? {
    guard offsetMinutes != 0 else { return self }
    var utc = self
    utc.offsetMinutes = 0
    utc.second -= offsetMinutes * 60
    if utc.second < 0 {
      utc.second += 86_400
      utc.day -= 1
      if utc.day == 0 {
        utc.month -= 1
        if utc.month == 0 { (utc.year, utc.month) = (utc.year - 1, 12) }
        utc.day = daysInMonth(utc.year, utc.month)
      }
    } else if utc.second >= 86_400 {
      utc.second -= 86_400
      utc.day += 1
      if utc.day > daysInMonth(utc.year, utc.month) {
        (utc.month, utc.day) = (utc.month + 1, 1)
        if utc.month == 13 { (utc.year, utc.month) = (utc.year + 1, 1) }
      }
    }
    return (0...9_999).contains(utc.year) ? utc : nil
  }

  private func write(_ number: Int, _ width: Int, to target: UnsafeMutablePointer<UInt8>) {
    var number = number
    for index in stride(from: width - 1, through: 0, by: -1) {
      target[index] = UInt8(48 + number % 10)
      number /= 10
    }
  }
}
