/// How templates are read: whitespace rules and the statements beyond Jinja's own.
public struct Syntax: Sendable {
  /// Drops the first newline after a block tag.
  public var trimBlocks = false
  /// Drops spaces and tabs before a block tag that begins its line.
  public var lstripBlocks = false
  /// Keeps one newline at the end of the template instead of dropping it.
  public var keepTrailingNewline = false
  /// The `{% do %}` statement.
  public var allowsDo = true
  /// `{% break %}` and `{% continue %}`.
  public var allowsLoopControls = true
  /// Statements of the host, such as `{% test name(args) %} … {% endtest %}`.
  public var customBlocks: [CustomBlockSyntax] = []

  /// Jinja's defaults, with `do` and loop controls.
  public static let standard = Syntax()

  /// Starts from the defaults.
  public init() {}
}

/// The form of one statement of the host.
///
/// A header is `keyword name`, `keyword name(parameters)` or `keyword name, option, option=value`; the body ends with
/// `end` + keyword.
public struct CustomBlockSyntax: Sendable {
  /// What stands between the header and the end tag.
  public enum Body: Sendable {
    /// A template of its own.
    case template
    /// Text that is kept as it is written.
    case raw
  }

  public var keyword: String
  public var body: Body

  /// The tag that ends the block.
  public var endKeyword: String { "end" + keyword }

  /// Declares `{% keyword … %} … {% endkeyword %}`.
  public init(_ keyword: String, body: Body = .template) {
    self.keyword = keyword
    self.body = body
  }
}
