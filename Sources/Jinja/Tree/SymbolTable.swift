/// A name used in a template, as an index into its ``SymbolTable``: scopes compare integers, not strings.
struct Symbol: Hashable, Sendable {
  var index: Int32
}

/// The names that occur in one template.
struct SymbolTable: Sendable {
  private(set) var names: [String] = []
  private var indices: [String: Int32] = [:]

  /// The symbol of `name`, adding it when new.
  mutating func intern(_ name: String) -> Symbol {
    if let index = indices[name] { return Symbol(index: index) }
    let index = Int32(names.count)
    names.append(name)
    indices[name] = index
    return Symbol(index: index)
  }

  /// The symbol of `name`, if the template uses it.
  func symbol(_ name: String) -> Symbol? { indices[name].map { Symbol(index: $0) } }
}
