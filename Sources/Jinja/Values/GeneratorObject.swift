/// What filters such as `map` give: elements that are computed when they are first asked for, and can be taken once.
final class GeneratorObject: JinjaObject {
  private var items: ArraySlice<Value> = []
  private var make: (() throws -> [Value])?
  private let name: String

  init(_ items: [Value], name: String) {
    self.items = items[...]
    self.name = name
  }

  init(name: String, _ make: @escaping () throws -> [Value]) {
    self.make = make
    self.name = name
  }

  var typeName: String { "generator" }
  func repr() -> String { "<generator object \(name)>" }

  private func fill() throws {
    guard let make else { return }
    self.make = nil
    items = try make()[...]
  }

  func elements() throws -> [Value]? {
    try fill()
    defer { items = [] }
    return Array(items)
  }

  /// The next element, taken out.
  func next() throws -> Value? {
    try fill()
    return items.popFirst()
  }
}
