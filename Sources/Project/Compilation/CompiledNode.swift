/// A node's SQL after Jinja, with what is needed to know whether it changed and where an error lies.
public struct CompiledNode: Sendable {
  public let id: NodeID
  /// The statement as dbt would compile it: the project's dialect, three-level names, ephemeral models injected.
  public var sql: String
  /// What the result depends on besides input data: a digest of the SQL, configuration, macros, vars and environment.
  public var fingerprint: String
  /// Maps a UTF-8 offset in `sql` to the author's file.
  public var locate: @Sendable (Int) -> SourceLocation?

  /// What `log` and `print` wrote while it compiled.
  public var lines: [Line] = []
  /// Warnings a template raised while it compiled.
  public var warnings: [ProjectMessage] = []

  /// A line a template wrote.
  public struct Line: Hashable, Sendable {
    public var text: String
    /// Whether it is for the terminal (`log(…, info=True)`, `print`), not only for the log file.
    public var isShown: Bool
  }

  public init(
    id: NodeID, sql: String, fingerprint: String,
    locate: @escaping @Sendable (Int) -> SourceLocation? = { _ in nil }
  ) {
    self.id = id
    self.sql = sql
    self.fingerprint = fingerprint
    self.locate = locate
  }
}
