import CSQLite

/// Keeps the closure of a SQL function.
private final class ScalarFunction {
  let body: (borrowing Arguments, borrowing ResultContext) throws -> Void
  init(_ body: @escaping (borrowing Arguments, borrowing ResultContext) throws -> Void) { self.body = body }
}

extension Connection {
  /// Adds a SQL function, or replaces the one of that name and number of arguments.
  ///
  /// - Parameter argumentCount: nil for any number.
  /// - Parameter body: Puts its result into the context; what it throws becomes the statement's error.
  public func createFunction(
    _ name: String,
    argumentCount: Int?,
    options: FunctionOptions = [.deterministic, .innocuous],
    _ body: @escaping (_ arguments: borrowing Arguments, _ result: borrowing ResultContext) throws -> Void
  ) throws(SQLiteError) {
    let database = try handle.open()
    let context = Unmanaged.passRetained(ScalarFunction(body)).toOpaque()
    // On failure SQLite calls the destructor itself.
    let code = sqlite3_create_function_v2(
      database, name, Int32(argumentCount ?? -1), options.flags, context,
      { context, count, values in
        guard let user = sqlite3_user_data(context) else { return }
        Unmanaged<ScalarFunction>.fromOpaque(user)._withUnsafeGuaranteedRef { function in
          let result = ResultContext(context)
          do {
            try function.body(Arguments(count: count, values: values), result)
          } catch {
            result.setError(error)
          }
        }
      }, nil, nil,
      { context in
        if let context { Unmanaged<ScalarFunction>.fromOpaque(context).release() }
      })
    try handle.check(code)
  }
}
