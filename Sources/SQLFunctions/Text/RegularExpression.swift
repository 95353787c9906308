/// A regular expression of the common Perl kind: classes, groups, alternation, greedy and lazy repetition, anchors,
/// look-ahead, back-references. Backtracking, with a bound on its steps so that no pattern can hang a run.
final class RegularExpression {
  indirect enum Node {
    case scalar(Unicode.Scalar)
    case any
    case set(CharacterSet)
    case sequence([Node])
    case alternatives([Node])
    case `repeat`(Node, min: Int, max: Int, lazy: Bool, possessive: Bool)
    case group(Node, Int?)
    case reference(Int)
    case start, end, lineStart, lineEnd, absoluteEnd
    case wordBoundary(Bool)
    case look(Node, ahead: Bool, negated: Bool)
    case empty
  }

  struct CharacterSet {
    var ranges: [ClosedRange<UInt32>] = []
    var negated = false
    var subsets: [CharacterSet] = []

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      let value = scalar.value
      for range in ranges where range.contains(value) { return !negated }
      for subset in subsets where subset.contains(scalar) { return !negated }
      return negated
    }
  }

  struct Match {
    /// Bounds of the whole and of each group, -1 where a group took no part.
    var bounds: [(Int, Int)]

    var range: Range<Int> { bounds[0].0..<bounds[0].1 }
  }

  let root: Node
  let groupCount: Int
  let ignoresCase: Bool
  let dotMatchesNewline: Bool
  /// The first character every match begins with, where there is one.
  private let firstScalar: Unicode.Scalar?

  /// Reads a pattern; flags are `i`, `s`, `m`, `n`, `x` as in Perl (others are passed over).
  init(_ pattern: String, flags: String = "") throws(PatternError) {
    ignoresCase = flags.contains("i")
    // PostgreSQL and RE2's dot: PostgreSQL's matches a line end, the others' only with `s`.
    dotMatchesNewline = flags.contains("s")
    var parser = PatternParser(
      pattern, ignoresCase: ignoresCase, multiline: flags.contains("m"), extended: flags.contains("x"))
    root = try parser.parse()
    groupCount = parser.groupCount
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
  func firstMatch(_ text: [Unicode.Scalar], from start: Int = 0) -> Match? {
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

  /// Whether the whole text matches.
  func fullMatch(_ text: [Unicode.Scalar]) -> Bool {
    var matcher = PatternMatcher(self, text)
    return matcher.fullMatch()
  }

  /// All matches, left to right, none overlapping.
  func matches(_ text: [Unicode.Scalar]) -> [Match] {
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
struct PatternError: Error {
  var message: String
}
