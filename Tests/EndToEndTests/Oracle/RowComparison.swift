/// Two tables' rows held against each other, whatever their order.
enum RowComparison {
  /// nil when both hold the same rows as often; otherwise what differs, in a few lines.
  ///
  /// Numbers with a fraction count as equal when ten digits of them are.
  static func difference(_ found: [[String?]], _ expected: [[String?]]) -> String? {
    var left: [[String?]: Int] = [:]
    for row in found { left[row.map(normal), default: 0] += 1 }
    for row in expected { left[row.map(normal), default: 0] -= 1 }
    let surplus = left.filter { $0.value > 0 }.keys.map(text).sorted()
    let missing = left.filter { $0.value < 0 }.keys.map(text).sorted()
    if surplus.isEmpty, missing.isEmpty { return nil }
    return """
      \(found.count) rows found, \(expected.count) expected
      \(surplus.count) too many: \(surplus.prefix(3).joined(separator: "\n  "))
      \(missing.count) missing: \(missing.prefix(3).joined(separator: "\n  "))
      """
  }

  private static func normal(_ cell: String?) -> String? {
    guard let cell, let number = Double(cell), number.isFinite, cell.allSatisfy({ "0123456789.-+eE".contains($0) })
    else {
      return cell
    }
    if number == number.rounded(), number.magnitude < 1e15 { return String(Int(number)) }
    var exponent = 0
    var scaled = number
    while scaled.magnitude >= 10 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled.magnitude < 1 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    return "\(Int((scaled * 1e9).rounded()))e\(exponent)"
  }

  private static func text(_ row: [String?]) -> String { row.map { $0 ?? "NULL" }.joined(separator: " | ") }
}
