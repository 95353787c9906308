import CSQLite

/// Where a function or virtual table column puts its result; valid only during the call. Without a result it is NULL.
public struct ResultContext: ~Copyable {
  let context: OpaquePointer?

  @inline(__always)
  init(_ context: OpaquePointer?) {
    self.context = context
  }

  /// NULL.
  @inline(__always)
  public func setNull() { sqlite3_result_null(context) }

  /// An integer.
  @inline(__always)
  public func set(_ number: Int64) { sqlite3_result_int64(context, number) }

  /// An integer.
  @inline(__always)
  public func set(_ number: Int) { sqlite3_result_int64(context, Int64(number)) }

  /// A double; NaN becomes NULL.
  @inline(__always)
  public func set(_ number: Double) { sqlite3_result_double(context, number) }

  /// 1 or 0.
  @inline(__always)
  public func set(_ flag: Bool) { sqlite3_result_int(context, flag ? 1 : 0) }

  /// Text.
  public func set(_ text: String) {
    var text = text
    text.withUTF8 { setText($0) }
  }

  /// Text, or NULL for nil.
  public func set(_ text: String?) {
    if let text { set(text) } else { setNull() }
  }

  /// A value of any storage class.
  public func set(_ value: Value) {
    switch value {
    case .null: setNull()
    case .integer(let number): set(number)
    case .real(let number): set(number)
    case .text(let text): set(text)
    case .blob(let bytes): bytes.withUnsafeBufferPointer { setBlob($0) }
    }
  }

  /// UTF-8 bytes as text.
  ///
  /// `.static` is for constants: SQLite may keep the address in a register of the statement (`min`, `GROUP BY`)
  /// long after the call, so bytes that live only until the next row must be `.transient`. That copy goes into the
  /// register's own buffer, which is reused from row to row: no allocation.
  @inline(__always)
  public func setText(_ bytes: UnsafeBufferPointer<UInt8>, _ lifetime: BytesLifetime = .transient) {
    let base = UnsafeRawPointer(bytes.baseAddress ?? emptyText.utf8Start)
    sqlite3_result_text64(
      context, base.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), lifetime.destructor, UInt8(SQLITE_UTF8))
  }

  /// A constant as text, not copied.
  public func setText(_ text: StaticString) {
    setText(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), .static)
  }

  /// Bytes as a blob.
  public func setBlob(_ bytes: UnsafeBufferPointer<UInt8>, _ lifetime: BytesLifetime = .transient) {
    let base = UnsafeRawPointer(bytes.baseAddress ?? emptyText.utf8Start)
    sqlite3_result_blob64(context, base, UInt64(bytes.count), lifetime.destructor)
  }

  /// One of the arguments as it is.
  @inline(__always)
  public func set(_ arguments: borrowing Arguments, _ index: Int) {
    sqlite3_result_value(context, arguments.pointer(index))
  }

  /// Marks the result with a subtype another function can see (74 marks JSON).
  public func setSubtype(_ subtype: UInt32) { sqlite3_result_subtype(context, subtype) }

  /// Fails the statement with a message.
  public func setError(_ message: String) {
    var message = message
    message.withUTF8 { bytes in
      let base = UnsafeRawPointer(bytes.baseAddress ?? emptyText.utf8Start).assumingMemoryBound(to: CChar.self)
      sqlite3_result_error(context, base, Int32(clamping: bytes.count))
    }
  }

  func setError(_ error: any Error) {
    setError(reportedMessage(of: error))
  }

  /// What an earlier call in the same statement kept for a constant argument, such as a compiled pattern.
  public func kept(for argument: Int) -> AnyObject? {
    guard let pointer = sqlite3_get_auxdata(context, Int32(argument)) else { return nil }
    return Unmanaged<AnyObject>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Keeps an object for the next calls, as long as the argument is the same constant.
  public func keep(_ object: AnyObject, for argument: Int) {
    sqlite3_set_auxdata(context, Int32(argument), Unmanaged.passRetained(object).toOpaque()) { pointer in
      if let pointer { Unmanaged<AnyObject>.fromOpaque(pointer).release() }
    }
  }
}
