import Jinja

/// `strptime`.
enum DateTimeReading {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  static func parse(_ text: String, format: String) throws -> CalendarTime {
    var time = CalendarTime(year: 1900, month: 1, day: 1)
    var rest = Substring(text)
    var pattern = Substring(format)
    var isAfternoon: Bool?
    func mismatch() -> Failure { Failure(.value, "time data '\(text)' does not match format '\(format)'") }
    func number(_ width: Int) throws -> Int {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(width)
      guard let value = Int(digits) else { throw mismatch() }
      rest = rest.dropFirst(digits.count)
      return value
    }
    while let character = pattern.popFirst() {
      guard character == "%", let directive = pattern.popFirst() else {
        if character.isWhitespace {
          rest = rest.drop { $0.isWhitespace }
        } else {
          guard rest.popFirst() == character else { throw mismatch() }
        }
        continue
      }
      switch directive {
      case "Y": time.year = try number(4)
      case "y":
        let short = try number(2)
        time.year = short < 69 ? 2000 + short : 1900 + short
      case "m": time.month = try number(2)
      case "d": time.day = try number(2)
      case "H", "I": time.hour = try number(2)
      case "M": time.minute = try number(2)
      case "S": time.second = try number(2)
      case "f":
        let digits = rest.prefix { $0.isNumber }.prefix(6)
        time.microsecond = try number(6)
        for _ in digits.count..<6 { time.microsecond *= 10 }
      case "p":
        let word = rest.prefix(2).lowercased()
        guard word == "am" || word == "pm" else { throw mismatch() }
        isAfternoon = word == "pm"
        rest = rest.dropFirst(2)
      case "b", "B":
        guard let index = months.firstIndex(of: rest.prefix(3).lowercased()) else { throw mismatch() }
        time.month = index + 1
        rest = rest.drop { $0.isLetter }
      case "a", "A": rest = rest.drop { $0.isLetter }
      case "z":
        if rest.first == "Z" {
          rest = rest.dropFirst()
          time.offset = 0
        } else {
          let sign = rest.popFirst() == "-" ? -1 : 1
          let hours = try number(2)
          if rest.first == ":" { rest = rest.dropFirst() }
          time.offset = sign * (hours * 3_600 + (try number(2)) * 60)
        }
      default: throw Failure(.value, "'\(directive)' is a bad directive in format '\(format)'")
      }
    }
    guard rest.isEmpty, (1...12).contains(time.month), time.hour < 24, time.minute < 60, time.second < 60,
      (1...CalendarTime.daysIn(month: time.month, of: time.year)).contains(time.day)
    else { throw mismatch() }
    if let isAfternoon { time.hour = time.hour % 12 + (isAfternoon ? 12 : 0) }
    return time
  }
}
