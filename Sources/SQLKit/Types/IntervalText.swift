/// An interval given as text: `3 days`, `1 year 2 months`, `1-2`, `04:05:06`, `P1DT2H`.
struct IntervalText {
  var months = 0
  var days = 0
  var microseconds = 0
  var isWholeDays = true

  var value: IntervalValue {
    IntervalValue(
      months: [.text("\(months)")], days: [.text("\(days)")], microseconds: [.text("\(microseconds)")],
      isWholeDays: isWholeDays)
  }

  /// How many months, days and microseconds one unit is.
  static func unitSize(_ unit: DateUnit) -> (months: Int, days: Int, microseconds: Int)? {
    switch unit {
    case .microsecond: return (0, 0, 1)
    case .millisecond: return (0, 0, 1_000)
    case .second: return (0, 0, 1_000_000)
    case .minute: return (0, 0, 60_000_000)
    case .hour: return (0, 0, 3_600_000_000)
    case .day: return (0, 1, 0)
    case .week: return (0, 7, 0)
    case .month: return (1, 0, 0)
    case .quarter: return (3, 0, 0)
    case .year: return (12, 0, 0)
    case .decade: return (120, 0, 0)
    case .century: return (1200, 0, 0)
    case .millennium: return (12000, 0, 0)
    default: return nil
    }
  }

  /// A number of units written as digits.
  static func amount(_ text: String, _ unit: DateUnit) -> IntervalText? {
    guard let number = Double(text.trimmingSpaces()) else { return nil }
    var result = IntervalText()
    return result.add(number, unit) ? result : nil
  }

  private mutating func add(_ number: Double, _ unit: DateUnit) -> Bool {
    guard let size = IntervalText.unitSize(unit), abs(number) < 1e12 else { return false }
    if size.months > 0 {
      months += Int((number * Double(size.months)).rounded())
    } else if size.days > 0 {
      let whole = (number * Double(size.days)).rounded(.towardZero)
      days += Int(whole)
      let rest = number * Double(size.days) - whole
      if rest != 0 {
        microseconds += Int((rest * 86_400_000_000).rounded())
        isWholeDays = false
      }
    } else {
      microseconds += Int((number * Double(size.microseconds)).rounded())
      isWholeDays = false
    }
    return true
  }

  /// An amount that is an expression.
  static func scaled(_ value: Expression, _ unit: DateUnit) -> IntervalValue? {
    guard let size = unitSize(unit) else { return nil }
    func pieces(_ factor: Int) -> [TemplatePiece] {
      factor == 0 ? [.text("0")] : [.text("("), .expression(value), .text(factor == 1 ? ")" : ") * \(factor)")]
    }
    return IntervalValue(
      months: pieces(size.months), days: pieces(size.days), microseconds: pieces(size.microseconds),
      isWholeDays: size.microseconds == 0)
  }

  /// Reads a whole interval; nil where a word is not understood.
  static func parse(_ text: String) -> IntervalText? {
    var result = IntervalText()
    var words = text.asciiLowercased().split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
    var sign = 1.0
    if words.last == "ago" {
      sign = -1
      words.removeLast()
    }
    guard !words.isEmpty else { return nil }
    var index = 0
    while index < words.count {
      var word = words[index]
      index += 1
      if word.contains(":") {
        guard result.addClock(word, sign) else { return nil }
        continue
      }
      if word.first == "@" { continue }
      // `1day` as well as `1 day`.
      var unitWord: String?
      if let letter = word.firstIndex(where: { $0.isLetter }), letter != word.startIndex {
        unitWord = String(word[letter...])
        word = String(word[..<letter])
      }
      if unitWord == nil, word.dropFirst().contains("-"), let parts = yearMonth(word) {
        result.months += Int(sign) * parts
        continue
      }
      guard let number = Double(word) else { return nil }
      if unitWord == nil, index < words.count {
        unitWord = words[index]
        index += 1
      }
      // A bare number means seconds, or days before a clock time: too unsure to guess.
      guard let unitWord, let unit = DateUnit(unitWord), result.add(number * sign, unit) else { return nil }
    }
    return result
  }

  private static func yearMonth(_ word: String) -> Int? {
    let negative = word.hasPrefix("-")
    let parts = (negative ? String(word.dropFirst()) : word).split(separator: "-").map { Int($0) }
    guard parts.count == 2, let years = parts[0], let months = parts[1] else { return nil }
    return (years * 12 + months) * (negative ? -1 : 1)
  }

  private mutating func addClock(_ word: String, _ sign: Double) -> Bool {
    let negative = word.hasPrefix("-")
    let parts = (negative || word.hasPrefix("+") ? String(word.dropFirst()) : word).split(separator: ":").map {
      Double($0)
    }
    guard parts.count >= 2, parts.count <= 3, let hours = parts[0], let minutes = parts[1] else { return false }
    let seconds = parts.count == 3 ? parts[2] ?? -1 : 0
    guard seconds >= 0 else { return false }
    let total = (hours * 3600 + minutes * 60 + seconds) * 1_000_000
    microseconds += Int((total * sign * (negative ? -1 : 1)).rounded())
    isWholeDays = false
    return true
  }
}
