package import Engine
internal import Glibc

/// Numbers as people read them: in groups, with units, short.
package enum Figures {
  /// `5 000`, in groups of three.
  package static func count(_ number: Int64) -> String {
    let digits = String(number.magnitude)
    if digits.utf8.count <= 3 { return String(number) }
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { out.append(" ") }
      out.append(digit)
    }
    return number < 0 ? "-" + out : out
  }

  /// `1 row`, `5 000 rows`.
  package static func rows(_ number: Int64) -> String { count(number) + (number == 1 ? " row" : " rows") }

  /// At most five characters: `812`, `5.0k`, `4.1M`, `1.2G`.
  package static func short(_ number: Int64) -> String {
    let size = Double(number.magnitude)
    let sign = number < 0 ? "-" : ""
    for (limit, unit) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= limit {
      let value = size / limit
      return sign + (value < 99.95 ? tenths(value) : String(Int(value + 0.5))) + unit
    }
    return String(number)
  }

  /// `3.7`, always with one decimal.
  package static func tenths(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "–" }
    let scaled = Int64(value * 10 + (value < 0 ? -0.5 : 0.5))
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 10).\(scaled.magnitude % 10)"
  }

  /// A measured value: whole numbers in groups, others with at most three decimals; what is too large or too small for that
  /// with its power of ten.
  package static func measure(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value != 0, value.magnitude >= 9e15 || value.magnitude < 0.001 { return scientific(value) }
    if value == Double(Int64(value)) { return count(Int64(value)) }
    let thousandths = Int64(value.magnitude * 1000 + 0.5)
    var decimals = String(1000 + thousandths % 1000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    let whole = (value < 0 ? "-" : "") + count(thousandths / 1000)
    return decimals.isEmpty ? whole : whole + "." + decimals
  }

  /// `1.235e29`: at most four digits and the power of ten.
  private static func scientific(_ value: Double) -> String {
    // The least numbers there are have no power of ten of their own.
    var exponent = max(-300, Int(log10(value.magnitude).rounded(.down)))
    var digits = Int64((value.magnitude / pow(10, Double(exponent)) * 1000).rounded())
    if digits >= 10_000 { (digits, exponent) = (digits / 10, exponent + 1) }
    return measure(Double(value < 0 ? -digits : digits) / 1000) + "e\(exponent)"
  }

  /// `12ms`, `2.1s`, `1m04s`, `2h05m`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    if seconds < 0.9995 { return "\(Int(seconds * 1000 + 0.5))ms" }
    if seconds < 59.95 { return tenths(seconds) + "s" }
    let whole = Int(seconds + 0.5)
    if whole < 3600 { return "\(whole / 60)m\(two(whole % 60))s" }
    return "\(whole / 3600)h\(two(whole / 60 % 60))m"
  }

  /// A clock that runs: `00:04.2`, `1:02:03`.
  package static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    let tenth = Int(seconds * 10)
    if tenth < 36_000 { return "\(two(tenth / 600)):\(two(tenth / 10 % 60)).\(tenth % 10)" }
    return "\(tenth / 36_000):\(two(tenth / 600 % 60)):\(two(tenth / 10 % 60))"
  }

  /// `71%`, never 100 before all is done.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    if share >= 1 { return "100%" }
    return "\(min(99, max(0, Int(share * 100))))%"
  }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension Figures {
  /// The civil date and time of an instant in UTC (Hinnant's `civil_from_days`).
  package static func civil(_ instant: Instant) -> (date: String, time: String) {
    var days = instant.microseconds / 86_400_000_000
    var rest = instant.microseconds % 86_400_000_000
    if rest < 0 {
      rest += 86_400_000_000
      days -= 1
    }
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = Int(dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    let month = Int(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let seconds = Int(rest / 1_000_000)
    return (
      "\(year)-\(two(month))-\(two(day))", "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    )
  }

  /// How long ago, in one unit: `3s ago`, `2h ago`, or the date when it was long ago.
  package static func ago(_ instant: Instant, now: Instant) -> String {
    let seconds = Int(now.seconds(since: instant))
    if seconds < 0 { return civil(instant).time + "Z" }
    if seconds < 60 { return "\(seconds)s ago" }
    if seconds < 3600 { return "\(seconds / 60)m ago" }
    if seconds < 86_400 { return "\(seconds / 3600)h ago" }
    if seconds < 14 * 86_400 { return "\(seconds / 86_400)d ago" }
    return civil(instant).date
  }
}
