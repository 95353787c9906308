/// Dates and timestamps in YAML 1.1: `2024-03-01`, `2024-3-1 1:02:03.5 +2`, `2024-03-01T01:02:03Z`.
enum TimestampForm {
  enum Reading {
    case value(YAMLScalar)
    /// It has the form of one, but no calendar or clock shows it.
    case impossible
    /// Something else.
    case other
  }

  static func read(_ bytes: [UInt8]) -> Reading {
    var scan = Scan(bytes: bytes)
    guard let year = scan.number(4...4), scan.take("-"), let month = scan.number(1...2), scan.take("-") else {
      return .other
    }
    let monthDigits = scan.lastWidth
    guard let day = scan.number(1...2) else { return .other }
    let date = YAMLDate(year: year, month: month, day: day)
    if scan.atEnd {
      // A date alone needs both digits of month and day.
      guard monthDigits == 2, scan.lastWidth == 2 else { return .other }
      return date.map { .value(.date($0)) } ?? .impossible
    }
    guard scan.take("T") || scan.take("t") || scan.blanks() else { return .other }
    guard let hour = scan.number(1...2), scan.take(":"), let minute = scan.number(2...2), scan.take(":"),
      let second = scan.number(2...2)
    else { return .other }
    var microsecond = 0
    if scan.take(".") {
      var scale = 100_000
      while let digit = scan.number(1...1) {
        microsecond += digit * scale
        scale /= 10
      }
    }
    var offset: Int?
    if !scan.atEnd {
      _ = scan.blanks()
      if scan.take("Z") {
        offset = 0
      } else {
        let west = scan.peek == UInt8(ascii: "-")
        guard scan.take("-") || scan.take("+"), let hours = scan.number(1...2) else { return .other }
        var minutes = hours * 60
        if scan.take(":") {
          guard let extra = scan.number(2...2) else { return .other }
          minutes += extra
        }
        offset = west ? -minutes : minutes
      }
      guard scan.atEnd else { return .other }
    }
    guard let date,
      let time = YAMLTimestamp(
        date: date, hour: hour, minute: minute, second: second, microsecond: microsecond, offsetMinutes: offset)
    else { return .impossible }
    return .value(.timestamp(time))
  }

  private struct Scan {
    let bytes: [UInt8]
    var place = 0
    var lastWidth = 0

    var atEnd: Bool { place == bytes.count }
    var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func number(_ widths: ClosedRange<Int>) -> Int? {
      var value = 0
      var width = 0
      while width < widths.upperBound, let byte = peek, byte >= 48, byte <= 57 {
        value = value * 10 + Int(byte - 48)
        width += 1
        place += 1
      }
      guard width >= widths.lowerBound else {
        place -= width
        return nil
      }
      lastWidth = width
      return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard peek == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    mutating func blanks() -> Bool {
      let start = place
      while peek == UInt8(ascii: " ") || peek == UInt8(ascii: "\t") { place += 1 }
      return place > start
    }
  }
}
