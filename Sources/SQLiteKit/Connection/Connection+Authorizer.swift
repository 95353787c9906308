import CSQLite

/// Keeps the rule SQLite asks about each action of a statement it compiles.
final class Authorizer {
  let allows: (AuthorizedAction) -> Bool
  init(_ allows: @escaping (AuthorizedAction) -> Bool) { self.allows = allows }
}

/// One thing a statement wants to do, as SQLite tells its authorizer.
public struct AuthorizedAction: Sendable, Equatable {
  /// The action code, one of SQLite's `SQLITE_CREATE_INDEX` … `SQLITE_RECURSIVE`.
  public let code: Int32
  /// The first detail: a table's, pragma's or file's name.
  public let first: String?
  /// The second detail: a column, a function's name, a pragma's argument.
  public let second: String?
  /// The schema (`main`, `temp`, an attached name), where there is one.
  public let schema: String?

  /// Whether it only reads: select, read a column, call a function, recurse, open or close a read transaction,
  /// or ask a pragma that tells and does not set.
  public var isRead: Bool {
    switch code {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: true
    case SQLITE_FUNCTION: second?.lowercased() != "load_extension"
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: true
    // Asked for when a table-valued function is used for the first time. A statement of its own that updates the schema
    // table is refused by SQLite itself, unless `writable_schema` is on, which is refused here.
    case SQLITE_UPDATE: first == "sqlite_master"
    case SQLITE_PRAGMA: isTellingPragma
    default: false
    }
  }

  private var isTellingPragma: Bool {
    guard let name = first?.lowercased() else { return false }
    return Self.tellingWithArgument.contains(name) || (second == nil && Self.tellingAlone.contains(name))
  }

  /// Pragmas whose argument says what to tell about.
  private static let tellingWithArgument: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_info", "index_xinfo", "index_list", "foreign_key_list",
    "integrity_check", "quick_check", "foreign_key_check",
  ]

  /// Pragmas that tell when asked without an argument, and set with one.
  private static let tellingAlone: Set<String> = [
    "application_id", "collation_list", "compile_options", "data_version", "database_list", "encoding",
    "freelist_count", "function_list", "journal_mode", "module_list", "page_count", "page_size", "pragma_list",
    "schema_version", "user_version",
  ]
}

extension Connection {
  /// Lets `allows` decide each action of every statement compiled from now on; nil removes it.
  ///
  /// A refused statement fails to compile as ``ResultCode/notAuthorized``.
  public func setAuthorizer(_ allows: ((AuthorizedAction) -> Bool)?) throws(SQLiteError) {
    let database = try handle.open()
    cache.removeAll()
    guard let allows else {
      try handle.check(sqlite3_set_authorizer(database, nil, nil))
      handle.authorizer = nil
      return
    }
    let authorizer = Authorizer(allows)
    let code = sqlite3_set_authorizer(
      database,
      { context, code, first, second, schema, _ in
        guard let context else { return SQLITE_DENY }
        let action = AuthorizedAction(
          code: code, first: first.map { String(cString: $0) }, second: second.map { String(cString: $0) },
          schema: schema.map { String(cString: $0) })
        let authorizer = Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
        return authorizer.allows(action) ? SQLITE_OK : SQLITE_DENY
      }, Unmanaged.passUnretained(authorizer).toOpaque())
    try handle.check(code)
    handle.authorizer = authorizer
  }

  /// Refuses every statement but reads: no writes, no DDL, no ATTACH, no setting pragma, no extension.
  ///
  /// For SQL a person typed. It guards statements; open the file read-only as well.
  public func setReadOnlyAuthorizer() throws(SQLiteError) {
    try setAuthorizer { $0.isRead }
  }
}
