import CSQLite

/// Keeps the closure of a collation.
private final class Collation {
  let compare: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Int
  init(_ compare: @escaping (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Int) {
    self.compare = compare
  }
}

extension Connection {
  /// Adds a collating sequence. `compare` gets UTF-8 bytes and returns less than 0, 0 or more than 0; it must be a total order.
  public func createCollation(
    _ name: String,
    _ compare: @escaping (_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int
  ) throws(SQLiteError) {
    let database = try handle.open()
    let context = Unmanaged.passRetained(Collation(compare))
    let code = sqlite3_create_collation_v2(
      database, name, SQLITE_UTF8, context.toOpaque(),
      { context, leftCount, left, rightCount, right in
        guard let context else { return 0 }
        return Unmanaged<Collation>.fromOpaque(context)._withUnsafeGuaranteedRef { collation in
          let order = collation.compare(
            UnsafeBufferPointer(start: left?.assumingMemoryBound(to: UInt8.self), count: Int(leftCount)),
            UnsafeBufferPointer(start: right?.assumingMemoryBound(to: UInt8.self), count: Int(rightCount)))
          return Int32(order.signum())
        }
      },
      { context in
        if let context { Unmanaged<Collation>.fromOpaque(context).release() }
      })
    // Unlike the function interfaces, this one does not destroy the context when it fails.
    if code != SQLITE_OK { context.release() }
    try handle.check(code)
  }
}
