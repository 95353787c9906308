/// A selection as a tree of sets.
indirect enum SelectionExpression: Sendable {
  case criterion(SelectionCriterion)
  case union([SelectionExpression])
  case intersection([SelectionExpression])
  /// The first without the others.
  case difference(SelectionExpression, SelectionExpression)
  case named(String)

  /// Reads `--select` words: blanks unite, commas intersect.
  init(words: [String]) throws(SelectionError) {
    var parts: [SelectionExpression] = []
    for word in words {
      for part in word.split(whereSeparator: \.isWhitespace) {
        var terms: [SelectionExpression] = []
        for term in part.split(separator: ",", omittingEmptySubsequences: true) {
          let criterion = try SelectionCriterion(parsing: String(term))
          terms.append(
            criterion.method == "selector" ? .named(criterion.value) : .criterion(criterion))
        }
        if terms.isEmpty {
          throw SelectionError(message: "'\(part)' selects nothing", hint: "write names around the comma")
        }
        parts.append(terms.count == 1 ? terms[0] : .intersection(terms))
      }
    }
    self = parts.count == 1 ? parts[0] : .union(parts)
  }
}
