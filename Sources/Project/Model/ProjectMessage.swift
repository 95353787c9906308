/// Something the project's loader or compiler has to say: what, where, and what to do about it.
public struct ProjectMessage: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Severity: String, Sendable { case warning, error }

  public var severity: Severity
  public var message: String
  public var location: SourceLocation?
  /// What the reader can do about it, as a short imperative sentence.
  public var hint: String?
  /// The node it belongs to, where it belongs to one.
  public var node: NodeID?

  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
    node: NodeID? = nil
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.hint = hint
    self.node = node
  }

  /// Message and hint in one line.
  public var words: String { hint.map { "\(message); \($0)" } ?? message }

  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    let advice = hint.map { "\n  \($0)" } ?? ""
    return "\(place)\(severity.rawValue): \(message)\(advice)"
  }
}
