import SQLiteKit

/// An interval: months, days and microseconds that add separately. As text: `1 year 2 mons 3 days 04:05:06`.
struct IntervalAmount {
  var months = 0
  var days = 0
  var microseconds: Int64 = 0

  /// Only days, a whole number of them.
  var wholeDays: Int? { months == 0 && microseconds == 0 ? days : nil }

  var text: String {
    var parts: [String] = []
    let (years, rest) = (months / 12, months % 12)
    if years != 0 { parts.append("\(years) year\(abs(years) == 1 ? "" : "s")") }
    if rest != 0 { parts.append("\(rest) mon\(abs(rest) == 1 ? "" : "s")") }
    if days != 0 { parts.append("\(days) day\(abs(days) == 1 ? "" : "s")") }
    if microseconds != 0 || parts.isEmpty {
      let hours = microseconds.magnitude / 3_600_000_000
      let clock = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
        var at = 0
        Instant.writeTime(Int64(microseconds.magnitude % 3_600_000_000), into: buffer, &at)
        return String(decoding: buffer[2..<at], as: UTF8.self)
      }
      parts.append((microseconds < 0 ? "-" : "") + (hours < 10 ? "0" : "") + "\(hours)" + clock)
    }
    return parts.joined(separator: " ")
  }

  /// Reads the words SQL gives an interval; nil where one is not understood.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> IntervalAmount? {
    var amount = IntervalAmount()
    let words = String(decoding: bytes, as: UTF8.self).lowercased().split(separator: " ").map(String.init)
    guard !words.isEmpty else { return nil }
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word.contains(":") {
        let negative = word.hasPrefix("-")
        var clock = negative ? String(word.dropFirst()) : word
        let parsed: Int64? = clock.withUTF8 { bytes in
          var cursor = ByteCursor(bytes)
          guard let hours = cursor.number(1...6), cursor.accept(UInt8(ascii: ":")) else { return nil }
          guard let minutes = cursor.number(1...2) else { return nil }
          var total = Int64(hours * 3600 + minutes * 60) * 1_000_000
          if cursor.accept(UInt8(ascii: ":")) {
            guard let seconds = cursor.number(1...2) else { return nil }
            total += Int64(seconds) * 1_000_000
            if cursor.accept(UInt8(ascii: ".")) { total += cursor.fraction() ?? 0 }
          }
          return cursor.atEnd ? total : nil
        }
        guard let parsed else { return nil }
        amount.microseconds += negative ? -parsed : parsed
        continue
      }
      guard let number = Double(word), index < words.count else { return nil }
      var unit = words[index]
      index += 1
      if unit.hasSuffix("s"), unit.count > 1 { unit.removeLast() }
      switch unit {
      case "year", "yr", "y": amount.months += Int((number * 12).rounded())
      case "quarter": amount.months += Int((number * 3).rounded())
      case "mon", "month": amount.months += Int(number.rounded())
      case "week", "w": amount.days += Int((number * 7).rounded())
      case "day", "d": amount.days += Int(number.rounded())
      case "hour", "hr", "h": amount.microseconds += Int64((number * 3.6e9).rounded())
      case "minute", "min", "m": amount.microseconds += Int64((number * 6e7).rounded())
      case "second", "sec", "s", "": amount.microseconds += Int64((number * 1e6).rounded())
      case "millisecond", "msec", "ms": amount.microseconds += Int64((number * 1e3).rounded())
      case "microsecond", "usec", "u": amount.microseconds += Int64(number.rounded())
      default: return nil
      }
    }
    return amount
  }
}

private func interval(_ arguments: borrowing Arguments, _ index: Int) throws -> IntervalAmount {
  if let amount = IntervalAmount.read(arguments.textBytes(index)) { return amount }
  throw FunctionError("'\(arguments.string(index) ?? "")' is no interval")
}

