/// The names of one scope, chained to the scope around it.
final class Frame {
  let parent: Frame?
  private var bindings: [(symbol: Symbol, value: Value)] = []

  init(parent: Frame?) { self.parent = parent }

  /// The outermost frame: the template's own names.
  var root: Frame {
    var frame = self
    while let parent = frame.parent { frame = parent }
    return frame
  }

  /// The value of a name here or in the scopes around.
  func value(of symbol: Symbol) -> Value? {
    if let value = localValue(of: symbol) { return value }
    var next = parent
    while let frame = next {
      if let value = frame.localValue(of: symbol) { return value }
      next = frame.parent
    }
    return nil
  }

  @inline(__always) private func localValue(of symbol: Symbol) -> Value? {
    for binding in bindings where binding.symbol == symbol { return binding.value }
    return nil
  }

  /// Sets a name in this scope.
  func set(_ symbol: Symbol, to value: Value) {
    for index in bindings.indices where bindings[index].symbol == symbol {
      bindings[index].value = value
      return
    }
    bindings.append((symbol, value))
  }

  /// Whether the name is set in this very scope.
  func isBound(_ symbol: Symbol) -> Bool { localValue(of: symbol) != nil }

  func removeAll() { bindings.removeAll(keepingCapacity: true) }

  /// The symbols set here and around, innermost first.
  var visibleSymbols: [Symbol] {
    var symbols = bindings.map(\.symbol)
    if let parent { symbols += parent.visibleSymbols }
    return symbols
  }
}
