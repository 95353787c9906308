extension [String] {
  /// The parts of one long expression joined by an operator that may be grouped as one likes (`OR`, `AND`, `||`). SQLite takes
  /// no expression that is deeper than 1 000, and a plain chain is as deep as it is long.
  func joinedFlat(_ separator: String) -> String {
    guard count > 64 else { return joined(separator: separator) }
    let middle = count / 2
    return "(" + Array(self[..<middle]).joinedFlat(separator) + ")" + separator + "("
      + Array(self[middle...]).joinedFlat(separator) + ")"
  }
}