func registerIntervals(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "make_interval", 3) { arguments, result in
    let days = arguments.double(1)
    let whole = days.rounded(.towardZero)
    result.set(
      IntervalAmount(
        months: Int(arguments.int64(0)), days: Int(whole),
        microseconds: Int64(arguments.double(2).rounded()) + Int64(((days - whole) * 8.64e10).rounded())
      ).text)
  }
  for name in ["cast_interval", "try_cast_interval"] {
    try strict(connection, name, 1) { arguments, result in
      if name == "try_cast_interval", IntervalAmount.read(arguments.textBytes(0)) == nil { return result.setNull() }
      result.set(try interval(arguments, 0).text)
    }
  }
  try strict(connection, "interval_between", 2) { arguments, result in
    let span = try instant(arguments, 0).instant.microseconds - instant(arguments, 1).instant.microseconds
    result.set(
      IntervalAmount(days: Int(span / Instant.microsecondsPerDay), microseconds: span % Instant.microsecondsPerDay).text
    )
  }
  for (name, sign) in [("interval_add", 1), ("interval_subtract", -1)] {
    try strict(connection, name, 2) { arguments, result in
      let a = try interval(arguments, 0)
      let b = try interval(arguments, 1)
      result.set(
        IntervalAmount(
          months: a.months + sign * b.months, days: a.days + sign * b.days,
          microseconds: a.microseconds + Int64(sign) * b.microseconds
        ).text)
    }
  }
  try strict(connection, "interval_multiply", 2) { arguments, result in
    let a = try interval(arguments, 0)
    let factor = arguments.double(1)
    let days = Double(a.days) * factor
    let whole = days.rounded(.towardZero)
    result.set(
      IntervalAmount(
        months: Int(Double(a.months) * factor), days: Int(whole),
        microseconds: Int64((Double(a.microseconds) * factor + (days - whole) * 8.64e10).rounded())
      ).text)
  }
  // add_interval_text(x, interval, sign, kind)
  try strict(connection, "add_interval_text", 4) { arguments, result in
    let reading = try instant(arguments, 0)
    let amount = try interval(arguments, 1)
    let sign = Int(arguments.int64(2))
    let moved = reading.instant.adding(
      months: sign * amount.months, days: sign * amount.days, microseconds: Int64(sign) * amount.microseconds)
    result.set(moved, asDate: arguments.textBytes(3).first == UInt8(ascii: "d"))
  }
  try strict(connection, "interval_part", 2) { arguments, result in
    let amount = try interval(arguments, 1)
    switch arguments.string(0) ?? "" {
    case "epoch":
      let years = Double(amount.months / 12) * 365.25 * 86400
      let months = Double(amount.months % 12) * 30 * 86400
      result.set(years + months + Double(amount.days) * 86400 + Double(amount.microseconds) / 1e6)
    case "year": result.set(amount.months / 12)
    case "quarter": result.set(amount.months % 12 / 3 + 1)
    case "month": result.set(amount.months % 12)
    case "day": result.set(amount.days)
    case "hour": result.set(amount.microseconds / 3_600_000_000)
    case "minute": result.set(amount.microseconds / 60_000_000 % 60)
    case "second": result.set(Double(amount.microseconds % 60_000_000) / 1e6)
    case "millisecond": result.set(amount.microseconds % 60_000_000 / 1000)
    case "microsecond": result.set(amount.microseconds % 60_000_000)
    default: throw FunctionError("'\(arguments.string(0) ?? "")' is no part of an interval")
    }
  }
  // age(a, b): years, months and days by the calendar.
  try strict(connection, "age", 2) { arguments, result in
    let a = try instant(arguments, 0).instant
    let b = try instant(arguments, 1).instant
    let (early, late, sign) = a.microseconds >= b.microseconds ? (b, a, 1) : (a, b, -1)
    // Field by field; a day that is short is borrowed from the month of the earlier date, as PostgreSQL does.
    var months = Int(late.index(of: .month) - early.index(of: .month))
    var rest = Int64(late.date.day - early.date.day) * Instant.microsecondsPerDay + late.timeOfDay - early.timeOfDay
    if rest < 0 {
      months -= 1
      let borrowed = CivilDate.length(ofMonth: early.date.month, early.date.year)
      rest += Int64(borrowed) * Instant.microsecondsPerDay
    }
    result.set(
      IntervalAmount(
        months: sign * months, days: sign * Int(rest / Instant.microsecondsPerDay),
        microseconds: Int64(sign) * (rest % Instant.microsecondsPerDay)
      ).text)
  }
  try registerZones(on: connection)
}

/// date_range(from, to, months, days, microseconds, inclusive, 'd' | 't'): a JSON list of moments. In capitals, each step is
/// taken from the moment before: 31 January, 29 February, 29 March, where otherwise the third is 31 March.
func registerDateRange(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "date_range", 7) { arguments, result in
    let start = try instant(arguments, 0).instant
    let end = try instant(arguments, 1).instant
    let (months, days, microseconds) = (Int(arguments.int64(2)), Int(arguments.int64(3)), arguments.int64(4))
    let inclusive = arguments.int64(5) != 0
    let form = arguments.textBytes(6).first ?? 0
    let asDate = form | 0x20 == UInt8(ascii: "d")
    let isStepwise = form & 0x20 == 0
    let first = start.adding(months: months, days: days, microseconds: microseconds)
    guard first.microseconds != start.microseconds else { throw FunctionError("a series needs a step") }
    let rising = first.microseconds > start.microseconds
    var parts: [String] = []
    var index = 0
    var moment = start
    while true {
      if !isStepwise {
        moment = start.adding(months: months * index, days: days * index, microseconds: microseconds * Int64(index))
      } else if index > 0 {
        moment = moment.adding(months: months, days: days, microseconds: microseconds)
      }
      let inside =
        moment.microseconds == end.microseconds ? inclusive : rising == (moment.microseconds < end.microseconds)
      guard inside else { break }
      parts.append(moment.withText(asDate: asDate) { String(decoding: $0, as: UTF8.self) })
      index += 1
      guard index < 10_000_000 else { throw FunctionError("the series of dates is too long") }
    }
    result.set(JSONText.array(ofStrings: parts))
  }
}
