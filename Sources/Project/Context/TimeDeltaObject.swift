import Jinja

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
