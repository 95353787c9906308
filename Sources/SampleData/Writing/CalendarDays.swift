/// Days of sample data as numbers, day 0 being 2024-01-01, and their text.
enum CalendarDays {
  /// 2024 was a leap year.
  static let inYear = 366
  static let monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// The first day of each month of 2024, and the day after its end.
  static let monthStarts: [Int] = monthLengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }

  /// `2024-01-01` … of every day of 2024, ten bytes each.
  static let text: [UInt8] = {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(inYear * 10)
    for (month, length) in monthLengths.enumerated() {
      for day in 1...length {
        bytes += Array("2024-".utf8)
        bytes += [UInt8(48 + (month + 1) / 10), UInt8(48 + (month + 1) % 10), 45]
        bytes += [UInt8(48 + day / 10), UInt8(48 + day % 10)]
      }
    }
    return bytes
  }()
}

extension RecordWriter {
  /// `YYYY-MM-DD`.
  mutating func write(day: Int) {
    CalendarDays.text.withUnsafeBufferPointer { text in
      guard day >= 0, day < CalendarDays.inYear else { return }
      write(UnsafeBufferPointer(rebasing: text[(day * 10)..<(day * 10 + 10)]))
    }
  }

  /// `HH:MM:SS`.
  mutating func write(secondOfDay: Int) {
    write(number: secondOfDay / 3600, width: 2)
    write(byte: 58)
    write(number: secondOfDay / 60 % 60, width: 2)
    write(byte: 58)
    write(number: secondOfDay % 60, width: 2)
  }
}
