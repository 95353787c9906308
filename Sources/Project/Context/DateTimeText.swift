/// Texts of dates and times, as Python writes them.
enum DateTimeText {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `2024-03-01T12:00:00+00:00`.
  static func iso(_ time: CalendarTime, separator: String) -> String {
    var text = format(time, "%Y-%m-%d") + separator + format(time, "%H:%M:%S")
    if time.microsecond != 0 { text += "." + padded(time.microsecond, 6) }
    if let offset = time.offset { text += offsetText(offset, colon: true) }
    return text
  }

  private static func offsetText(_ offset: Int, colon: Bool) -> String {
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + (colon ? ":" : "") + padded(minutes % 60, 2)
  }

  /// `strftime`.
  static func format(_ time: CalendarTime, _ pattern: String) -> String {
    var text = ""
    var iterator = pattern.makeIterator()
    while let character = iterator.next() {
      guard character == "%", var directive = iterator.next() else {
        text.append(character)
        continue
      }
      var unpadded = false
      if directive == "-", let next = iterator.next() {
        unpadded = true
        directive = next
      }
      let piece = part(directive, time)
      text += unpadded ? String(piece.drop { $0 == "0" }).ifEmpty("0") : piece
    }
    return text
  }

  private static func part(_ directive: Character, _ time: CalendarTime) -> String {
    let dayOfYear = time.days - CalendarTime(year: time.year, month: 1, day: 1).days + 1
    switch directive {
    case "Y": return padded(time.year, 4)
    case "y": return padded(time.year % 100, 2)
    case "m": return padded(time.month, 2)
    case "d": return padded(time.day, 2)
    case "e": return time.day < 10 ? " \(time.day)" : "\(time.day)"
    case "H": return padded(time.hour, 2)
    case "I": return padded((time.hour + 11) % 12 + 1, 2)
    case "M": return padded(time.minute, 2)
    case "S": return padded(time.second, 2)
    case "f": return padded(time.microsecond, 6)
    case "p": return time.hour < 12 ? "AM" : "PM"
    case "B": return months[time.month - 1]
    case "b", "h": return String(months[time.month - 1].prefix(3))
    case "A": return weekdays[time.weekday]
    case "a": return String(weekdays[time.weekday].prefix(3))
    case "w": return String((time.weekday + 1) % 7)
    case "u": return String(time.weekday + 1)
    case "j": return padded(dayOfYear, 3)
    case "U": return padded((dayOfYear + 6 - (time.weekday + 1) % 7) / 7, 2)
    case "W": return padded((dayOfYear + 6 - time.weekday) / 7, 2)
    case "z": return time.offset.map { offsetText($0, colon: false) } ?? ""
    case "Z": return time.offset.map { $0 == 0 ? "UTC" : "UTC" + offsetText($0, colon: true) } ?? ""
    case "F": return format(time, "%Y-%m-%d")
    case "T", "X": return format(time, "%H:%M:%S")
    case "D", "x": return format(time, "%m/%d/%y")
    case "R": return format(time, "%H:%M")
    case "c": return format(time, "%a %b %e %H:%M:%S %Y")
    case "s": return String((time.microseconds - (time.offset ?? 0) * 1_000_000) / 1_000_000)
    case "%": return "%"
    default: return "%\(directive)"
    }
  }
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
