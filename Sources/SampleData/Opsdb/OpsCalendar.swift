/// Days of opsdb as numbers, day 0 being 2019-01-01, and their text.
enum OpsCalendar {
  /// The first day after the last that has a text, 2028-01-01.
  static let end = 3287

  /// The day by which all of it has happened, but for what is planned.
  static let today = day(2024, 12, 31)

  /// The number of a date: 1 March is the first day of the year that is counted in.
  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
    return days + (153 * ((month + 9) % 12) + 2) / 5 + day - 1 - 737_365
  }

  /// `2019-01-01` … of every day, ten bytes each.
  static let text: [UInt8] = {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end * 10)
    for year in 2019...2027 {
      for month in 1...12 {
        let next = month == 12 ? day(year + 1, 1, 1) : day(year, month + 1, 1)
        for number in 1...(next - day(year, month, 1)) {
          for byte in "20".utf8 { bytes.append(byte) }
          for (part, separator) in [(year % 100, 45), (month, 45), (number, 0)] {
            bytes.append(UInt8(48 + part / 10))
            bytes.append(UInt8(48 + part % 10))
            if separator != 0 { bytes.append(UInt8(separator)) }
          }
        }
      }
    }
    return bytes
  }()
}

/// A moment: a day and a second of it.
struct OpsMoment {
  var day: Int
  var second: Int

  func later(seconds: Int) -> OpsMoment {
    let all = second + seconds
    return OpsMoment(day: day + all / 86_400, second: all % 86_400)
  }
}
