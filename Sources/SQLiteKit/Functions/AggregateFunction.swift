import CSQLite

/// One aggregation under way: an instance is made for each group.
public protocol AggregateFunction: AnyObject {
  /// Takes a row in.
  func step(_ arguments: borrowing Arguments) throws
  /// The result over the rows taken in; called once, also for a group of no rows.
  func finish(_ result: borrowing ResultContext) throws
}

/// An aggregation that can also slide over a window frame.
public protocol WindowFunction: AggregateFunction {
  /// Lets the oldest row taken in go.
  func inverse(_ arguments: borrowing Arguments) throws
  /// The result over the rows now in the frame; more calls follow.
  func value(_ result: borrowing ResultContext) throws
}

/// Makes the instances; what SQLite holds as the function's user data.
private final class AggregateFactory {
  let make: () -> any AggregateFunction
  init(_ make: @escaping () -> any AggregateFunction) { self.make = make }
}

/// One instance with its existential, so that SQLite's memory needs to hold one pointer only.
private final class Aggregation {
  let function: any AggregateFunction
  init(_ function: any AggregateFunction) { self.function = function }
}

/// The aggregation of the running group, made at its first row.
private func aggregation(_ context: OpaquePointer?) -> Aggregation? {
  guard let slot = sqlite3_aggregate_context(context, Int32(MemoryLayout<UnsafeRawPointer?>.size)) else { return nil }
  let pointer = slot.assumingMemoryBound(to: UnsafeRawPointer?.self)
  if let existing = pointer.pointee {
    return Unmanaged<Aggregation>.fromOpaque(existing).takeUnretainedValue()
  }
  guard let made = newAggregation(context) else { return nil }
  pointer.pointee = UnsafeRawPointer(Unmanaged.passRetained(made).toOpaque())
  return made
}

private func newAggregation(_ context: OpaquePointer?) -> Aggregation? {
  guard let user = sqlite3_user_data(context) else { return nil }
  return Aggregation(Unmanaged<AggregateFactory>.fromOpaque(user).takeUnretainedValue().make())
}

private func report(_ context: OpaquePointer?, _ body: (borrowing ResultContext) throws -> Void) {
  let result = ResultContext(context)
  do { try body(result) } catch { result.setError(error) }
}

private func stepAggregate(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  report(context) { _ in
    guard let running = aggregation(context) else { throw FunctionError("out of memory") }
    try running.function.step(Arguments(count: count, values: values))
  }
}

/// Also called to clean up after an error, when its result is not looked at.
private func finishAggregate(_ context: OpaquePointer?) {
  report(context) { result in
    // Size 0 asks without allocating: nil when the group had no rows.
    guard let slot = sqlite3_aggregate_context(context, 0) else {
      try newAggregation(context)?.function.finish(result)
      return
    }
    let pointer = slot.assumingMemoryBound(to: UnsafeRawPointer?.self)
    guard let existing = pointer.pointee else { return }
    pointer.pointee = nil
    try Unmanaged<Aggregation>.fromOpaque(existing).takeRetainedValue().function.finish(result)
  }
}

private func inverseAggregate(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  report(context) { _ in
    let function = aggregation(context)?.function as? any WindowFunction
    try function?.inverse(Arguments(count: count, values: values))
  }
}

private func valueOfAggregate(_ context: OpaquePointer?) {
  report(context) { result in
    let function = aggregation(context)?.function as? any WindowFunction
    try function?.value(result)
  }
}

private func releaseFactory(_ context: UnsafeMutableRawPointer?) {
  if let context { Unmanaged<AggregateFactory>.fromOpaque(context).release() }
}

extension Connection {
  /// Adds an aggregate function; `make` gives an instance for each group.
  public func createAggregate(
    _ name: String,
    argumentCount: Int?,
    options: FunctionOptions = [.deterministic, .innocuous],
    _ make: @escaping () -> any AggregateFunction
  ) throws(SQLiteError) {
    let database = try handle.open()
    let context = Unmanaged.passRetained(AggregateFactory(make)).toOpaque()
    let code = sqlite3_create_function_v2(
      database, name, Int32(argumentCount ?? -1), options.flags, context, nil, stepAggregate, finishAggregate,
      releaseFactory)
    try handle.check(code)
  }

  /// Adds an aggregate function that may also be used with `OVER`; `make` gives an instance for each partition.
  public func createWindowFunction(
    _ name: String,
    argumentCount: Int?,
    options: FunctionOptions = [.deterministic, .innocuous],
    _ make: @escaping () -> any WindowFunction
  ) throws(SQLiteError) {
    let database = try handle.open()
    let context = Unmanaged.passRetained(AggregateFactory(make)).toOpaque()
    let code = sqlite3_create_window_function(
      database, name, Int32(argumentCount ?? -1), options.flags, context, stepAggregate, finishAggregate,
      valueOfAggregate, inverseAggregate, releaseFactory)
    try handle.check(code)
  }
}
