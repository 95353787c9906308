import CSQLite

/// Keeps the closure SQLite calls every so many virtual machine steps.
final class ProgressHandler {
  let body: () -> Bool
  init(_ body: @escaping () -> Bool) { self.body = body }
}

/// Keeps the closure SQLite asks whether to wait for a lock.
final class BusyHandler {
  let body: (Int) -> Bool
  init(_ body: @escaping (Int) -> Bool) { self.body = body }
}

extension Connection {
  /// Asks `body` about every `steps` virtual machine instructions whether to go on; false ends the statement as interrupted.
  ///
  /// Passing nil removes it. `body` must not use the connection.
  public func setProgressHandler(every steps: Int = 10_000, _ body: (() -> Bool)?) throws(SQLiteError) {
    let database = try handle.open()
    guard let body else {
      sqlite3_progress_handler(database, 0, nil, nil)
      handle.progressHandler = nil
      return
    }
    let handler = ProgressHandler(body)
    sqlite3_progress_handler(
      database, Int32(clamping: steps),
      { context in
        guard let context else { return 0 }
        return Unmanaged<ProgressHandler>.fromOpaque(context).takeUnretainedValue().body() ? 0 : 1
      }, Unmanaged.passUnretained(handler).toOpaque())
    handle.progressHandler = handler
  }

  /// How long a statement waits for another connection's lock before it fails as busy, in milliseconds.
  public func setBusyTimeout(milliseconds: Int) throws(SQLiteError) {
    let database = try handle.open()
    try handle.check(sqlite3_busy_timeout(database, Int32(clamping: milliseconds)))
    handle.busyHandler = nil
  }

  /// Asks `body` with the number of tries so far whether to try for the lock again; false fails the statement as busy.
  ///
  /// It replaces the busy timeout, and nil fails at once. The closure should sleep; it must not use the connection.
  public func setBusyHandler(_ body: ((_ tries: Int) -> Bool)?) throws(SQLiteError) {
    let database = try handle.open()
    guard let body else {
      sqlite3_busy_handler(database, nil, nil)
      handle.busyHandler = nil
      return
    }
    let handler = BusyHandler(body)
    sqlite3_busy_handler(
      database,
      { context, tries in
        guard let context else { return 0 }
        return Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue().body(Int(tries)) ? 1 : 0
      }, Unmanaged.passUnretained(handler).toOpaque())
    handle.busyHandler = handler
  }
}
