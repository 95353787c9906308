/// Why a template could not be parsed or rendered, and where.
public struct JinjaError: Error, Sendable, CustomStringConvertible {
  /// What went wrong, in the terms of Python's exceptions, so that messages can be matched with the original's.
  public enum Kind: String, Sendable, CaseIterable {
    case syntax, undefined, type, value, zeroDivision, overflow, key, index, attribute
    case security, runtime, recursion, host
  }

  /// One level of the calls that were running when the error happened.
  public struct StackEntry: Sendable, Equatable {
    /// The macro's name; nil for the outermost template.
    public var macro: String?
    /// The name of the template the running line belongs to.
    public var template: String
    /// The 1-based line that was running.
    public var line: Int

    /// Names one level of the calls.
    public init(macro: String?, template: String, line: Int) {
      self.macro = macro
      self.template = template
      self.line = line
    }
  }

  public var kind: Kind
  /// What happened, without the place.
  public var message: String
  public var template: String
  /// 1-based.
  public var line: Int
  /// 1-based, in Unicode scalars.
  public var column: Int
  /// The running macros, innermost first, ending with the outermost template; empty when no macro was running.
  public var macroStack: [StackEntry]
  /// The host's own error, when one was thrown through the template.
  public var underlying: (any Error)?

  /// Describes an error at a place.
  public init(
    _ kind: Kind, _ message: String, template: String, line: Int, column: Int, macroStack: [StackEntry] = [],
    underlying: (any Error)? = nil
  ) {
    self.kind = kind
    self.message = message
    self.template = template
    self.line = line
    self.column = column
    self.macroStack = macroStack
    self.underlying = underlying
  }

  public var description: String {
    var text = "\(template):\(line):\(column): \(message)"
    for (depth, entry) in macroStack.enumerated() {
      let place = "\(entry.template):\(entry.line)"
      switch entry.macro {
      case let macro? where depth == 0: text += "\n  in macro \(macro) (\(place))"
      case let macro?: text += "\n  called by macro \(macro) (\(place))"
      case nil: text += "\n  called from \(place)"
      }
    }
    return text
  }
}
