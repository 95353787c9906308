/// What reading an undefined name or attribute gives, and what may be done with it.
public enum UndefinedBehavior: Sendable {
  /// Jinja's default: prints as nothing, iterates as nothing, is false; anything else is an error.
  case lenient
  /// As `lenient`, and attributes and items of it are undefined again.
  case chainable
  /// As `chainable`, and calling it gives it back.
  case silent
  /// Everything but `is defined` is an error.
  case strict
}

/// The value of a name, attribute or item that is not there.
public final class Undefined {
  /// What was looked for.
  public enum Reason {
    /// A variable.
    case name(String)
    /// An attribute or item of a value, whose type is described as in `dict object`.
    case member(of: String, key: Value)
    /// Something else, said in a sentence.
    case hint(String)
  }

  public let reason: Reason
  public let behavior: UndefinedBehavior
  /// The kind of the error that using this value raises.
  let errorKind: JinjaError.Kind

  /// An undefined value with the reason its error will give.
  public init(_ reason: Reason, behavior: UndefinedBehavior, errorKind: JinjaError.Kind = .undefined) {
    self.reason = reason
    self.behavior = behavior
    self.errorKind = errorKind
  }

  /// The name that was looked for, when there is one.
  public var name: String? {
    switch reason {
    case .name(let name): name
    case .member(_, .string(let name)): name
    default: nil
    }
  }

  /// The sentence of the error that using this value raises.
  public var message: String {
    switch reason {
    case .name(let name): "\(pythonQuoted(name)) is undefined"
    case .member(let owner, .string(let name)): "'\(owner)' has no attribute \(pythonQuoted(name))"
    case .member(let owner, let key): "\(owner) has no element \(key.repr())"
    case .hint(let text): text
    }
  }

  var failure: Failure { Failure(errorKind, message) }

  func truth() throws -> Bool {
    if behavior == .strict { throw failure }
    return false
  }

  func emptyLength() throws -> Int {
    if behavior == .strict { throw failure }
    return 0
  }

  func text() throws -> String {
    if behavior == .strict { throw failure }
    return ""
  }

  /// An attribute or item of this value.
  func member() throws -> Value {
    switch behavior {
    case .chainable, .silent: return .undefined(self)
    case .lenient, .strict: throw failure
    }
  }
}
