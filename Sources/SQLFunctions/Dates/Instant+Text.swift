/// Reads and writes `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS[.ffffff]` without making strings.
extension Instant {
  /// What a text held.
  struct Reading {
    var instant: Instant
    /// No time of day was written.
    var isDate: Bool
  }

  /// Reads a date or timestamp: one or two digits for month and day, a space or T, an optional time with up to nine
  /// digits of fraction, an optional zone (which is applied). Nil for anything else, and for days that do not exist.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> Reading? {
    var cursor = ByteCursor(text)
    cursor.skipSpaces()
    let negative = cursor.accept(UInt8(ascii: "-"))
    guard let year = cursor.number(1...6), cursor.accept(UInt8(ascii: "-")), let month = cursor.number(1...2),
      cursor.accept(UInt8(ascii: "-")), let day = cursor.number(1...2), month >= 1, month <= 12, day >= 1,
      day <= CivilDate.length(ofMonth: month, year)
    else { return nil }
    let number = CivilDate(negative ? -year : year, month, day).number
    if cursor.atEnd { return Reading(instant: Instant(day: number), isDate: true) }
    let separated = cursor.accept(UInt8(ascii: "T")) || cursor.accept(UInt8(ascii: "t")) || cursor.accept(0x20)
    cursor.skipSpaces()
    if cursor.atEnd { return separated ? Reading(instant: Instant(day: number), isDate: true) : nil }
    guard separated, let time = readTime(&cursor) else { return nil }
    var instant = Instant(day: number, timeOfDay: time)
    guard let offset = readZone(&cursor) else { return nil }
    instant.microseconds -= offset
    return cursor.atEnd ? Reading(instant: instant, isDate: false) : nil
  }

  /// Reads `H:MM[:SS[.f]]` as microseconds since midnight.
  static func readTime(_ cursor: inout ByteCursor) -> Int64? {
    guard let hour = cursor.number(1...2), hour <= 24, cursor.accept(UInt8(ascii: ":")),
      let minute = cursor.number(1...2),
      minute < 60
    else { return nil }
    var total = Int64(hour * 3600 + minute * 60) * 1_000_000
    guard cursor.accept(UInt8(ascii: ":")) else { return total }
    guard let second = cursor.number(1...2), second <= 60 else { return nil }
    total += Int64(second) * 1_000_000
    if cursor.accept(UInt8(ascii: ".")) {
      guard let fraction = cursor.fraction() else { return nil }
      total += fraction
    }
    return total <= microsecondsPerDay ? total : nil
  }

  /// Reads `Z`, `UTC`, `+hh`, `+hhmm`, `+hh:mm` or nothing as microseconds east of UTC.
  static func readZone(_ cursor: inout ByteCursor) -> Int64? {
    cursor.skipSpaces()
    if cursor.atEnd { return 0 }
    if cursor.accept(word: "Z") || cursor.accept(word: "UTC") || cursor.accept(word: "GMT") {
      cursor.skipSpaces()
      return cursor.atEnd ? 0 : nil
    }
    let sign: Int64
    if cursor.accept(UInt8(ascii: "+")) {
      sign = 1
    } else if cursor.accept(UInt8(ascii: "-")) {
      sign = -1
    } else {
      return nil
    }
    guard let hours = cursor.number(1...2) else { return nil }
    _ = cursor.accept(UInt8(ascii: ":"))
    let minutes = cursor.number(2...2) ?? 0
    cursor.skipSpaces()
    return sign * Int64(hours * 3600 + minutes * 60) * 1_000_000
  }

  // MARK: Writing

  /// Writes the date, or the date and the time of day, and hands the bytes on.
  func withText<Result>(asDate: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { buffer in
      var at = 0
      CivilDate(day: day).write(into: buffer, &at)
      if !asDate {
        buffer[at] = 0x20
        at += 1
        Instant.writeTime(timeOfDay, into: buffer, &at)
      }
      return body(UnsafeBufferPointer(rebasing: buffer[0..<at]))
    }
  }

  /// `HH:MM:SS`, and the fraction without its trailing zeros where there is one.
  static func writeTime(_ time: Int64, into buffer: UnsafeMutableBufferPointer<UInt8>, _ at: inout Int) {
    let seconds = Int(time / 1_000_000)
    writeDigits(seconds / 3600, 2, into: buffer, &at)
    buffer[at] = UInt8(ascii: ":")
    at += 1
    writeDigits(seconds / 60 % 60, 2, into: buffer, &at)
    buffer[at] = UInt8(ascii: ":")
    at += 1
    writeDigits(seconds % 60, 2, into: buffer, &at)
    let fraction = Int(time % 1_000_000)
    guard fraction > 0 else { return }
    buffer[at] = UInt8(ascii: ".")
    at += 1
    writeDigits(fraction, 6, into: buffer, &at)
    while buffer[at - 1] == 0x30 { at -= 1 }
  }

  static func writeDigits(_ value: Int, _ width: Int, into buffer: UnsafeMutableBufferPointer<UInt8>, _ at: inout Int) {
    var rest = value
    var index = at + width - 1
    while index >= at {
      buffer[index] = UInt8(0x30 + rest % 10)
      rest /= 10
      index -= 1
    }
    at += width
  }
}

extension CivilDate {
  func write(into buffer: UnsafeMutableBufferPointer<UInt8>, _ at: inout Int) {
    var year = year
    if year < 0 {
      buffer[at] = UInt8(ascii: "-")
      at += 1
      year = -year
    }
    Instant.writeDigits(year, year > 99999 ? 6 : year > 9999 ? 5 : 4, into: buffer, &at)
    buffer[at] = UInt8(ascii: "-")
    at += 1
    Instant.writeDigits(month, 2, into: buffer, &at)
    buffer[at] = UInt8(ascii: "-")
    at += 1
    Instant.writeDigits(day, 2, into: buffer, &at)
  }

  /// Whether the bytes are exactly `YYYY-MM-DD` and name a day that exists.
  static func isNormal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D else { return false }
    let digits = (0..<10).allSatisfy { $0 == 4 || $0 == 7 || text[$0] &- 0x30 < 10 }
    guard digits else { return false }
    func two(_ at: Int) -> Int { Int(text[at] - 0x30) * 10 + Int(text[at + 1] - 0x30) }
    let month = two(5)
    let day = two(8)
    guard month >= 1, month <= 12, day >= 1 else { return false }
    return day <= 28 || day <= length(ofMonth: month, two(0) * 100 + two(2))
  }
}

/// Walks over bytes.
struct ByteCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var atEnd: Bool { at >= bytes.count }

  var current: UInt8 { at < bytes.count ? bytes[at] : 0 }

  mutating func skipSpaces() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
  }

  mutating func accept(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  /// Takes an upper-case word in any case.
  mutating func accept(word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard at + count <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { expected in
      for index in 0..<count {
        let c = bytes[at + index]
        if (c &- 0x61 < 26 ? c & 0xDF : c) != expected[index] { return false }
      }
      return true
    }
    if matches { at += count }
    return matches
  }

  /// Takes a number of so many digits.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while at < bytes.count, count < digits.upperBound, bytes[at] &- 0x30 < 10 {
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  /// Takes up to nine digits after a point, as microseconds (what is beyond is cut).
  mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var count = 0
    while at < bytes.count, bytes[at] &- 0x30 < 10 {
      if count < 6 { value = value * 10 + Int64(bytes[at] - 0x30) }
      count += 1
      at += 1
    }
    guard count > 0 else { return nil }
    while count < 6 {
      value *= 10
      count += 1
    }
    return value
  }
}
