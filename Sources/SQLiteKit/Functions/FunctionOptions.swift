import CSQLite

/// What SQLite may assume of a function.
public struct FunctionOptions: OptionSet, Sendable {
  /// The options as bits.
  public let rawValue: Int

  /// Options from bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The same arguments always give the same result: it may be computed once, used in indexes and in checks.
  public static let deterministic = FunctionOptions(rawValue: 1)
  /// It has no side effects and tells no secrets: views and triggers of any file may call it.
  public static let innocuous = FunctionOptions(rawValue: 2)
  /// Only the top level of a statement may call it, never a view or trigger.
  public static let directOnly = FunctionOptions(rawValue: 4)

  var flags: Int32 {
    var flags = SQLITE_UTF8
    if contains(.deterministic) { flags |= SQLITE_DETERMINISTIC }
    if contains(.innocuous) { flags |= SQLITE_INNOCUOUS }
    if contains(.directOnly) { flags |= SQLITE_DIRECTONLY }
    // Told to SQLite so that json() and the like may see what `setSubtype` put on.
    return flags | SQLITE_SUBTYPE
  }
}
