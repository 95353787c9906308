import CSQLite

extension Statement {
  /// The name of the column at `index`, counted from 0.
  public func columnName(_ index: Int) -> String {
    sqlite3_column_name(pointer, Int32(index)).map { String(cString: $0) } ?? ""
  }

  /// The names of all columns.
  public var columnNames: [String] { (0..<columnCount).map(columnName) }

  /// The type a table's column was declared with, or nil for an expression.
  public func declaredType(_ index: Int) -> String? {
    sqlite3_column_decltype(pointer, Int32(index)).map { String(cString: $0) }
  }

  /// The schema, table and column a result column comes from, or nil for an expression.
  public func columnOrigin(_ index: Int) -> (schema: String, table: String, column: String)? {
    guard let schema = sqlite3_column_database_name(pointer, Int32(index)),
      let table = sqlite3_column_table_name(pointer, Int32(index)),
      let column = sqlite3_column_origin_name(pointer, Int32(index))
    else { return nil }
    return (String(cString: schema), String(cString: table), String(cString: column))
  }

  /// The storage class of a value of the current row.
  @inline(__always)
  public func type(_ index: Int) -> ValueType {
    ValueType(code: sqlite3_column_type(pointer, Int32(truncatingIfNeeded: index)))
  }

  /// Whether a value of the current row is NULL.
  @inline(__always)
  public func isNull(_ index: Int) -> Bool {
    sqlite3_column_type(pointer, Int32(truncatingIfNeeded: index)) == SQLITE_NULL
  }

  /// A value of the current row as an integer, converted as SQLite does (NULL and words are 0).
  @inline(__always)
  public func int64(_ index: Int) -> Int64 {
    sqlite3_column_int64(pointer, Int32(truncatingIfNeeded: index))
  }

  /// A value of the current row as a double, converted as SQLite does.
  @inline(__always)
  public func double(_ index: Int) -> Double {
    sqlite3_column_double(pointer, Int32(truncatingIfNeeded: index))
  }

  /// The UTF-8 bytes of a value of the current row, not copied: valid until the next step, reset or read of the same column.
  ///
  /// Numbers are written as text; NULL gives an empty buffer.
  @inline(__always)
  public func textBytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let index = Int32(truncatingIfNeeded: index)
    // The order matters: the conversion to text decides the number of bytes.
    let start = sqlite3_column_text(pointer, index)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
  }

  /// The bytes of a value of the current row, not copied: valid until the next step, reset or read of the same column.
  @inline(__always)
  public func blobBytes(_ index: Int) -> UnsafeRawBufferPointer {
    let index = Int32(truncatingIfNeeded: index)
    let start = sqlite3_column_blob(pointer, index)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
  }

  /// A value of the current row as a string, or nil for NULL. Bytes that are not UTF-8 become U+FFFD; a double has as many
  /// digits as tell it from every other, where SQLite writes 15.
  public func string(_ index: Int) -> String? {
    switch type(index) {
    case .null: nil
    case .real: String(double(index))
    case .integer, .text, .blob: String(decoding: textBytes(index), as: UTF8.self)
    }
  }

  /// A value of the current row.
  public func value(_ index: Int) -> Value {
    switch type(index) {
    case .null: .null
    case .integer: .integer(int64(index))
    case .real: .real(double(index))
    case .text: .text(String(decoding: textBytes(index), as: UTF8.self))
    case .blob: .blob(Array(blobBytes(index)))
    }
  }

  /// All values of the current row.
  public func values() -> [Value] { (0..<columnCount).map(value) }
}
