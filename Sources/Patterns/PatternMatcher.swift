/// Runs a pattern over a text by backtracking.
struct PatternMatcher {
  private let expression: RegularExpression
  private let text: [Unicode.Scalar]
  private var groups: [(Int, Int)]
  private var steps = 0
  /// The bound on steps was reached.
  private(set) var gaveUp = false
  private var depth = 0

  private static let mostSteps = 2_000_000
  private static let deepest = 4_000

  init(_ expression: RegularExpression, _ text: [Unicode.Scalar]) {
    self.expression = expression
    self.text = text
    groups = Array(repeating: (-1, -1), count: expression.groupCount + 1)
  }

  mutating func match(at start: Int) -> RegularExpression.Match? {
    for index in groups.indices { groups[index] = (-1, -1) }
    var end = -1
    let matched = run(expression.root, start) { _, at in
      end = at
      return true
    }
    guard matched else { return nil }
    groups[0] = (start, end)
    return RegularExpression.Match(bounds: groups)
  }

  mutating func wholeMatch() -> RegularExpression.Match? {
    let matched = run(expression.root, 0) { matcher, at in at == matcher.text.count }
    guard matched else { return nil }
    groups[0] = (0, text.count)
    return RegularExpression.Match(bounds: groups)
  }

  mutating func fullMatch() -> Bool {
    run(expression.root, 0) { matcher, at in at == matcher.text.count }
  }

  private typealias Continuation = (inout PatternMatcher, Int) -> Bool

  private func same(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
    if a == b { return true }
    return expression.ignoresCase && a.properties.lowercaseMapping == b.properties.lowercaseMapping
  }

  /// Matches `node` at a position and goes on with what follows; the first way that works is taken.
  private mutating func run(_ node: RegularExpression.Node, _ at: Int, _ next: Continuation) -> Bool {
    steps += 1
    depth += 1
    defer { depth -= 1 }
    if steps > PatternMatcher.mostSteps || depth > PatternMatcher.deepest {
      gaveUp = true
      return false
    }
    switch node {
    case .empty: return next(&self, at)
    case .scalar(let scalar): return at < text.count && same(text[at], scalar) && next(&self, at + 1)
    case .any:
      return at < text.count && (expression.dotMatchesNewline || text[at] != "\n") && next(&self, at + 1)
    case .set(let set): return at < text.count && set.contains(text[at]) && next(&self, at + 1)
    case .sequence(let nodes): return sequence(nodes[...], at, next)
    case .alternatives(let branches):
      for branch in branches where run(branch, at, next) { return true }
      return false
    case .repeat(let inner, let min, let max, let lazy, let possessive):
      if case .some(let test) = single(inner) {
        return simpleRepeat(test, min, max, lazy: lazy, possessive: possessive, at, next)
      }
      return repeated(inner, min, max, lazy: lazy, 0, at, next)
    case .group(let inner, let index):
      guard let index else { return run(inner, at, next) }
      let saved = groups[index]
      let matched = run(inner, at) { matcher, end in
        let before = matcher.groups[index]
        matcher.groups[index] = (at, end)
        if next(&matcher, end) { return true }
        matcher.groups[index] = before
        return false
      }
      if !matched { groups[index] = saved }
      return matched
    case .reference(let index):
      guard index < groups.count, groups[index].0 >= 0 else { return false }
      let length = groups[index].1 - groups[index].0
      guard at + length <= text.count else { return false }
      for offset in 0..<length where !same(text[at + offset], text[groups[index].0 + offset]) { return false }
      return next(&self, at + length)
    case .start: return at == 0 && next(&self, at)
    case .absoluteEnd, .end: return at == text.count && next(&self, at)
    case .lastLineEnd:
      return (at == text.count || at == text.count - 1 && text[at] == "\n") && next(&self, at)
    case .lineStart: return (at == 0 || text[at - 1] == "\n") && next(&self, at)
    case .lineEnd: return (at == text.count || text[at] == "\n") && next(&self, at)
    case .wordBoundary(let wanted):
      let before = at > 0 && isWord(text[at - 1])
      let after = at < text.count && isWord(text[at])
      return (before != after) == wanted && next(&self, at)
    case .look(let inner, let ahead, let negated):
      let saved = groups
      var found = false
      if ahead {
        found = run(inner, at) { _, _ in true }
      } else {
        // What stands before is as long as the pattern says: nothing else need be tried.
        let widths = inner.widths
        for start in stride(from: at - widths.least, through: max(0, at - min(widths.most, at)), by: -1) where !found {
          found = run(inner, start) { _, end in end == at }
        }
      }
      if negated || !found { groups = saved }
      return found != negated && next(&self, at)
    }
  }

  private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 || value == 0x5F
  }

  private mutating func sequence(_ nodes: ArraySlice<RegularExpression.Node>, _ at: Int, _ next: Continuation) -> Bool {
    guard let first = nodes.first else { return next(&self, at) }
    let rest = nodes.dropFirst()
    if rest.isEmpty { return run(first, at, next) }
    return run(first, at) { matcher, end in matcher.sequence(rest, end, next) }
  }

  /// A node that takes exactly one character.
  private func single(_ node: RegularExpression.Node) -> RegularExpression.Node? {
    switch node {
    case .scalar, .any, .set: return node
    default: return nil
    }
  }

  private func takes(_ node: RegularExpression.Node, _ scalar: Unicode.Scalar) -> Bool {
    switch node {
    case .scalar(let expected): return same(scalar, expected)
    case .any: return expression.dotMatchesNewline || scalar != "\n"
    case .set(let set): return set.contains(scalar)
    default: return false
    }
  }

  /// Repetition of one character: a loop, not a recursion.
  private mutating func simpleRepeat(
    _ node: RegularExpression.Node, _ min: Int, _ max: Int, lazy: Bool, possessive: Bool, _ at: Int,
    _ next: Continuation
  ) -> Bool {
    var count = 0
    if lazy {
      while true {
        if count >= min, next(&self, at + count) { return true }
        guard count < max, at + count < text.count, takes(node, text[at + count]), !gaveUp else { return false }
        count += 1
        steps += 1
      }
    }
    while count < max, at + count < text.count, takes(node, text[at + count]) { count += 1 }
    steps += count
    if possessive { return count >= min && next(&self, at + count) }
    while count >= min {
      if next(&self, at + count) { return true }
      if gaveUp { return false }
      count -= 1
    }
    return false
  }

  private mutating func repeated(
    _ node: RegularExpression.Node, _ min: Int, _ max: Int, lazy: Bool, _ count: Int, _ at: Int, _ next: Continuation
  ) -> Bool {
    if lazy, count >= min, next(&self, at) { return true }
    if count < max {
      let more = run(node, at) { matcher, end in
        // A round that takes nothing does not bring the end nearer.
        if end == at, count >= min { return false }
        return matcher.repeated(node, min, max, lazy: lazy, count + 1, end, next)
      }
      if more { return true }
    }
    return !lazy && count >= min && next(&self, at)
  }
}
