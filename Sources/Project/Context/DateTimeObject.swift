import Jinja

/// A calendar reading: what Python's `datetime` holds.
struct CalendarTime: Hashable, Comparable {
  var year: Int
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  /// Seconds east of UTC; nil for a wall clock time.
  var offset: Int?
  var zone: String?

  init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0,
    offset: Int? = nil
  ) {
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.microsecond) = (hour, minute, second, microsecond)
    self.offset = offset
  }

  /// The reading of an instant.
  init(secondsSince1970 seconds: Double, offset: Int?) {
    let whole = seconds.rounded(.down)
    self.init(
      microseconds: Int(whole) * 1_000_000 + Int(((seconds - whole) * 1_000_000).rounded()) + (offset ?? 0) * 1_000_000)
    self.offset = offset
  }

  /// A wall clock reading by its microseconds since the beginning of 1970.
  init(microseconds: Int) {
    let days = Int((Double(microseconds) / 86_400_000_000).rounded(.down))
    let rest = microseconds - days * 86_400_000_000
    // Howard Hinnant's civil-from-days.
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1,
      hour: rest / 3_600_000_000, minute: rest / 60_000_000 % 60, second: rest / 1_000_000 % 60,
      microsecond: rest % 1_000_000)
  }

  /// Days since the beginning of 1970.
  var days: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Microseconds since the beginning of 1970, by the wall clock.
  var microseconds: Int {
    ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + microsecond
  }

  /// Microseconds since the beginning of 1970 in UTC.
  var instant: Int { microseconds - (offset ?? 0) * 1_000_000 }

  /// The reading some microseconds later, in the same zone.
  func moved(by microseconds: Int) -> CalendarTime {
    var moved = CalendarTime(microseconds: self.microseconds + microseconds)
    moved.offset = offset
    return moved
  }

  /// Monday is 0.
  var weekday: Int { ((days + 3) % 7 + 7) % 7 }

  static func < (a: CalendarTime, b: CalendarTime) -> Bool {
    a.microseconds - (a.offset ?? 0) * 1_000_000 < b.microseconds - (b.offset ?? 0) * 1_000_000
  }

  static func daysIn(month: Int, of year: Int) -> Int {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}

/// A `datetime` as templates hold it.
final class DateTimeObject: JinjaObject {
  let time: CalendarTime

  init(_ time: CalendarTime) { self.time = time }

  var typeName: String { "datetime" }
  func string() -> String { DateTimeText.iso(time, separator: " ") }
  func repr() -> String {
    "datetime.datetime(\(time.year), \(time.month), \(time.day), \(time.hour), \(time.minute)"
      + (time.second != 0 || time.microsecond != 0 ? ", \(time.second)" : "")
      + (time.microsecond != 0 ? ", \(time.microsecond)" : "") + ")"
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "year": .int(time.year)
    case "month": .int(time.month)
    case "day": .int(time.day)
    case "hour": .int(time.hour)
    case "minute": .int(time.minute)
    case "second": .int(time.second)
    case "microsecond": .int(time.microsecond)
    case "strftime":
      method(name) { time, arguments in
        .string(DateTimeText.format(time, arguments.positional.first?.str() ?? ""))
      }
    case "isoformat":
      method(name) { time, arguments in
        .string(DateTimeText.iso(time, separator: arguments.positional.first?.str() ?? "T"))
      }
    case "date": method(name) { time, _ in .object(DateObject(time)) }
    case "timestamp":
      method(name) { time, _ in
        .double(Double(time.microseconds - (time.offset ?? 0) * 1_000_000) / 1_000_000)
      }
    case "weekday": method(name) { time, _ in .int(time.weekday) }
    case "isoweekday": method(name) { time, _ in .int(time.weekday + 1) }
    case "replace": method(name) { time, arguments in .object(DateTimeObject(try replaced(time, arguments))) }
    case "astimezone":
      method(name) { time, arguments in
        guard case .object(let object)? = arguments.positional.first, let zone = object as? TimeZoneObject else {
          return .object(DateTimeObject(time))
        }
        return .object(DateTimeObject(zone.localized(time)))
      }
    default: nil
    }
  }

  private func method(_ name: String, _ body: @escaping (CalendarTime, CallArguments) throws -> Value) -> Value {
    .object(FunctionObject(name) { [time] in try body(time, $0) })
  }

  func operate(_ sign: String, with other: Value, reversed: Bool) throws -> Value? {
    guard case .object(let object) = other else { return nil }
    if let delta = object as? TimeDeltaObject, sign == "+" || (sign == "-" && !reversed) {
      return .object(DateTimeObject(time.moved(by: sign == "+" ? delta.microseconds : -delta.microseconds)))
    }
    if let date = object as? DateTimeObject, sign == "-" {
      let span = time.instant - date.time.instant
      return .object(TimeDeltaObject(microseconds: reversed ? -span : span))
    }
    return nil
  }

  func order(comparedWith other: Value) throws -> Int? {
    guard case .object(let object) = other, let date = object as? DateTimeObject else { return nil }
    return time == date.time ? 0 : time < date.time ? -1 : 1
  }

  func isEqual(to other: Value) -> Bool {
    guard case .object(let object) = other, let other = object as? DateTimeObject else { return false }
    return other.time == time
  }

  func hash(into hasher: inout Hasher) { hasher.combine(time) }
}

