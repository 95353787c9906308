import SQLiteKit

extension TimeFormat {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  // MARK: Formatting

  func format(_ instant: Instant) -> String {
    var out = ""
    for part in parts {
      switch part {
      case .literal(let bytes): out += String(decoding: bytes, as: UTF8.self)
      case .field(let field, let width): out += text(field, width, instant)
      case .upper(let field): out += text(field, 0, instant).uppercased()
      case .lower(let field): out += text(field, 0, instant).lowercased()
      }
    }
    return out
  }

  private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(abs(value))
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private func text(_ field: Field, _ width: Int, _ instant: Instant) -> String {
    let date = instant.date
    let seconds = Int(instant.timeOfDay / 1_000_000)
    let micros = Int(instant.timeOfDay % 1_000_000)
    let weekday = CivilDate.isoWeekday(instant.day)
    switch field {
    case .year: return padded(date.year, width)
    case .shortYear: return padded(date.year % 100, 2)
    case .month: return padded(date.month, width)
    case .monthName: return TimeFormat.months[date.month - 1]
    case .shortMonthName: return String(TimeFormat.months[date.month - 1].prefix(3))
    case .day: return padded(date.day, width)
    case .dayOfYear: return padded(date.dayOfYear, width)
    case .weekdayName: return TimeFormat.weekdays[weekday - 1]
    case .shortWeekdayName: return String(TimeFormat.weekdays[weekday - 1].prefix(3))
    case .isoWeekday: return "\(weekday)"
    case .weekday: return "\(weekday % 7)"
    case .hour: return padded(seconds / 3600, width)
    case .hour12: return padded((seconds / 3600 + 11) % 12 + 1, width)
    case .minute: return padded(seconds / 60 % 60, width)
    case .second: return padded(seconds % 60, width)
    case .millisecond: return padded(micros / 1000, 3)
    case .microsecond: return padded(micros, 6)
    case .fraction(let digits): return String((padded(micros, 6) + "000").prefix(digits))
    case .meridiem: return seconds < 43200 ? "AM" : "PM"
    case .lowerMeridiem: return seconds < 43200 ? "am" : "pm"
    case .quarter: return padded((date.month - 1) / 3 + 1, width)
    case .isoWeek: return padded(date.isoWeek.week, width)
    case .isoYear: return padded(date.isoWeek.year, width)
    case .zoneOffset: return "+00"
    case .epoch: return "\(instant.index(of: .second))"
    }
  }

  // MARK: Parsing

