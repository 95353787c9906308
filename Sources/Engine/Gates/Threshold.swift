/// A bound on the number of failing rows: dbt's `!= 0`, `> 10`, or a share of the rows looked at, `>= 5%`.
package struct Threshold: Hashable, Sendable {
  package enum Comparison: String, Sendable, CaseIterable {
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case below = "<"
    case above = ">"
  }

  package var comparison: Comparison
  package var bound: Double
  /// The bound is in per cent of the rows looked at.
  package var isShare: Bool

  /// Reads `!= 0`, `<> 0`, `>10`, `= 0`, `== 0`, `>= 5%`; nil when it is none of these.
  package init?(_ text: String) {
    var rest = text.filter { $0 != " " && $0 != "\t" }[...]
    if rest.hasPrefix("<>") {
      rest = "!=" + rest.dropFirst(2)
    } else if rest.hasPrefix("==") {
      rest = rest.dropFirst()
    }
    guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
    rest = rest.dropFirst(comparison.rawValue.count)
    let isShare = rest.hasSuffix("%")
    if isShare { rest = rest.dropLast() }
    guard let bound = Double(rest) else { return nil }
    self.comparison = comparison
    self.bound = bound
    self.isShare = isShare
  }

  /// The bound that holds exactly where this one does not.
  package var negated: Threshold {
    var opposite = self
    opposite.comparison =
      switch comparison {
      case .notEqual: .equal
      case .equal: .notEqual
      case .below: .atLeast
      case .atLeast: .below
      case .above: .atMost
      case .atMost: .above
      }
    return opposite
  }

  /// `<= 10`, `> 5%`.
  package var words: String {
    let number = bound == bound.rounded() && abs(bound) < 1e15 ? "\(Int64(bound))" : "\(bound)"
    return "\(comparison.rawValue) \(number)\(isShare ? "%" : "")"
  }

  /// Whether `measured` failures among `population` rows meet it. A share of no rows is 0 %.
  package func holds(_ measured: Double, population: Int64?) -> Bool {
    var value = measured
    if isShare {
      let rows = Double(population ?? 0)
      value = rows > 0 ? measured / rows * 100 : (measured > 0 ? 100 : 0)
    }
    switch comparison {
    case .notEqual: return value != bound
    case .equal: return value == bound
    case .below: return value < bound
    case .above: return value > bound
    case .atMost: return value <= bound
    case .atLeast: return value >= bound
    }
  }
}
