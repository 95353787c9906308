import CSQLite

/// What SQLite holds as a `sqlite3_vtab *`: its own part first, then ours.
private struct TableStorage {
  var base = sqlite3_vtab()
  let table: any VirtualTable
}

/// What SQLite holds as a `sqlite3_vtab_cursor *`: its own part first, then ours.
private struct CursorStorage {
  var base = sqlite3_vtab_cursor()
  /// Owned: released when SQLite closes the cursor.
  let holder: Unmanaged<CursorHolder>
}

/// Holds the cursor in a `let`: read through a guaranteed reference it is not retained and released for each column
/// of each row, which took a sixth of the time of a scan.
private final class CursorHolder {
  let cursor: any VirtualTableCursor
  init(_ cursor: any VirtualTableCursor) { self.cursor = cursor }
}

@inline(__always)
private func storage(_ table: UnsafeMutablePointer<sqlite3_vtab>?) -> UnsafeMutablePointer<TableStorage>? {
  table.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: TableStorage.self) }
}

@inline(__always)
private func storage(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> UnsafeMutablePointer<CursorStorage>? {
  cursor.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: CursorStorage.self) }
}

/// Gives an error's message to SQLite, which reads it from the table and frees it.
private func fail(_ table: UnsafeMutablePointer<sqlite3_vtab>?, _ error: any Error) -> Int32 {
  if let table {
    sqlite3_free(table.pointee.zErrMsg)
    table.pointee.zErrMsg = allocateText(reportedMessage(of: error))
  }
  return (error as? SQLiteError).map { $0.code.rawValue } ?? SQLITE_ERROR
}

func connectTable(
  _ database: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ count: Int32,
  _ texts: UnsafePointer<UnsafePointer<CChar>?>?,
  _ table: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?,
  _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  guard let context, let table else { return SQLITE_MISUSE }
  let registration = Unmanaged<ModuleRegistration>.fromOpaque(context).takeUnretainedValue()
  // The first three are the module's, the schema's and the table's names.
  let arguments = (3..<max(3, Int(count))).compactMap { index in
    texts?[index].map { String(cString: $0) }
  }
  do {
    let made = try registration.module.connect(arguments)
    let code = sqlite3_declare_vtab(database, made.declaration)
    guard code == SQLITE_OK else { return code }
    let memory = UnsafeMutablePointer<TableStorage>.allocate(capacity: 1)
    memory.initialize(to: TableStorage(table: made))
    table.pointee = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  } catch {
    message?.pointee = allocateText(reportedMessage(of: error))
    return SQLITE_ERROR
  }
}

func disconnectTable(_ table: UnsafeMutablePointer<sqlite3_vtab>?) -> Int32 {
  guard let memory = storage(table) else { return SQLITE_OK }
  memory.deinitialize(count: 1)
  memory.deallocate()
  return SQLITE_OK
}

func planTable(_ table: UnsafeMutablePointer<sqlite3_vtab>?, _ info: UnsafeMutablePointer<sqlite3_index_info>?) -> Int32
{
  guard let memory = storage(table), let info else { return SQLITE_MISUSE }
  do {
    try memory.pointee.table.plan(TableQuery(info: info))
    return SQLITE_OK
  } catch {
    return fail(table, error)
  }
}

func openCursor(
  _ table: UnsafeMutablePointer<sqlite3_vtab>?,
  _ cursor: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
) -> Int32 {
  guard let memory = storage(table), let cursor else { return SQLITE_MISUSE }
  do {
    let holder = CursorHolder(try memory.pointee.table.open())
    let made = UnsafeMutablePointer<CursorStorage>.allocate(capacity: 1)
    made.initialize(to: CursorStorage(holder: .passRetained(holder)))
    cursor.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
    return SQLITE_OK
  } catch {
    return fail(table, error)
  }
}

func closeCursor(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
  guard let memory = storage(cursor) else { return SQLITE_OK }
  memory.pointee.holder.release()
  memory.deinitialize(count: 1)
  memory.deallocate()
  return SQLITE_OK
}

func startCursor(
  _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ number: Int32, _ text: UnsafePointer<CChar>?,
  _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  guard let memory = storage(cursor) else { return SQLITE_MISUSE }
  return memory.pointee.holder._withUnsafeGuaranteedRef { holder in
    do {
      let scan = TableScan(
        number: Int(number), text: text.map { String(cString: $0) },
        arguments: Arguments(count: count, values: values))
      try holder.cursor.start(scan)
      return SQLITE_OK
    } catch {
      return fail(memory.pointee.base.pVtab, error)
    }
  }
}

func advanceCursor(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
  guard let memory = storage(cursor) else { return SQLITE_MISUSE }
  return memory.pointee.holder._withUnsafeGuaranteedRef { holder in
    do {
      try holder.cursor.next()
      return SQLITE_OK
    } catch {
      return fail(memory.pointee.base.pVtab, error)
    }
  }
}

func cursorIsAtEnd(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
  guard let memory = storage(cursor) else { return 1 }
  return memory.pointee.holder._withUnsafeGuaranteedRef { $0.cursor.isAtEnd ? 1 : 0 }
}

func cursorColumn(
  _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ context: OpaquePointer?, _ index: Int32
) -> Int32 {
  guard let memory = storage(cursor) else { return SQLITE_MISUSE }
  return memory.pointee.holder._withUnsafeGuaranteedRef { holder in
    do {
      try holder.cursor.column(Int(index), into: ResultContext(context))
      return SQLITE_OK
    } catch {
      ResultContext(context).setError(error)
      return SQLITE_ERROR
    }
  }
}

func cursorRowID(
  _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ rowID: UnsafeMutablePointer<Int64>?
) -> Int32 {
  guard let memory = storage(cursor) else { return SQLITE_MISUSE }
  rowID?.pointee = memory.pointee.holder._withUnsafeGuaranteedRef { $0.cursor.rowID }
  return SQLITE_OK
}
