import CSQLite

/// What is set once a process, before the first connection opens.
public enum SQLiteLibrary {
  /// The version of the library that was loaded, such as `3.40.1`.
  public static var version: String { String(cString: sqlite3_libversion()) }

  /// The options the library was compiled with, without their `SQLITE_` prefix.
  public static var compileOptions: [String] {
    var options: [String] = []
    while let option = sqlite3_compileoption_get(Int32(options.count)) {
      options.append(String(cString: option))
    }
    return options
  }

  /// Memory statistics off: with them every allocation of every connection takes one global lock.
  static let configured: Void = {
    _ = sluice_sqlite_config_int(SQLITE_CONFIG_MEMSTATUS, 0)
    _ = sqlite3_initialize()
  }()
}
