/// The arguments of a call, and the render that makes it.
public struct CallArguments {
  public var positional: [Value]
  public var keyword: [(name: String, value: Value)]
  /// The running render: variables in sight, names of template and macro, the environment.
  public let context: RenderContext

  /// Arguments for a call made by the host.
  public init(_ positional: [Value] = [], keyword: [(name: String, value: Value)] = [], context: RenderContext) {
    self.positional = positional
    self.keyword = keyword
    self.context = context
  }

  public var isEmpty: Bool { positional.isEmpty && keyword.isEmpty }

  /// The keyword argument of this name.
  public subscript(name: String) -> Value? { keyword.first { $0.name == name }?.value }

  /// The macro-like value behind `{% call %}`, when the call came from one.
  public var caller: Value? { self["caller"] }

  /// Lays the arguments out by parameter name, as Python does for `def function(a, b=…)`.
  ///
  /// The first `required` parameters must be given; the others are nil when they are not. Fails with Python's
  /// `TypeError` texts.
  public func bind(_ function: String, _ parameters: [String], required: Int = 0) throws -> [Value?] {
    try bind(function, parameters, required: required, implicit: 0)
  }

  /// As ``bind(_:_:required:)``, for a function whose first `implicit` arguments are not among these; its messages
  /// count them.
  func bind(_ function: String, _ parameters: [String], required: Int = 0, implicit: Int) throws -> [Value?] {
    if keyword.isEmpty, positional.count == parameters.count { return positional }
    if positional.count > parameters.count {
      let most = parameters.count + implicit
      let range = required < parameters.count ? "from \(required + implicit) to \(most)" : "\(most)"
      let given = positional.count + implicit
      throw Failure.type(
        "\(function)() takes \(range) positional argument\(most == 1 ? "" : "s") but \(given)"
          + " \(given == 1 ? "was" : "were") given")
    }
    var values = positional.map(Optional.some)
    values.append(contentsOf: repeatElement(nil, count: parameters.count - positional.count))
    for (name, value) in keyword {
      guard let index = parameters.firstIndex(of: name) else {
        throw Failure.type("\(function)() got an unexpected keyword argument '\(name)'")
      }
      if values[index] != nil { throw Failure.type("\(function)() got multiple values for argument '\(name)'") }
      values[index] = value
    }
    let missing = parameters.indices.prefix(required).filter { values[$0] == nil }
    if !missing.isEmpty {
      let names = missing.map { "'\(parameters[$0])'" }
      let list =
        names.count == 1
        ? names[0]
        : names.count == 2
          ? names.joined(separator: " and ")
          : names.dropLast().joined(separator: ", ") + ", and " + (names.last ?? "")
      throw Failure.type(
        "\(function)() missing \(names.count) required positional argument\(names.count == 1 ? "" : "s"): \(list)")
    }
    return values
  }
}
