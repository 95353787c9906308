package import Engine

/// What rows are sorted by, as it is typed: `plan,-mrr`. A name that would be misread stands in double quotes: `-"net, of tax"`.
package enum SortList {
  package static func text(_ sorts: [RowSort]) -> String {
    sorts.map { ($0.descends ? "-" : "") + quoted($0.column) }.joined(separator: ",")
  }

  /// Reads what was typed; what is empty between two commas is nothing.
  package static func parse(_ text: String) -> [RowSort] {
    var sorts: [RowSort] = []
    var rest = text[...]
    while !rest.isEmpty {
      let descends = rest.first == "-"
      if descends { rest = rest.dropFirst() }
      var name = DoubleQuotes.take(from: &rest) ?? ""
      while let character = rest.popFirst(), character != "," { name.append(character) }
      if !name.isEmpty { sorts.append(RowSort(name, descends: descends)) }
    }
    return sorts
  }

  private static func quoted(_ name: String) -> String {
    guard name.first == "-" || name.contains(where: { $0 == "," || $0 == "\"" }) else { return name }
    return DoubleQuotes.around(name)
  }
}
