/// Selection by name: of the node itself, of its folders, of its package.
enum NameMatching {
  static func matches(_ node: Node, _ value: String) -> Bool {
    matches(node.fqn, value, isVersioned: node.details.version != nil)
      || matches(Array(node.fqn.dropFirst()), value, isVersioned: node.details.version != nil)
  }

  private static func matches(_ fqn: [String], _ value: String, isVersioned: Bool) -> Bool {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if isVersioned, fqn.count >= 2 {
      if fqn[fqn.count - 2] == value { return true }
      if fqn.suffix(2).joined(separator: "_") == parts.suffix(2).joined(separator: "_") { return true }
    } else if fqn.last == value {
      return true
    }
    // Dots in names separate as folders do.
    let flat = fqn.flatMap { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    guard flat.count >= parts.count else { return false }
    for (index, part) in parts.enumerated() {
      if WildcardPattern.isPattern(part) {
        return WildcardPattern(parts[index...].joined(separator: ".")).matches(flat[index...].joined(separator: "."))
      }
      if flat[index] != part { return false }
    }
    return true
  }
}
