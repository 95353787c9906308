/// The names every template sees unless the host replaces them.
enum BuiltinGlobals {
  static func value(_ name: String) -> Value? {
    switch name {
    case "range": .object(FunctionObject("range", RangeObject.make))
    case "dict": .object(FunctionObject("dict", makeDict))
    case "namespace": .object(FunctionObject("namespace", { .object(try NamespaceObject($0)) }))
    case "cycler": .object(FunctionObject("cycler", { .object(try CyclerObject($0)) }))
    case "joiner": .object(FunctionObject("joiner", { .object(try JoinerObject($0)) }))
    default: nil
    }
  }

  /// Python's `dict(…)`.
  static func makeDict(_ arguments: CallArguments) throws -> Value {
    guard arguments.positional.count <= 1 else {
      throw Failure.type("dict expected at most 1 argument, got \(arguments.positional.count)")
    }
    let dict = DictObject()
    if let source = arguments.positional.first { try dict.update(from: source) }
    for (name, value) in arguments.keyword { dict[name] = .some(value) }
    return .dict(dict)
  }
}

extension DictObject {
  /// Takes the entries of a mapping, or of a sequence of pairs.
  func update(from source: Value) throws {
    if let entries = try source.mappingEntries() {
      for (key, value) in entries { self[key] = .some(value) }
      return
    }
    for (index, item) in try source.elements().enumerated() {
      let pair: [Value]
      do {
        pair = try item.elements()
      } catch {
        throw Failure.type("cannot convert dictionary update sequence element #\(index) to a sequence")
      }
      guard pair.count == 2 else {
        throw Failure.value(
          "dictionary update sequence element #\(index) has length \(pair.count); 2 is required")
      }
      try pair[0].requireHashable()
      self[pair[0]] = .some(pair[1])
    }
  }
}

/// Jinja's `namespace(…)`: attributes that can be set from inside loops.
public final class NamespaceObject: JinjaObject {
  private let attributes: DictObject

  init(_ arguments: CallArguments) throws {
    guard case .dict(let dict) = try BuiltinGlobals.makeDict(arguments) else { throw Failure.type("not a mapping") }
    attributes = dict
  }

  public var typeName: String { "Namespace" }
  public func attribute(_ name: String) throws -> Value? { attributes[name] }
  public func setAttribute(_ name: String, to value: Value) throws -> Bool {
    attributes[name] = .some(value)
    return true
  }

  /// A namespace that holds itself is written once, as lists are.
  private var isBeingWritten = false

  public func repr() -> String {
    if isBeingWritten { return "<Namespace {...}>" }
    isBeingWritten = true
    defer { isBeingWritten = false }
    return "<Namespace \(Value.dict(attributes).repr())>"
  }
}

/// Jinja's `cycler(…)`.
final class CyclerObject: JinjaObject {
  private let items: [Value]
  private var position = 0

  init(_ arguments: CallArguments) throws {
    guard !arguments.positional.isEmpty else { throw Failure(.runtime, "at least one item has to be provided") }
    items = arguments.positional
  }

  var typeName: String { "Cycler" }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "current": return items[position]
    case "next":
      return .object(
        FunctionObject("next") { _ in
          defer { self.position = (self.position + 1) % self.items.count }
          return self.items[self.position]
        })
    case "reset":
      return .object(
        FunctionObject("reset") { _ in
          self.position = 0
          return .none
        })
    default: return nil
    }
  }
}

/// Jinja's `joiner(…)`: nothing the first time, the separator after that.
final class JoinerObject: JinjaObject {
  private let separator: Value
  private var isUsed = false

  init(_ arguments: CallArguments) throws {
    separator = try arguments.bind("joiner", ["sep"])[0] ?? .string(", ")
  }

  var typeName: String { "Joiner" }
  var isCallable: Bool { true }
  func call(_ arguments: CallArguments) throws -> Value {
    defer { isUsed = true }
    return isUsed ? separator : .string("")
  }
}
