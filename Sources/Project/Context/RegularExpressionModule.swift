import Jinja
import Patterns

/// `modules.re`: Python's regular expressions, as far as projects use them.
enum RegularExpressionModule {
  static var value: Value {
    .dict([
      (
        "match",
        function("match") { pattern, text in Match.value(pattern.expression.match(text, at: 0), pattern, text) }
      ),
      (
        "search",
        function("search") { pattern, text in Match.value(pattern.expression.firstMatch(text), pattern, text) }
      ),
      (
        "fullmatch",
        function("fullmatch") { pattern, text in Match.value(pattern.expression.wholeMatch(text), pattern, text) }
      ),
      (
        "findall",
        function("findall") { pattern, text in
          .list(
            pattern.expression.matches(text).map { match in
              let groups = match.bounds.indices.map { Value.string(Match.text(match, $0, text) ?? "") }
              if groups.count == 1 { return groups[0] }
              return groups.count == 2 ? groups[1] : .tuple(Array(groups.dropFirst()))
            })
        }
      ),
      (
        "finditer",
        function("finditer") { pattern, text in
          .list(pattern.expression.matches(text).map { Match.value($0, pattern, text) })
        }
      ),
      ("split", .object(FunctionObject("split", split))),
      ("sub", .object(FunctionObject("sub") { try substitute($0).0 })),
      (
        "subn",
        .object(
          FunctionObject("subn") { arguments in
            let (text, count) = try substitute(arguments)
            return .tuple([text, .int(count)])
          })
      ),
      ("escape", .object(FunctionObject("escape") { .string(escaped($0.positional.first?.str() ?? "")) })),
      (
        "compile",
        .object(
          FunctionObject("compile") { arguments in
            let values = try arguments.bind("compile", ["pattern", "flags"], required: 1)
            return .object(try Pattern(values[0]?.str() ?? "", flags: values[1]?.intValue ?? 0))
          })
      ),
      ("IGNORECASE", .int(2)), ("I", .int(2)), ("MULTILINE", .int(8)), ("M", .int(8)), ("DOTALL", .int(16)),
      ("S", .int(16)), ("VERBOSE", .int(64)), ("X", .int(64)),
    ])
  }

  /// The pattern of a call: text with flags, or what `compile` made.
  private static func pattern(_ value: Value?, flags: Int) throws -> Pattern {
    if case .object(let object)? = value, let pattern = object as? Pattern { return pattern }
    return try Pattern(value?.str() ?? "", flags: flags)
  }

  private static func function(
    _ name: String, _ body: @escaping (Pattern, [Unicode.Scalar]) throws -> Value
  ) -> Value {
    .object(
      FunctionObject(name) { arguments in
        let values = try arguments.bind(name, ["pattern", "string", "flags"], required: 2)
        let pattern = try pattern(values[0], flags: values[2]?.intValue ?? 0)
        return try body(pattern, Array((values[1]?.str() ?? "").unicodeScalars))
      })
  }

  /// The parts between the matches, with what the pattern's groups took between them.
  private static func split(_ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind("split", ["pattern", "string", "maxsplit", "flags"], required: 2)
    let pattern = try pattern(values[0], flags: values[3]?.intValue ?? 0)
    let text = Array((values[1]?.str() ?? "").unicodeScalars)
    let limit = values[2]?.intValue ?? 0
    var parts: [Value] = []
    var place = 0
    for (index, match) in pattern.expression.matches(text).enumerated() where limit == 0 || index < limit {
      parts.append(.string(Match.string(text[place..<match.range.lowerBound])))
      for group in match.bounds.indices.dropFirst() {
        parts.append(Match.text(match, group, text).map { .string($0) } ?? .none)
      }
      place = match.range.upperBound
    }
    return .list(parts + [.string(Match.string(text[place...]))])
  }

  private static func substitute(_ arguments: CallArguments) throws -> (Value, Int) {
    let values = try arguments.bind("sub", ["pattern", "repl", "string", "count", "flags"], required: 3)
    let pattern = try pattern(values[0], flags: values[4]?.intValue ?? 0)
    let limit = values[3]?.intValue ?? 0
    let text = Array((values[2]?.str() ?? "").unicodeScalars)
    var result = ""
    var (place, count) = (0, 0)
    for match in pattern.expression.matches(text) where limit == 0 || count < limit {
      result += Match.string(text[place..<match.range.lowerBound])
      if case .object(let object)? = values[1], object.isCallable {
        result += try object.call(CallArguments([Match.value(match, pattern, text)], context: arguments.context)).str()
      } else {
        result += expanded(values[1]?.str() ?? "", match, pattern, text)
      }
      place = match.range.upperBound
      count += 1
    }
    return (.string(result + Match.string(text[place...])), count)
  }

