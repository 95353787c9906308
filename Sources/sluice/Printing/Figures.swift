/// Numbers as people read them.
enum Figures {
  /// Digits in groups of three: `4 018 233`.
  static func count(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(" ") }
      text.append(digit)
    }
    return number < 0 ? "-\(text)" : text
  }

  /// `1 row`, `4 018 233 rows`.
  static func rows(_ number: some BinaryInteger) -> String { count(number) + (number == 1 ? " row" : " rows") }

  /// `812 B`, `4.7 MB`; powers of ten, as file systems and networks count.
  static func bytes(_ count: Int64) -> String {
    if count < 1000 { return "\(count) B" }
    var value = Double(count)
    var unit = ""
    for name in ["kB", "MB", "GB", "TB"] {
      value /= 1000
      unit = name
      if value < 999.5 { break }
    }
    return value < 9.95 ? "\((value * 10).rounded() / 10) \(unit)" : "\(Int(value.rounded())) \(unit)"
  }

  /// `12ms`, `2.1s`, `3m04s`.
  static func seconds(_ seconds: Double) -> String {
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded()))ms" }
    if seconds < 59.95 { return "\((seconds * 10).rounded() / 10)s" }
    let whole = Int(seconds.rounded())
    let rest = whole % 60
    return "\(whole / 60)m\(rest < 10 ? "0" : "")\(rest)s"
  }
}
