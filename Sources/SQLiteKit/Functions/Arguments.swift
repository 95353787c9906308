import CSQLite

/// The arguments of one call of a SQL function: read in place, valid only during the call.
public struct Arguments: ~Copyable {
  /// How many there are.
  public let count: Int
  let values: UnsafeMutablePointer<OpaquePointer?>?

  @inline(__always)
  init(count: Int32, values: UnsafeMutablePointer<OpaquePointer?>?) {
    self.count = Int(count)
    self.values = values
  }

  @inline(__always)
  func pointer(_ index: Int) -> OpaquePointer? {
    precondition(index >= 0 && index < count, "argument index out of range")
    return values?[index]
  }

  /// The storage class of an argument.
  @inline(__always)
  public func type(_ index: Int) -> ValueType { ValueType(code: sqlite3_value_type(pointer(index))) }

  /// Whether an argument is NULL.
  @inline(__always)
  public func isNull(_ index: Int) -> Bool { sqlite3_value_type(pointer(index)) == SQLITE_NULL }

  /// An argument as an integer, converted as SQLite does.
  @inline(__always)
  public func int64(_ index: Int) -> Int64 { sqlite3_value_int64(pointer(index)) }

  /// An argument as a double, converted as SQLite does.
  @inline(__always)
  public func double(_ index: Int) -> Double { sqlite3_value_double(pointer(index)) }

  /// The UTF-8 bytes of an argument, not copied: valid until the call returns.
  ///
  /// Numbers are written as text; NULL gives an empty buffer.
  @inline(__always)
  public func textBytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let value = pointer(index)
    let start = sqlite3_value_text(value)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
  }

  /// The bytes of an argument, not copied: valid until the call returns.
  @inline(__always)
  public func blobBytes(_ index: Int) -> UnsafeRawBufferPointer {
    let value = pointer(index)
    let start = sqlite3_value_blob(value)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
  }

  /// An argument as a string, or nil for NULL.
  public func string(_ index: Int) -> String? {
    isNull(index) ? nil : String(decoding: textBytes(index), as: UTF8.self)
  }

  /// An argument as a value of its own.
  public func value(_ index: Int) -> Value {
    switch type(index) {
    case .null: .null
    case .integer: .integer(int64(index))
    case .real: .real(double(index))
    case .text: .text(String(decoding: textBytes(index), as: UTF8.self))
    case .blob: .blob(Array(blobBytes(index)))
    }
  }

  /// The subtype another function put on an argument (74 marks JSON), 0 for none.
  public func subtype(_ index: Int) -> UInt32 { sqlite3_value_subtype(pointer(index)) }
}