  /// `\1`, `\g<1>` and `\g<name>` in a replacement.
  private static func expanded(
    _ replacement: String, _ match: RegularExpression.Match, _ pattern: Pattern, _ text: [Unicode.Scalar]
  ) -> String {
    guard replacement.contains("\\") else { return replacement }
    var result = ""
    var rest = Substring(replacement)
    func group(_ number: Int) -> String {
      match.bounds.indices.contains(number) ? Match.text(match, number, text) ?? "" : ""
    }
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      if let number = next.wholeNumberValue {
        result += group(number)
      } else if next == "g", rest.first == "<", let close = rest.firstIndex(of: ">") {
        let name = String(rest[rest.index(after: rest.startIndex)..<close])
        result += group(Int(name) ?? pattern.expression.groupNames[name] ?? -1)
        rest = rest[rest.index(after: close)...]
      } else {
        result += next == "n" ? "\n" : next == "t" ? "\t" : String(next)
      }
    }
    return result
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if ".^$*+?{}[]\\|()-&~# ".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  /// A match object.
  final class Match: JinjaObject {
    private let match: RegularExpression.Match
    private let pattern: Pattern
    private let text: [Unicode.Scalar]

    private init(_ match: RegularExpression.Match, _ pattern: Pattern, _ text: [Unicode.Scalar]) {
      self.match = match
      self.pattern = pattern
      self.text = text
    }

    static func value(_ match: RegularExpression.Match?, _ pattern: Pattern, _ text: [Unicode.Scalar]) -> Value {
      match.map { .object(Match($0, pattern, text)) } ?? .none
    }

    static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }

    /// What a group took, nil where it took no part.
    static func text(_ match: RegularExpression.Match, _ group: Int, _ text: [Unicode.Scalar]) -> String? {
      let (low, high) = match.bounds[group]
      return low < 0 ? nil : string(text[low..<high])
    }

    var typeName: String { "re.Match" }

    private func number(_ value: Value?) throws -> Int {
      let number = value.map { $0.intValue ?? pattern.expression.groupNames[$0.str()] ?? -1 } ?? 0
      guard match.bounds.indices.contains(number) else { throw Failure(.value, "no such group") }
      return number
    }

    private func value(_ group: Int) -> Value { Self.text(match, group, text).map { .string($0) } ?? .none }

    func attribute(_ name: String) throws -> Value? {
      switch name {
      case "group":
        .object(
          FunctionObject(name) { arguments in
            if arguments.positional.count < 2 { return self.value(try self.number(arguments.positional.first)) }
            return .tuple(try arguments.positional.map { self.value(try self.number($0)) })
          })
      case "groups":
        .object(FunctionObject(name) { _ in .tuple(self.match.bounds.indices.dropFirst().map(self.value)) })
      case "groupdict":
        .object(
          FunctionObject(name) { _ in
            .dict(
              self.pattern.expression.groupNames.sorted { $0.value < $1.value }.map { ($0.key, self.value($0.value)) })
          })
      case "start", "end":
        .object(
          FunctionObject(name) { arguments in
            let bounds = self.match.bounds[try self.number(arguments.positional.first)]
            return .int(name == "start" ? bounds.0 : bounds.1)
          })
      case "span":
        .object(
          FunctionObject(name) { arguments in
            let bounds = self.match.bounds[try self.number(arguments.positional.first)]
            return .tuple([.int(bounds.0), .int(bounds.1)])
          })
      case "string": .string(Self.string(text[...]))
      default: nil
      }
    }

    func item(_ key: Value) throws -> Value? { value(try number(key)) }
  }

  /// A compiled pattern: the module's functions with the pattern given.
  final class Pattern: JinjaObject {
    let expression: RegularExpression
    private let pattern: String

    init(_ pattern: String, flags: Int) throws {
      self.pattern = pattern
      var letters = "P"
      for (bit, letter) in [(2, "i"), (8, "m"), (16, "s"), (64, "x")] where flags & bit != 0 { letters += letter }
      var rest = Substring(pattern)
      // Flags stand in front of a pattern.
      while rest.hasPrefix("(?"), let close = rest.firstIndex(of: ")"),
        rest[rest.index(rest.startIndex, offsetBy: 2)..<close].allSatisfy({ "aiLmsux".contains($0) })
      {
        letters += rest[rest.index(rest.startIndex, offsetBy: 2)..<close]
        rest = rest[rest.index(after: close)...]
      }
      do {
        expression = try RegularExpression(String(rest), flags: letters)
      } catch {
        throw Failure(.value, "'\(pattern)' is no regular expression: \(error.message)")
      }
    }

    var typeName: String { "re.Pattern" }

    func attribute(_ name: String) throws -> Value? {
      if name == "pattern" { return .string(pattern) }
      guard case .dict(let module) = RegularExpressionModule.value, case .object(let function)? = module[name] else {
        return nil
      }
      return .object(
        FunctionObject(name) { arguments in
          var arguments = arguments
          arguments.positional.insert(.object(self), at: 0)
          return try function.call(arguments)
        })
    }
  }
}