/// `replace(hour=0, …)` of dates and times.
func replaced(_ time: CalendarTime, _ arguments: CallArguments) throws -> CalendarTime {
  var time = time
  for (name, value) in arguments.keyword {
    if name == "tzinfo" {
      if value.isNone {
        time.offset = nil
      } else if case .object(let object) = value, let zone = object as? TimeZoneObject {
        time.offset = zone.offset(of: time)
      }
      continue
    }
    guard let number = value.intValue else { throw Failure(.type, "replace() takes integers") }
    switch name {
    case "year": time.year = number
    case "month": time.month = number
    case "day": time.day = number
    case "hour": time.hour = number
    case "minute": time.minute = number
    case "second": time.second = number
    case "microsecond": time.microsecond = number
    default: throw Failure(.type, "replace() got an unexpected keyword argument '\(name)'")
    }
  }
  guard (1...12).contains(time.month), (1...CalendarTime.daysIn(month: time.month, of: time.year)).contains(time.day)
  else {
    throw Failure(.value, "day is out of range for month")
  }
  return time
}

/// A `date` as templates hold it.
final class DateObject: JinjaObject {
  let time: CalendarTime

  init(_ time: CalendarTime) { self.time = CalendarTime(year: time.year, month: time.month, day: time.day) }

  var typeName: String { "date" }
  func string() -> String { DateTimeText.format(time, "%Y-%m-%d") }
  func repr() -> String { "datetime.date(\(time.year), \(time.month), \(time.day))" }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "year": .int(time.year)
    case "month": .int(time.month)
    case "day": .int(time.day)
    case "strftime":
      .object(FunctionObject(name) { [time] in .string(DateTimeText.format(time, $0.positional.first?.str() ?? "")) })
    case "isoformat": .object(FunctionObject(name) { [time] _ in .string(DateTimeText.format(time, "%Y-%m-%d")) })
    case "weekday": .object(FunctionObject(name) { [time] _ in .int(time.weekday) })
    case "isoweekday": .object(FunctionObject(name) { [time] _ in .int(time.weekday + 1) })
    case "replace": .object(FunctionObject(name) { [time] in .object(DateObject(try replaced(time, $0))) })
    default: nil
    }
  }

  func operate(_ sign: String, with other: Value, reversed: Bool) throws -> Value? {
    guard case .object(let object) = other else { return nil }
    if let delta = object as? TimeDeltaObject, sign == "+" || (sign == "-" && !reversed) {
      return .object(DateObject(time.moved(by: sign == "+" ? delta.microseconds : -delta.microseconds)))
    }
    if let date = object as? DateObject, sign == "-" {
      let span = time.instant - date.time.instant
      return .object(TimeDeltaObject(microseconds: reversed ? -span : span))
    }
    return nil
  }

  func order(comparedWith other: Value) throws -> Int? {
    guard case .object(let object) = other, let date = object as? DateObject else { return nil }
    return time == date.time ? 0 : time < date.time ? -1 : 1
  }

  func isEqual(to other: Value) -> Bool {
    guard case .object(let object) = other, let other = object as? DateObject else { return false }
    return other.time == time
  }

  func hash(into hasher: inout Hasher) { hasher.combine(time) }
}

/// A time zone: UTC, or a fixed offset.
final class TimeZoneObject: JinjaObject {
  let name: String
  private let seconds: Int

  init(_ name: String, seconds: Int = 0) {
    self.name = name
    self.seconds = seconds
  }

  var typeName: String { "timezone" }
  func string() -> String { name }

  func offset(of time: CalendarTime) -> Int { seconds }

  func localized(_ time: CalendarTime) -> CalendarTime {
    var local = CalendarTime(microseconds: time.microseconds + (seconds - (time.offset ?? 0)) * 1_000_000)
    local.offset = seconds
    return local
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "zone": .string(self.name)
    case "localize":
      .object(
        FunctionObject(name) { arguments in
          guard case .object(let object)? = arguments.positional.first, let date = object as? DateTimeObject else {
            return .none
          }
          var time = date.time
          time.offset = self.seconds
          return .object(DateTimeObject(time))
        })
    default: nil
    }
  }
}
