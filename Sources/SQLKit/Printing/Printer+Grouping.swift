extension Printer {
  /// Whether an expression is a key that the grouping being printed leaves out.
  func isLeftOut(_ expression: Expression) -> Bool {
    guard let current = leftOut else { return false }
    if let key = current.sets.items[ObjectIdentifier(expression)] { return !current.kept.contains(key) }
    guard case .boundColumn(let qualifier, let name) = expression.kind else { return false }
    for (index, key) in current.sets.keys.enumerated() where !current.kept.contains(index) {
      guard case .boundColumn(let other, let keyName) = key.kind else { continue }
      let sameTable = qualifier == nil || other == nil || qualifier == other
      if sameTable, name.asciiLowercased() == keyName.asciiLowercased() {
        // A key kept under the same name by another entry of the set is not left out.
        return true
      }
    }
    return false
  }

  /// The number GROUPING gives: the last argument is the lowest bit.
  func groupingBits(_ keys: [Expression]) -> Int {
    keys.reduce(0) { $0 << 1 | (isLeftOut($1) ? 1 : 0) }
  }
}
