/// Reads a regular expression.
struct PatternParser {
  private let pattern: [Unicode.Scalar]
  private var at = 0
  private var depth = 0
  private(set) var groupCount = 0
  private let ignoresCase: Bool
  private let multiline: Bool
  private let extended: Bool
  private let pythonic: Bool
  private(set) var groupNames: [String: Int] = [:]

  typealias Node = RegularExpression.Node
  typealias CharacterSet = RegularExpression.CharacterSet

  init(_ pattern: String, ignoresCase: Bool, multiline: Bool, extended: Bool, pythonic: Bool = false) {
    self.pattern = Array(pattern.unicodeScalars)
    self.ignoresCase = ignoresCase
    self.multiline = multiline
    self.extended = extended
    self.pythonic = pythonic
  }

  mutating func parse() throws(PatternError) -> Node {
    let node = try alternatives()
    guard at == pattern.count else { throw PatternError(message: "unmatched ) in the pattern") }
    return node
  }

  private var current: Unicode.Scalar? { at < pattern.count ? pattern[at] : nil }

  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    at += 1
    return true
  }

  private mutating func alternatives() throws(PatternError) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw PatternError(message: "the pattern is nested too deep") }
    var branches = [try sequence()]
    while accept("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(PatternError) -> Node {
    var nodes: [Node] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      if extended, scalar.properties.isWhitespace {
        at += 1
        continue
      }
      if extended, scalar == "#" {
        while let next = current, next != "\n" { at += 1 }
        continue
      }
      nodes.append(try repeated(atom()))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repeated(_ atom: Node) throws(PatternError) -> Node {
    var node = atom
    while let scalar = current {
      if extended, scalar.properties.isWhitespace {
        at += 1
        continue
      }
      let bounds: (Int, Int)
      switch scalar {
      case "*": bounds = (0, .max)
      case "+": bounds = (1, .max)
      case "?": bounds = (0, 1)
      case "{":
        guard let read = counts() else { return node }
        bounds = read
        at -= 1
      default: return node
      }
      at += 1
      let lazy = accept("?")
      let possessive = !lazy && accept("+")
      node = .repeat(node, min: bounds.0, max: bounds.1, lazy: lazy, possessive: possessive)
    }
    return node
  }

  /// `{2}`, `{2,}`, `{2,5}`, `{,5}`; anything else is plain text.
  private mutating func counts() -> (Int, Int)? {
    var index = at + 1
    var numbers: [Int?] = [nil]
    while index < pattern.count {
      let scalar = pattern[index]
      if scalar == "}" { break }
      if scalar == ",", numbers.count == 1 {
        numbers.append(nil)
      } else if scalar.value &- 0x30 < 10 {
        let last = numbers.count - 1
        numbers[last] = min((numbers[last] ?? 0) * 10 + Int(scalar.value - 0x30), 100_000)
      } else {
        return nil
      }
      index += 1
    }
    guard index < pattern.count, numbers.contains(where: { $0 != nil }) else { return nil }
    at = index + 1
    let low = numbers[0] ?? 0
    return (low, numbers.count == 1 ? low : numbers[1] ?? .max)
  }

  private mutating func atom() throws(PatternError) -> Node {
    let scalar = pattern[at]
    at += 1
    switch scalar {
    case ".": return .any
    case "^": return multiline ? .lineStart : .start
    case "$": return multiline ? .lineEnd : pythonic ? .lastLineEnd : .end
    case "(": return try group()
    case "[": return .set(try set())
    case "\\": return try escape()
    case "*", "+", "?": throw PatternError(message: "nothing to repeat before \(scalar) in the pattern")
    default: return .scalar(scalar)
    }
  }

  private mutating func group() throws(PatternError) -> Node {
    var index: Int?
    var look: (ahead: Bool, negated: Bool)?
    if accept("?") {
      if accept(":") {
      } else if accept("=") {
        look = (true, false)
      } else if accept("!") {
        look = (true, true)
      } else if accept("<"), current == "=" || current == "!" {
        look = (false, current == "!")
        at += 1
      } else {
        // (?P<name>…), (?<name>…), and flags, of which (?i) at the start is read by the caller.
        if accept("#") {
          while let scalar = current, scalar != ")" { at += 1 }
        }
        let isBackward = accept("P") && accept("=")
        let isNamed = accept("<")
        let nameStart = at
        while let scalar = current, scalar != ">", scalar != ")", scalar != ":" { at += 1 }
        let name = String(String.UnicodeScalarView(pattern[nameStart..<at]))
        if accept(")") {
          if isBackward, let number = groupNames[name] { return .reference(number) }
          return .empty
        }
        if current == ":" {
          at += 1
        } else {
          at += 1
          groupCount += 1
          index = groupCount
          if isNamed { groupNames[name] = groupCount }
        }
      }
    } else {
      groupCount += 1
      index = groupCount
    }
    let inner = try alternatives()
    guard accept(")") else { throw PatternError(message: "missing ) in the pattern") }
    if let look { return .look(inner, ahead: look.ahead, negated: look.negated) }
    return .group(inner, index)
  }

  // MARK: Escapes

  private mutating func escape() throws(PatternError) -> Node {
    guard let scalar = current else { throw PatternError(message: "a backslash ends the pattern") }
    at += 1
    switch scalar {
    case "b": return .wordBoundary(true)
    case "B": return .wordBoundary(false)
    case "y": return .wordBoundary(true)
    case "m", "M", "<", ">": return .wordBoundary(true)
    case "A": return .start
    case "z": return .absoluteEnd
    case "Z": return .end
    case "Q":
      var nodes: [Node] = []
      while at < pattern.count {
        if pattern[at] == "\\", at + 1 < pattern.count, pattern[at + 1] == "E" {
          at += 2
          break
        }
        nodes.append(.scalar(pattern[at]))
        at += 1
      }
      return .sequence(nodes)
    case "1"..."9":
      return .reference(Int(scalar.value - 0x30))
    default:
      if let set = shorthand(scalar) { return .set(set) }
      return .scalar(try control(scalar))
    }
  }

  private mutating func control(_ scalar: Unicode.Scalar) throws(PatternError) -> Unicode.Scalar {
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "e": return "\u{1B}"
    case "0": return "\0"
    case "x", "u":
      var digits = ""
      if accept("{") {
        while let next = current, next != "}" {
          digits.unicodeScalars.append(next)
          at += 1
        }
        _ = accept("}")
      } else {
        for _ in 0..<(scalar == "x" ? 2 : 4) {
          guard let next = current else { break }
          digits.unicodeScalars.append(next)
          at += 1
        }
      }
      guard let value = UInt32(digits, radix: 16), let result = Unicode.Scalar(value) else {
        throw PatternError(message: "\\\(scalar) wants hexadecimal digits in the pattern")
      }
      return result
    default: return scalar
    }
  }

  private func shorthand(_ scalar: Unicode.Scalar) -> CharacterSet? {
    func set(_ name: String, _ beyond: CharacterSet.Beyond) -> CharacterSet {
      var set = PatternParser.named(name) ?? CharacterSet()
      if pythonic { set.beyond = beyond }
      return set
    }
    switch scalar {
    case "d": return set("digit", .digit)
    case "D": return CharacterSet(negated: true, subsets: [set("digit", .digit)])
    case "w": return set("word", .word)
    case "W": return CharacterSet(negated: true, subsets: [set("word", .word)])
    case "s": return set("space", .space)
    case "S": return CharacterSet(negated: true, subsets: [set("space", .space)])
    case "h": return CharacterSet(ranges: [0x20...0x20, 0x09...0x09])
    default: return nil
    }
  }

  /// The POSIX classes, in ASCII.
  static func named(_ name: String) -> CharacterSet? {
    switch name {
    case "digit": return CharacterSet(ranges: [0x30...0x39])
    case "alpha": return CharacterSet(ranges: [0x41...0x5A, 0x61...0x7A])
    case "alnum": return CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A])
    case "word": return CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    case "space": return CharacterSet(ranges: [0x09...0x0D, 0x20...0x20])
    case "blank": return CharacterSet(ranges: [0x09...0x09, 0x20...0x20])
    case "upper": return CharacterSet(ranges: [0x41...0x5A])
    case "lower": return CharacterSet(ranges: [0x61...0x7A])
    case "punct": return CharacterSet(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
    case "xdigit": return CharacterSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66])
    case "cntrl": return CharacterSet(ranges: [0x00...0x1F, 0x7F...0x7F])
    case "print": return CharacterSet(ranges: [0x20...0x7E])
    case "graph": return CharacterSet(ranges: [0x21...0x7E])
    default: return nil
    }
  }

  // MARK: Sets

  private mutating func set() throws(PatternError) -> CharacterSet {
    var set = CharacterSet()
    set.negated = accept("^")
    var first = true
    while true {
      guard let scalar = current else { throw PatternError(message: "missing ] in the pattern") }
      at += 1
      if scalar == "]", !first { break }
      first = false
      if scalar == "[", current == ":" {
        let rest = pattern[at...]
        if let close = rest.firstIndex(of: "]") {
          let name = String(String.UnicodeScalarView(pattern[(at + 1)..<(close - 1)]))
          guard let named = PatternParser.named(name) else {
            throw PatternError(message: "[:\(name):] is not known in the pattern")
          }
          set.subsets.append(named)
          at = close + 1
          continue
        }
      }
      var low = scalar
      if scalar == "\\" {
        guard let escaped = current else { throw PatternError(message: "missing ] in the pattern") }
        at += 1
        if let shorthand = shorthand(escaped) {
          set.subsets.append(shorthand)
          continue
        }
        low = escaped == "b" ? "\u{08}" : try control(escaped)
      }
      var high = low
      if current == "-", at + 1 < pattern.count, pattern[at + 1] != "]" {
        at += 1
        high = pattern[at]
        at += 1
        if high == "\\", let escaped = current {
          at += 1
          high = try control(escaped)
        }
        guard low.value <= high.value else { throw PatternError(message: "a range runs backwards in the pattern") }
      }
      set.ranges.append(low.value...high.value)
    }
    if ignoresCase { foldCase(&set) }
    return set
  }

  /// Adds the other case of ASCII letters.
  private func foldCase(_ set: inout CharacterSet) {
    for range in set.ranges {
      for (from, to, shift) in [(UInt32(0x41), UInt32(0x5A), Int32(32)), (0x61, 0x7A, -32)] {
        let low = max(range.lowerBound, from)
        let high = min(range.upperBound, to)
        if low <= high {
          set.ranges.append(UInt32(Int32(low) + shift)...UInt32(Int32(high) + shift))
        }
      }
    }
  }
}
