import Jinja
import _StringProcessing

/// `modules.re`: Python's regular expressions, as far as projects use them.
enum RegularExpressionModule {
  static var value: Value {
    .dict([
      ("match", function("match") { pattern, text, _ in Match.first(pattern, text, anchored: true) }),
      ("search", function("search") { pattern, text, _ in Match.first(pattern, text, anchored: false) }),
      (
        "fullmatch",
        function("fullmatch") { pattern, text, _ in
          guard let match = try? pattern.wholeMatch(in: text) else { return .none }
          return .object(Match(match, in: text))
        }
      ),
      (
        "findall",
        function("findall") { pattern, text, _ in
          .list(
            text.matches(of: pattern).map { match in
              let groups = match.output.dropFirst().map { Value.string($0.substring.map(String.init) ?? "") }
              if groups.isEmpty { return .string(String(text[match.range])) }
              return groups.count == 1 ? groups[0] : .tuple(Array(groups))
            })
        }
      ),
      (
        "split",
        function("split") { pattern, text, _ in
          .list(text.split(separator: pattern, omittingEmptySubsequences: false).map { .string(String($0)) })
        }
      ),
      ("sub", .object(FunctionObject("sub", substitute))),
      ("escape", .object(FunctionObject("escape") { .string(escaped($0.positional.first?.str() ?? "")) })),
      ("compile", .object(FunctionObject("compile") { .object(Pattern($0.positional.first?.str() ?? "")) })),
      ("IGNORECASE", .int(2)), ("I", .int(2)), ("MULTILINE", .int(8)), ("M", .int(8)), ("DOTALL", .int(16)),
      ("S", .int(16)),
    ])
  }

  fileprivate static func regex(_ pattern: String, flags: Int) throws -> Regex<AnyRegexOutput> {
    do {
      var regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
      if flags & 2 != 0 { regex = regex.ignoresCase() }
      if flags & 8 != 0 { regex = regex.anchorsMatchLineEndings() }
      if flags & 16 != 0 { regex = regex.dotMatchesNewlines() }
      return regex
    } catch {
      throw Failure(.value, "'\(pattern)' is no regular expression: \(error)")
    }
  }

  private static func function(
    _ name: String, _ body: @escaping (Regex<AnyRegexOutput>, String, CallArguments) throws -> Value
  ) -> Value {
    .object(
      FunctionObject(name) { arguments in
        let values = try arguments.bind(name, ["pattern", "string", "flags"], required: 2)
        let pattern = try regex(values[0]?.str() ?? "", flags: values[2]?.intValue ?? 0)
        return try body(pattern, values[1]?.str() ?? "", arguments)
      })
  }

  private static func substitute(_ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind("sub", ["pattern", "repl", "string", "count", "flags"], required: 3)
    let pattern = try regex(values[0]?.str() ?? "", flags: values[4]?.intValue ?? 0)
    let replacement = values[1]?.str() ?? ""
    let limit = values[3]?.intValue ?? 0
    let text = values[2]?.str() ?? ""
    var result = ""
    var place = text.startIndex
    for (index, match) in text.matches(of: pattern).enumerated() where limit == 0 || index < limit {
      result += text[place..<match.range.lowerBound]
      result += expanded(replacement, match)
      place = match.range.upperBound
    }
    return .string(result + text[place...])
  }

  /// `\1` and `\g<1>` in a replacement.
  private static func expanded(_ replacement: String, _ match: Regex<AnyRegexOutput>.Match) -> String {
    guard replacement.contains("\\") else { return replacement }
    var result = ""
    var rest = Substring(replacement)
    func group(_ number: Int) -> String {
      match.output.indices.contains(number) ? match.output[number].substring.map(String.init) ?? "" : ""
    }
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      if let number = next.wholeNumberValue {
        result += group(number)
      } else if next == "g", rest.first == "<", let close = rest.firstIndex(of: ">") {
        result += group(Int(rest[rest.index(after: rest.startIndex)..<close]) ?? 0)
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
    private let groups: [String?]

    init(_ match: Regex<AnyRegexOutput>.Match, in text: String) {
      groups = match.output.map { $0.substring.map(String.init) }
    }

    static func first(_ pattern: Regex<AnyRegexOutput>, _ text: String, anchored: Bool) -> Value {
      let match = anchored ? try? pattern.prefixMatch(in: text) : try? pattern.firstMatch(in: text)
      return match.map { .object(Match($0, in: text)) } ?? .none
    }

    var typeName: String { "re.Match" }

    private func text(_ number: Int) -> Value {
      groups.indices.contains(number) ? groups[number].map { .string($0) } ?? .none : .none
    }

    func attribute(_ name: String) throws -> Value? {
      switch name {
      case "group": .object(FunctionObject(name) { self.text($0.positional.first?.intValue ?? 0) })
      case "groups": .object(FunctionObject(name) { _ in .tuple(self.groups.indices.dropFirst().map(self.text)) })
      default: nil
      }
    }
  }

  /// A compiled pattern: the module's functions with the pattern given.
  final class Pattern: JinjaObject {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    var typeName: String { "re.Pattern" }

    func attribute(_ name: String) throws -> Value? {
      if name == "pattern" { return .string(pattern) }
      guard case .dict(let module) = RegularExpressionModule.value, case .object(let function)? = module[name] else {
        return nil
      }
      return .object(
        FunctionObject(name) { [pattern] arguments in
          var arguments = arguments
          arguments.positional.insert(.string(pattern), at: 0)
          return try function.call(arguments)
        })
    }
  }
}
