import CSQLite

extension Statement {
  /// How many parameters the statement has (the largest index).
  public var parameterCount: Int { Int(sqlite3_bind_parameter_count(pointer)) }

  /// The index of a named parameter, its prefix included (`:name`, `@name`, `$name`); nil if there is none.
  public func parameterIndex(_ name: String) -> Int? {
    let index = Int(sqlite3_bind_parameter_index(pointer, name))
    return index == 0 ? nil : index
  }

  /// Binds the parameters in order; there must be as many values as parameters.
  public func bind(_ values: [Value]) throws(SQLiteError) {
    guard values.count == parameterCount else {
      throw SQLiteError(
        code: .range, message: "\(values.count) values for \(parameterCount) parameters", sql: sql)
    }
    for index in values.indices { try bind(values[index], at: index + 1) }
  }

  /// Binds parameters by name, prefix included.
  public func bind(_ values: [String: Value]) throws(SQLiteError) {
    for (name, value) in values {
      guard let index = parameterIndex(name) else {
        throw SQLiteError(code: .range, message: "the statement has no parameter '\(name)'", sql: sql)
      }
      try bind(value, at: index)
    }
  }

  /// Binds a value to the parameter at `index`, counted from 1.
  public func bind(_ value: Value, at index: Int) throws(SQLiteError) {
    switch value {
    case .null: try bindNull(at: index)
    case .integer(let number): try bind(number, at: index)
    case .real(let number): try bind(number, at: index)
    case .text(let text): try bind(text, at: index)
    case .blob(let bytes):
      let code = bytes.withUnsafeBufferPointer { bindBytes($0, at: index, isText: false, .transient) }
      try check(code)
    }
  }

  /// Binds NULL at `index`, counted from 1.
  @inline(__always)
  public func bindNull(at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_null(pointer, Int32(truncatingIfNeeded: index)))
  }

  /// Binds an integer at `index`, counted from 1.
  @inline(__always)
  public func bind(_ number: Int64, at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_int64(pointer, Int32(truncatingIfNeeded: index), number))
  }

  /// Binds a double at `index`, counted from 1.
  @inline(__always)
  public func bind(_ number: Double, at index: Int) throws(SQLiteError) {
    try check(sqlite3_bind_double(pointer, Int32(truncatingIfNeeded: index), number))
  }

  /// Binds text at `index`, counted from 1.
  public func bind(_ text: String, at index: Int) throws(SQLiteError) {
    var text = text
    let code = text.withUTF8 { bindBytes($0, at: index, isText: true, .transient) }
    try check(code)
  }

  /// Binds UTF-8 bytes as text. `.static` bytes must stay until the parameter is bound anew or the statement goes.
  @inline(__always)
  public func bindText(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ lifetime: BytesLifetime = .transient
  ) throws(SQLiteError) {
    try check(bindBytes(bytes, at: index, isText: true, lifetime))
  }

  /// Binds bytes as a blob. `.static` bytes must stay until the parameter is bound anew or the statement goes.
  public func bindBlob(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ lifetime: BytesLifetime = .transient
  ) throws(SQLiteError) {
    try check(bindBytes(bytes, at: index, isText: false, lifetime))
  }

  /// Sets every parameter to NULL.
  public func clearBindings() {
    sqlite3_clear_bindings(pointer)
  }

  @inline(__always)
  private func bindBytes(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, isText: Bool, _ lifetime: BytesLifetime
  ) -> Int32 {
    let index = Int32(truncatingIfNeeded: index)
    let base = UnsafeRawPointer(bytes.baseAddress ?? emptyText.utf8Start)
    guard isText else {
      return sqlite3_bind_blob64(pointer, index, base, UInt64(bytes.count), lifetime.destructor)
    }
    return sqlite3_bind_text64(
      pointer, index, base.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), lifetime.destructor,
      UInt8(SQLITE_UTF8))
  }

  @inline(__always)
  private func check(_ code: Int32) throws(SQLiteError) {
    if code != SQLITE_OK { throw failure(code) }
  }
}
