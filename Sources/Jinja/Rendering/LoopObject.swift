/// The `loop` variable of a `for` loop.
final class LoopObject: JinjaObject {
  private let items: [Value]
  private let statement: ForStatement
  private let outer: Frame
  private let depth: Int
  /// The round that is running, from 0.
  var index = 0
  private var lastChecked: [Value]?

  init(_ items: [Value], of statement: ForStatement, outer: Frame, depth: Int) {
    self.items = items
    self.statement = statement
    self.outer = outer
    self.depth = depth
  }

  var typeName: String { "LoopContext" }
  var isCallable: Bool { true }
  var length: Int? { items.count }
  func repr() -> String { "<LoopContext \(index + 1)/\(items.count)>" }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "index": .int(index + 1)
    case "index0": .int(index)
    case "revindex": .int(items.count - index)
    case "revindex0": .int(items.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == items.count - 1)
    case "length": .int(items.count)
    case "depth": .int(depth + 1)
    case "depth0": .int(depth)
    case "previtem":
      index > 0
        ? items[index - 1] : .undefined(Undefined(.hint("there is no previous item"), behavior: .lenient))
    case "nextitem":
      index + 1 < items.count
        ? items[index + 1] : .undefined(Undefined(.hint("there is no next item"), behavior: .lenient))
    case "cycle": .object(FunctionObject("cycle") { try self.cycle($0) })
    case "changed": .object(FunctionObject("changed") { .bool(self.changed($0.positional)) })
    default: nil
    }
  }

  private func cycle(_ arguments: CallArguments) throws -> Value {
    guard !arguments.positional.isEmpty else { throw Failure.type("no items for cycling given") }
    return arguments.positional[index % arguments.positional.count]
  }

  private func changed(_ values: [Value]) -> Bool {
    if lastChecked == values { return false }
    lastChecked = values
    return true
  }

  /// Runs a recursive loop over the elements below the current one.
  func call(_ arguments: CallArguments) throws -> Value {
    guard statement.isRecursive else {
      throw Failure.type("The loop must have the 'recursive' marker to be called recursively.")
    }
    let values = try arguments.bind("loop", ["iterable"], required: 1)
    guard let iterable = values[0] else { return .none }
    let context = arguments.context
    let position = context.position
    defer { context.position = position }
    return .string(
      try context.capture {
        try context.deeper { try statement.run(over: iterable, outer: outer, depth: depth + 1, context) }
      })
  }
}
