import Glibc
import Jinja

/// `modules.datetime` and `modules.pytz`.
enum DateTimeModule {
  static func value(_ context: NodeContext) -> Value {
    .dict([
      ("datetime", .object(DateTimeClass(context))), ("date", .object(DateClass(context))),
      ("timedelta", .object(FunctionObject("timedelta") { .object(try TimeDeltaObject($0)) })),
      ("timezone", .dict([("utc", .object(TimeZoneObject("UTC")))])),
    ])
  }

  static var pytz: Value {
    .dict([
      ("utc", .object(TimeZoneObject("UTC"))), ("UTC", .object(TimeZoneObject("UTC"))),
      (
        "timezone",
        .object(
          FunctionObject("timezone") { arguments in
            let name = arguments.positional.first?.str() ?? "UTC"
            guard ["UTC", "utc", "GMT", "Etc/UTC", "Zulu"].contains(name) else {
              throw Failure(.runtime, "the time zone '\(name)' is not known here; convert in SQL with AT TIME ZONE")
            }
            return .object(TimeZoneObject(name))
          })
      ),
    ])
  }

  /// The instant "now" means in this rendering: when the run started, or the clock.
  static func now(_ context: NodeContext) -> CalendarTime {
    context.state.reads.noteClock()
    context.record.readsRunIdentity = true
    if let started = context.execution?.context.runStartedAt, started > 0 {
      return CalendarTime(secondsSince1970: started, offset: nil)
    }
    return CalendarTime(secondsSince1970: Double(time(nil)), offset: nil)
  }
}

/// `modules.datetime.datetime`.
final class DateTimeClass: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "type" }
  var isCallable: Bool { true }

  func call(_ arguments: CallArguments) throws -> Value {
    let names = ["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"]
    let values = try arguments.bind("datetime", names, required: 3)
    func number(_ index: Int) -> Int { values[index]?.intValue ?? 0 }
    let time = CalendarTime(
      year: number(0), month: number(1), day: number(2), hour: number(3), minute: number(4), second: number(5),
      microsecond: number(6), offset: values[7].map { $0.isNone ? nil : 0 } ?? nil)
    guard (1...12).contains(time.month), (1...CalendarTime.daysIn(month: time.month, of: time.year)).contains(time.day)
    else { throw Failure(.value, "day is out of range for month") }
    return .object(DateTimeObject(time))
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "now", "today":
      return context.function(name) { context, arguments in
        var time = DateTimeModule.now(context)
        if !arguments.isEmpty { time.offset = 0 }
        return .object(DateTimeObject(time))
      }
    case "utcnow": return context.function(name) { context, _ in .object(DateTimeObject(DateTimeModule.now(context))) }
    case "strptime":
      return context.function(name) { _, arguments in
        let values = try arguments.bind("strptime", ["date_string", "format"], required: 2)
        return .object(
          DateTimeObject(try DateTimeReading.parse(values[0]?.str() ?? "", format: values[1]?.str() ?? "")))
      }
    case "fromisoformat":
      return context.function(name) { _, arguments in
        let text = arguments.positional.first?.str() ?? ""
        for format in [
          "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f",
          "%Y-%m-%dT%H:%M:%S%z",
        ] {
          if let time = try? DateTimeReading.parse(text, format: format) { return .object(DateTimeObject(time)) }
        }
        throw Failure(.value, "Invalid isoformat string: '\(text)'")
      }
    case "fromtimestamp", "utcfromtimestamp":
      return context.function(name) { _, arguments in
        .object(
          DateTimeObject(CalendarTime(secondsSince1970: arguments.positional.first?.doubleValue ?? 0, offset: nil)))
      }
    case "combine":
      return context.function(name) { _, arguments in
        guard case .object(let object)? = arguments.positional.first, let date = object as? DateObject else {
          return .none
        }
        return .object(DateTimeObject(date.time))
      }
    default: return nil
    }
  }
}

/// `modules.datetime.date`.
final class DateClass: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "type" }
  var isCallable: Bool { true }

  func call(_ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind("date", ["year", "month", "day"], required: 3)
    let time = CalendarTime(
      year: values[0]?.intValue ?? 1, month: values[1]?.intValue ?? 1, day: values[2]?.intValue ?? 1)
    guard (1...12).contains(time.month), (1...CalendarTime.daysIn(month: time.month, of: time.year)).contains(time.day)
    else { throw Failure(.value, "day is out of range for month") }
    return .object(DateObject(time))
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "today": return context.function(name) { context, _ in .object(DateObject(DateTimeModule.now(context))) }
    case "fromisoformat":
      return context.function(name) { _, arguments in
        .object(DateObject(try DateTimeReading.parse(arguments.positional.first?.str() ?? "", format: "%Y-%m-%d")))
      }
    default: return nil
    }
  }
}

/// A `timedelta`.
final class TimeDeltaObject: JinjaObject {
  let microseconds: Int

  init(microseconds: Int) { self.microseconds = microseconds }

  convenience init(_ arguments: CallArguments) throws {
    let names = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"]
    let units: [Double] = [86_400_000_000, 1_000_000, 1, 1_000, 60_000_000, 3_600_000_000, 604_800_000_000]
    let values = try arguments.bind("timedelta", names)
    let sum = zip(values, units).reduce(0.0) { $0 + ($1.0?.doubleValue ?? 0) * $1.1 }
    self.init(microseconds: Int(sum.rounded()))
  }

  var typeName: String { "timedelta" }
  private var days: Int { Int((Double(microseconds) / 86_400_000_000).rounded(.down)) }
  private var rest: Int { microseconds - days * 86_400_000_000 }

  func string() -> String {
    let seconds = rest / 1_000_000
    var text = "\(seconds / 3_600):\(DateTimeText.padded(seconds / 60 % 60, 2)):\(DateTimeText.padded(seconds % 60, 2))"
    if rest % 1_000_000 != 0 { text += "." + DateTimeText.padded(rest % 1_000_000, 6) }
    return days == 0 ? text : "\(days) day\(abs(days) == 1 ? "" : "s"), \(text)"
  }

  func repr() -> String {
    let seconds = rest / 1_000_000
    var parts: [String] = []
    if days != 0 { parts.append("days=\(days)") }
    if seconds != 0 { parts.append("seconds=\(seconds)") }
    if rest % 1_000_000 != 0 { parts.append("microseconds=\(rest % 1_000_000)") }
    return "datetime.timedelta(\(parts.isEmpty ? "0" : parts.joined(separator: ", ")))"
  }

  func operate(_ sign: String, with other: Value, reversed: Bool) throws -> Value? {
    if sign == "*", let factor = other.doubleValue {
      return .object(TimeDeltaObject(microseconds: Int((Double(microseconds) * factor).rounded())))
    }
    guard case .object(let object) = other, let delta = object as? TimeDeltaObject, !reversed else { return nil }
    switch sign {
    case "+": return .object(TimeDeltaObject(microseconds: microseconds + delta.microseconds))
    case "-": return .object(TimeDeltaObject(microseconds: microseconds - delta.microseconds))
    case "/": return .double(Double(microseconds) / Double(delta.microseconds))
    default: return nil
    }
  }

  func order(comparedWith other: Value) throws -> Int? {
    guard case .object(let object) = other, let delta = object as? TimeDeltaObject else { return nil }
    return (microseconds - delta.microseconds).signum()
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "days": .int(days)
    case "seconds": .int(rest / 1_000_000)
    case "microseconds": .int(rest % 1_000_000)
    case "total_seconds": .object(FunctionObject(name) { _ in .double(Double(self.microseconds) / 1_000_000) })
    default: nil
    }
  }
}
