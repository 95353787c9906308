/// Finds the type of a seed's column as dbt does: the first that all its values have.
enum SeedTypes {
  /// The type, and the values in its plain form.
  static func inferred(_ values: [String?]) -> (SeedTable.ColumnType, [String?]) {
    // A column without values is a number to agate, of no decimals: an integer.
    if let numbers = converted(values, number) {
      let isWhole = numbers.allSatisfy { $0.map { !$0.contains(".") } ?? true }
      return (isWhole ? .integer : .number, numbers)
    }
    if let dates = converted(values, date) { return (.date, dates) }
    if let times = converted(values, timestamp) { return (.timestamp, times) }
    if let flags = converted(values, boolean) { return (.boolean, flags) }
    return (.text, values)
  }

  private static func converted(_ values: [String?], _ read: (String) -> String?) -> [String?]? {
    var result: [String?] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let value else {
        result.append(nil)
        continue
      }
      guard let read = read(value.trimmingBlanks()) else { return nil }
      result.append(read)
    }
    return result
  }

  private static let currencies: Set<Character> = [
    "$", "€", "£", "¥", "₩", "₹", "₽", "₺", "₪", "₫", "฿", "₴", "₡", "₦", "₱", "¢", "¤",
  ]

  /// A decimal number: agate drops percent signs, signs of currency and commas between groups, and what is left is for
  /// Python's `Decimal`, which knows signs, underscores and exponents.
  private static func number(_ text: String) -> String? {
    var rest = Substring(text)
    var isNegative = false
    if rest.first == "-" {
      isNegative = true
      rest = rest.dropFirst()
    }
    while let first = rest.first, first == "%" || currencies.contains(first) { rest = rest.dropFirst() }
    while let last = rest.last, last == "%" || currencies.contains(last) { rest = rest.dropLast() }
    rest = Substring(rest.filter { $0 != "," && $0 != "_" })
    if let first = rest.first, first == "+" || first == "-" {
      if first == "-" { isNegative.toggle() }
      rest = rest.dropFirst()
    }
    let halves = rest.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    guard let mantissa = halves.first, mantissa.contains(where: \.isNumber),
      mantissa.allSatisfy({ ($0.isASCII && $0.isNumber) || $0 == "." }), mantissa.count(where: { $0 == "." }) <= 1
    else { return nil }
    var shift = 0
    if halves.count == 2 {
      guard let exponent = Int(halves[1]), abs(exponent) < 400 else { return nil }
      shift = exponent
    }
    let plain = plainDecimal(mantissa, shiftedBy: shift)
    return plain != "0" && isNegative ? "-" + plain : plain
  }

  /// Digits with their point moved, without zeros that say nothing.
  private static func plainDecimal(_ mantissa: Substring, shiftedBy shift: Int) -> String {
    let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    var whole = String(parts[0])
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    for _ in 0..<max(0, shift) { whole.append(fraction.isEmpty ? "0" : fraction.removeFirst()) }
    for _ in 0..<max(0, -shift) { fraction.insert(whole.popLast() ?? "0", at: fraction.startIndex) }
    whole = String(whole.drop { $0 == "0" })
    while fraction.last == "0" { fraction.removeLast() }
    return (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func date(_ text: String) -> String? {
    guard let time = try? DateTimeReading.parse(text, format: "%Y-%m-%d") else { return nil }
    return DateTimeText.format(time, "%Y-%m-%d")
  }

  private static func timestamp(_ text: String) -> String? {
    for format in [
      "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M",
    ] {
      guard var time = try? DateTimeReading.parse(text, format: format) else { continue }
      if let offset = time.offset { time = time.moved(by: -offset * 1_000_000) }
      let fraction = time.microsecond == 0 ? "" : "." + DateTimeText.padded(time.microsecond, 6)
      return DateTimeText.format(time, "%Y-%m-%d %H:%M:%S") + fraction
    }
    return nil
  }

  private static func boolean(_ text: String) -> String? {
    let lower = text.lowercased()
    return lower == "true" || lower == "false" ? lower : nil
  }
}
