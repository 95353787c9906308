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
