/// A regular expression of the common Perl kind: classes, groups, alternation, greedy and lazy repetition, anchors,
/// look-ahead, back-references. Backtracking, with a bound on its steps so that no pattern can hang a run.
package final class RegularExpression: Sendable {
  indirect enum Node: Sendable {
    case scalar(Unicode.Scalar)
    case any
    case set(CharacterSet)
    case sequence([Node])
    case alternatives([Node])
    case `repeat`(Node, min: Int, max: Int, lazy: Bool, possessive: Bool)
    case group(Node, Int?)
    case reference(Int)
    case start, end, lineStart, lineEnd, absoluteEnd, lastLineEnd
    case wordBoundary(Bool)
    case look(Node, ahead: Bool, negated: Bool)
    case empty
  }

  struct CharacterSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var negated = false
    var subsets: [CharacterSet] = []
    /// The same class beyond ASCII, where a language counts other scripts in.
    var beyond: Beyond?

    enum Beyond { case word, digit, space }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      let value = scalar.value
      for range in ranges where range.contains(value) { return !negated }
      for subset in subsets where subset.contains(scalar) { return !negated }
      if value > 0x7F, let beyond {
        let found =
          switch beyond {
          case .word: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          case .digit: scalar.properties.generalCategory == .decimalNumber
          case .space: scalar.properties.isWhitespace
          }
        if found { return !negated }
      }
      return negated
    }
  }

  package struct Match: Sendable {
    /// Bounds of the whole and of each group, -1 where a group took no part.
    package var bounds: [(Int, Int)]

    package var range: Range<Int> { bounds[0].0..<bounds[0].1 }
  }

  let root: Node
  package let groupCount: Int
  /// Numbers of the groups that have names.
  package let groupNames: [String: Int]
  let ignoresCase: Bool
  let dotMatchesNewline: Bool
  /// The first character every match begins with, where there is one.
  private let firstScalar: Unicode.Scalar?

  /// Reads a pattern; flags are `i`, `s`, `m`, `n`, `x` as in Perl, and `P` for Python's habits: a `$` also before the
  /// line end that closes the text, letters and digits of every script (others are passed over).
  package init(_ pattern: String, flags: String = "") throws(PatternError) {
    ignoresCase = flags.contains("i")
    // PostgreSQL and RE2's dot: PostgreSQL's matches a line end, the others' only with `s`.
    dotMatchesNewline = flags.contains("s")
    var parser = PatternParser(
      pattern, ignoresCase: ignoresCase, multiline: flags.contains("m"), extended: flags.contains("x"),
      pythonic: flags.contains("P"))
    root = try parser.parse()
    groupCount = parser.groupCount
    groupNames = parser.groupNames
    firstScalar = ignoresCase ? nil : RegularExpression.first(of: root)
  }

  private static func first(of node: Node) -> Unicode.Scalar? {
    switch node {
    case .scalar(let scalar): return scalar
    case .sequence(let nodes): return nodes.first.flatMap(first(of:))
    case .group(let node, _): return first(of: node)
    case .repeat(let node, let min, _, _, _) where min > 0: return first(of: node)
    default: return nil
    }
  }

  /// The leftmost match from a position on.
  package func firstMatch(_ text: [Unicode.Scalar], from start: Int = 0) -> Match? {
    var matcher = PatternMatcher(self, text)
    var at = start
    while at <= text.count {
      if let firstScalar {
        while at < text.count, text[at] != firstScalar { at += 1 }
        if at == text.count { return nil }
      }
      if let match = matcher.match(at: at) { return match }
      if matcher.gaveUp { return nil }
      at += 1
    }
    return nil
  }

  /// The match at a position, if there is one there.
  package func match(_ text: [Unicode.Scalar], at start: Int) -> Match? {
    var matcher = PatternMatcher(self, text)
    return matcher.match(at: start)
  }

  /// The match that is the whole text.
  package func wholeMatch(_ text: [Unicode.Scalar]) -> Match? {
    var matcher = PatternMatcher(self, text)
    return matcher.wholeMatch()
  }

  /// Whether the whole text matches.
  package func fullMatch(_ text: [Unicode.Scalar]) -> Bool {
    var matcher = PatternMatcher(self, text)
    return matcher.fullMatch()
  }

  /// All matches, left to right, none overlapping.
  package func matches(_ text: [Unicode.Scalar]) -> [Match] {
    var found: [Match] = []
    var at = 0
    while at <= text.count, let match = firstMatch(text, from: at) {
      found.append(match)
      at = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
    }
    return found
  }
}

/// What is wrong with a pattern.
package struct PatternError: Error {
  package var message: String
}

extension RegularExpression.Node {
  /// How many characters a match of it can have.
  var widths: (least: Int, most: Int) {
    switch self {
    case .scalar, .any, .set: return (1, 1)
    case .sequence(let nodes):
      return nodes.reduce((0, 0)) { sum, node in
        let own = node.widths
        return (sum.0 + own.least, own.most == .max || sum.1 == .max ? .max : sum.1 + own.most)
      }
    case .alternatives(let branches):
      return (branches.map(\.widths.least).min() ?? 0, branches.map(\.widths.most).max() ?? 0)
    case .repeat(let node, let min, let max, _, _):
      let own = node.widths
      let most = own.most.multipliedReportingOverflow(by: max)
      return (own.least * min, most.overflow ? .max : most.partialValue)
    case .group(let node, _): return node.widths
    case .reference: return (0, .max)
    default: return (0, 0)
    }
  }
}
