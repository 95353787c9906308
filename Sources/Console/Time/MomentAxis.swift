internal import Engine

/// Where moments lie on a strip: as far apart as they are in time, so that one sees when much happened. What is now stands at
/// the right end, however long ago the last change was; changes that are still to come lie behind it.
struct MomentAxis {
  /// Seconds since 1970 of each moment, ascending; none where a moment is no date.
  private let seconds: [Double]
  private let count: Int
  private let now: Double

  /// Moments as the table writes them.
  init(_ moments: [String], now: Instant) {
    let parsed = moments.map(Self.seconds)
    self.init(parsed.contains { $0 == nil } ? [] : parsed.compactMap { $0 }, count: moments.count, now: now)
  }

  /// Moments known as instants.
  init(_ instants: [Instant], now: Instant) {
    self.init(instants.map { Double($0.microseconds) / 1e6 }, count: instants.count, now: now)
  }

  private init(_ seconds: [Double], count: Int, now: Instant) {
    self.seconds = seconds
    self.count = count
    self.now = Double(now.microseconds) / 1e6
  }

  /// Cells kept free at the right end for what is now.
  private static let nowRoom = 4

  private var low: Double { seconds.first ?? 0 }
  private var high: Double { seconds.last ?? 0 }
  private var hasFuture: Bool { high > now }

  /// The cell of a moment; the one behind the last moment is now.
  func column(_ index: Int, width: Int) -> Int {
    if index >= count { return nowColumn(width: width) }
    guard seconds.count == count else {
      return min(width - 1, (2 * index + 1) * max(1, width - 2) / (2 * max(1, count)))
    }
    return place(seconds[index], width)
  }

  /// The cell of what is now.
  func nowColumn(width: Int) -> Int {
    guard !seconds.isEmpty, hasFuture, now > low else { return max(0, width - 1) }
    return place(now, width)
  }

  /// The cell of an instant as the table writes it; `nil` text is an open end.
  func column(of text: String?, width: Int) -> Int? {
    guard let text else { return width }
    guard !seconds.isEmpty, let instant = Self.seconds(text) else { return nil }
    return place(instant, width)
  }

  private func place(_ instant: Double, _ width: Int) -> Int {
    let room = max(1, width - 1 - (hasFuture ? 0 : Self.nowRoom))
    guard high > low else { return hasFuture ? room : room / 2 }
    return max(0, min(width - 1, Int((instant - low) / (high - low) * Double(room - 1) + 0.5)))
  }

  /// Round dates along the strip with their cells, far enough apart to be read.
  func ticks(width: Int) -> [(column: Int, label: String)] {
    guard high > low, width > 20 else { return [] }
    let days = (high - low) / 86_400
    let first = Figures.civil(Instant(microseconds: Int64(low * 1e6))).date
    guard var year = Int(first.prefix(4)), var month = Int(first.dropFirst(5).prefix(2)) else { return [] }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let step = days > 365 * 6 ? 12 : days > 365 * 2 ? 3 : 1
    var out: [(column: Int, label: String)] = []
    var end = -1
    for _ in 0..<1_200 {
      month += 1
      if month > 12 { (year, month) = (year + 1, 1) }
      guard let instant = Self.seconds("\(year)-\(Figures.two(month))-01"), instant <= high else { break }
      guard (month - 1) % step == 0 else { continue }
      let label = month == 1 ? String(year) : months[month - 1]
      let column = place(instant, width)
      guard column > end, column + label.count < width - 5 else { continue }
      out.append((column, label))
      end = column + label.count + 2
    }
    return out
  }

  /// How far two instants lie apart, in the unit that reads best; `nil` when one is no date.
  static func distance(_ from: String, _ to: String) -> String? {
    guard let from = seconds(from), let to = seconds(to), to >= from else { return nil }
    let days = Int((to - from) / 86_400)
    return days >= 1 ? "\(days) \(days == 1 ? "day" : "days")" : Figures.duration(to - from)
  }

  private static func lastDay(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Seconds since 1970 of `2024-05-14`, `2024-05-14 10:20:30.5`, `2024-05-14T10:20Z`.
  static func seconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    func number(_ from: Int, _ count: Int) -> Int? {
      guard bytes.count >= from + count else { return nil }
      var value = 0
      for byte in bytes[from..<from + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), (1...12).contains(month),
      (1...lastDay(of: month, in: year)).contains(day), bytes[4] == 0x2D, bytes[7] == 0x2D
    else { return nil }
    var time = 0.0
    if bytes.count > 10 {
      guard let hour = number(11, 2), let minute = number(14, 2) else { return nil }
      time = Double(hour * 3600 + minute * 60 + (number(17, 2) ?? 0))
      if bytes.count > 20, bytes[19] == 0x2E, let tenth = number(20, 1) { time += Double(tenth) / 10 }
    }
    // Days of the civil calendar (Hinnant's `days_from_civil`).
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Double(era * 146_097 + dayOfEra - 719_468) * 86_400 + time
  }
}
