import CSQLite

extension Connection {
  /// Adds a module of virtual tables under a name; a later one of the same name replaces it.
  ///
  /// Its name can be used as a table itself. With `isEponymousOnly` that is the only way; otherwise
  /// `CREATE VIRTUAL TABLE t USING name(…)` works too.
  public func registerModule(
    _ name: String, _ module: any VirtualTableModule, isEponymousOnly: Bool = true
  ) throws(SQLiteError) {
    let database = try handle.open()
    let registration = ModuleRegistration(module, isEponymousOnly: isEponymousOnly)
    let code = sqlite3_create_module_v2(
      database, name, registration.callbacks, Unmanaged.passRetained(registration).toOpaque(),
      { context in
        if let context { Unmanaged<ModuleRegistration>.fromOpaque(context).release() }
      })
    try handle.check(code)
  }

  /// Takes a module away. Tables of it that are in use live on until their statements end.
  public func unregisterModule(_ name: String) throws(SQLiteError) {
    let database = try handle.open()
    cache.removeAll()
    try handle.check(sqlite3_create_module_v2(database, name, nil, nil, nil))
  }
}

/// Keeps a module and the C table of its callbacks for as long as SQLite knows it.
final class ModuleRegistration {
  let module: any VirtualTableModule
  let callbacks: UnsafeMutablePointer<sqlite3_module>

  init(_ module: any VirtualTableModule, isEponymousOnly: Bool) {
    self.module = module
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: sqlite3_module())
    // A module without xCreate can only be used by its name; one whose xCreate is xConnect can be both.
    callbacks.pointee.xCreate = isEponymousOnly ? nil : connectTable
    callbacks.pointee.xConnect = connectTable
    callbacks.pointee.xBestIndex = planTable
    callbacks.pointee.xDisconnect = disconnectTable
    callbacks.pointee.xDestroy = disconnectTable
    callbacks.pointee.xOpen = openCursor
    callbacks.pointee.xClose = closeCursor
    callbacks.pointee.xFilter = startCursor
    callbacks.pointee.xNext = advanceCursor
    callbacks.pointee.xEof = cursorIsAtEnd
    callbacks.pointee.xColumn = cursorColumn
    callbacks.pointee.xRowid = cursorRowID
  }

  deinit {
    callbacks.deinitialize(count: 1)
    callbacks.deallocate()
  }
}