  /// Reads a text by the pattern; nil where it does not fit.
  func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Instant? {
    var cursor = ByteCursor(bytes)
    var year = 1970
    var (month, day, hour, minute, second) = (1, 1, 0, 0, 0)
    var micros: Int64 = 0
    var afternoon: Bool?
    var dayOfYear: Int?
    var offset: Int64 = 0
    cursor.skipSpaces()
    for (index, part) in parts.enumerated() {
      let field: Field
      var width = 0
      switch part {
      case .literal(let expected):
        for byte in expected where !cursor.accept(byte) { return nil }
        continue
      case .field(let some, let digits): (field, width) = (some, max(digits, 0))
      case .upper(let some), .lower(let some): field = some
      }
      // Digits that run into the next field are taken by width; else as many as there are.
      let tight = index + 1 < parts.count && !{ if case .literal = parts[index + 1] { true } else { false } }()
      func number(_ usual: Int) -> Int? { cursor.number(1...(tight && width > 0 ? width : usual)) }
      switch field {
      case .year, .isoYear:
        guard let value = number(4) else { return nil }
        year = value
      case .shortYear:
        guard let value = number(2) else { return nil }
        year = value < 70 ? 2000 + value : 1900 + value
      case .month:
        guard let value = number(2) else { return nil }
        month = value
      case .monthName, .shortMonthName:
        guard let value = TimeFormat.name(&cursor, TimeFormat.months) else { return nil }
        month = value
      case .weekdayName, .shortWeekdayName:
        guard TimeFormat.name(&cursor, TimeFormat.weekdays) != nil else { return nil }
      case .day:
        cursor.skipSpaces()
        guard let value = number(2) else { return nil }
        day = value
      case .dayOfYear:
        guard let value = number(3) else { return nil }
        dayOfYear = value
      case .hour, .hour12:
        guard let value = number(2) else { return nil }
        hour = value
      case .minute:
        guard let value = number(2) else { return nil }
        minute = value
      case .second:
        guard let value = number(2) else { return nil }
        second = value
      case .fraction, .microsecond, .millisecond:
        guard let value = cursor.fraction() else { return nil }
        micros = value
      case .meridiem, .lowerMeridiem:
        if cursor.accept(word: "AM") {
          afternoon = false
        } else if cursor.accept(word: "PM") {
          afternoon = true
        } else {
          return nil
        }
      case .zoneOffset:
        guard let value = Instant.readZone(&cursor) else { return nil }
        offset = value
      case .epoch:
        guard let value = cursor.number(1...12) else { return nil }
        return Instant(microseconds: Int64(value) * 1_000_000)
      case .quarter, .isoWeek, .isoWeekday, .weekday:
        guard cursor.number(1...2) != nil else { return nil }
      }
    }
    cursor.skipSpaces()
    guard cursor.atEnd, month >= 1, month <= 12, day >= 1, day <= CivilDate.length(ofMonth: month, year), hour < 25,
      minute < 60,
      second <= 60
    else { return nil }
    if let afternoon { hour = hour % 12 + (afternoon ? 12 : 0) }
    let number = dayOfYear.map { CivilDate(year, 1, 1).number + $0 - 1 } ?? CivilDate(year, month, day).number
    return Instant(
      microseconds: Int64(number) * Instant.microsecondsPerDay + Int64(hour * 3600 + minute * 60 + second) * 1_000_000
        + micros
        - offset)
  }

  /// A name in full or its first three letters, from 1.
  private static func name(_ cursor: inout ByteCursor, _ names: [String]) -> Int? {
    let rest = String(decoding: cursor.bytes[cursor.at...].prefix(9), as: UTF8.self).lowercased()
    for (index, name) in names.enumerated() where rest.hasPrefix(name.lowercased()) {
      cursor.at += name.utf8.count
      return index + 1
    }
    for (index, name) in names.enumerated() where rest.hasPrefix(name.prefix(3).lowercased()) {
      cursor.at += 3
      return index + 1
    }
    return nil
  }
}

/// The pattern of an argument, kept while the statement runs.
private func pattern(
  _ arguments: borrowing Arguments, _ result: borrowing ResultContext, _ index: Int, style: Int
) throws -> TimeFormat {
  if let kept = result.kept(for: index) as? TimeFormat { return kept }
  let text = arguments.string(index) ?? ""
  guard let format = TimeFormat(text, style: arguments.string(style) ?? "") else {
    throw FunctionError("the date pattern '\(text)' holds something that is not known")
  }
  result.keep(format, for: index)
  return format
}

func registerDateText(on connection: Connection) throws(SQLiteError) {
  // format_time(x, pattern, style)
  try strict(connection, "format_time", 3) { arguments, result in
    let format = try pattern(arguments, result, 1, style: 2)
    result.set(format.format(try instant(arguments, 0).instant))
  }
  // parse_time(text, pattern, style, 'd' | 't', safe)
  try strict(connection, "parse_time", 5) { arguments, result in
    let asDate = arguments.textBytes(3).first == UInt8(ascii: "d")
    let text = arguments.textBytes(0)
    if arguments.string(1)?.lowercased() == "auto" {
      if let reading = Instant.read(text) { return result.set(reading.instant, asDate: asDate) }
    } else {
      let format = try pattern(arguments, result, 1, style: 2)
      if let instant = format.parse(text) { return result.set(instant, asDate: asDate) }
    }
    if arguments.int64(4) != 0 { return result.setNull() }
    throw FunctionError("'\(arguments.string(0) ?? "")' does not fit the pattern '\(arguments.string(1) ?? "")'")
  }
}
