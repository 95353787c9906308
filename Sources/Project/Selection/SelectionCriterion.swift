/// One term of a selection: `2+tag:nightly+1`, `@orders`, `path:models/marts`.
struct SelectionCriterion: Hashable, Sendable {
  /// The method's name: `tag`, `fqn`, `config`.
  var method: String
  /// What stands after dots in the method: `config.meta.owner` has `meta` and `owner`.
  var arguments: [String] = []
  var value: String
  /// `@`: children, and all parents of those.
  var childrensParents = false
  var parents = false
  /// nil: all of them.
  var parentsDepth: Int?
  var children = false
  var childrenDepth: Int?
  /// Overrides the command's for this term.
  var indirect: IndirectSelection?

  init(method: String, value: String) {
    let parts = method.split(separator: ".").map(String.init)
    self.method = parts.first ?? ""
    arguments = Array(parts.dropFirst())
    self.value = value
  }

  /// Reads a term; throws in words what is wrong with it.
  init(parsing text: String) throws(SelectionError) {
    var rest = Substring(text)
    var at = false
    var above: (Bool, Int?) = (false, nil)
    if rest.first == "@" {
      at = true
      rest = rest.dropFirst()
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if rest.dropFirst(digits.count).first == "+" {
      above = (true, Int(digits))
      rest = rest.dropFirst(digits.count + 1)
    }
    var below: (Bool, Int?) = (false, nil)
    let tail = rest.reversed().prefix { $0.isASCII && $0.isNumber }
    if rest.dropLast(tail.count).last == "+" {
      below = (true, Int(String(tail.reversed())))
      rest = rest.dropLast(tail.count + 1)
    }
    var method: String?
    if let colon = rest.firstIndex(of: ":") {
      let name = rest[..<colon]
      if !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) {
        method = String(name)
        rest = rest[rest.index(after: colon)...]
      }
    }
    let value = String(rest)
    guard !value.isEmpty else {
      throw SelectionError(message: "'\(text)' selects nothing", hint: "write a name or method:value")
    }
    if at, below.0 {
      throw SelectionError(
        message: "'\(text)' has both @ and a + behind it", hint: "@ already takes all children; leave the + out")
    }
    self.init(method: method ?? Self.standardMethod(for: value), value: value)
    childrensParents = at
    (parents, parentsDepth) = above
    (children, childrenDepth) = below
  }

  /// A value with a slash is a path, one with a file's ending a file, anything else a name.
  static func standardMethod(for value: String) -> String {
    if value.contains("/") { return "path" }
    return [".sql", ".py", ".csv"].contains { value.lowercased().hasSuffix($0) } ? "file" : "fqn"
  }
}

/// Which tests come along when some of what they test is selected.
public enum IndirectSelection: String, Sendable, CaseIterable {
  /// Tests of which any parent is selected.
  case eager
  /// Tests of which all parents are selected.
  case cautious
  /// Tests whose parents are all selected or ancestors of selected nodes.
  case buildable
  /// None but those selected themselves.
  case empty
}

/// Why a selection cannot be understood.
public struct SelectionError: Error, Sendable, CustomStringConvertible {
  public var message: String
  public var hint: String?
  public var location: SourceLocation?

  /// What is wrong, what to do about it, and where.
  public init(message: String, hint: String? = nil, location: SourceLocation? = nil) {
    self.message = message
    self.hint = hint
    self.location = location
  }

  public var description: String {
    (location.map { "\($0): " } ?? "") + message + (hint.map { " (\($0))" } ?? "")
  }
}
