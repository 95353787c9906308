import Jinja

/// `modules.itertools`: products, chains, combinations.
enum IterationModule {
  static var value: Value {
    .dict([
      ("chain", function("chain") { lists, _ in .list(lists.flatMap { $0 }) }),
      (
        "product",
        function("product") { lists, _ in
          .list(lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } }.map { .tuple($0) })
        }
      ),
      (
        "combinations",
        function("combinations") { lists, count in
          .list(combinations(lists.first ?? [], count).map { .tuple($0) })
        }
      ),
      (
        "permutations",
        function("permutations") { lists, count in
          .list(permutations(lists.first ?? [], count).map { .tuple($0) })
        }
      ),
      (
        "zip_longest",
        function("zip_longest") { lists, _ in
          let length = lists.map(\.count).max() ?? 0
          return .list((0..<length).map { row in .tuple(lists.map { $0.indices.contains(row) ? $0[row] : .none }) })
        }
      ),
    ])
  }

  /// A function over lists; a whole number at the end is how many to take.
  private static func function(_ name: String, _ body: @escaping ([[Value]], Int) -> Value) -> Value {
    .object(
      FunctionObject(name) { arguments in
        var values = arguments.positional
        var count = arguments["r"]?.intValue ?? arguments["repeat"]?.intValue
        if let last = values.last, case .int(let number) = last {
          count = number
          values.removeLast()
        }
        let lists = try values.map { try $0.elements() }
        return body(lists, count ?? lists.first?.count ?? 0)
      })
  }

  private static func combinations(_ items: [Value], _ count: Int) -> [[Value]] {
    guard count > 0 else { return [[]] }
    return items.indices.flatMap { index in
      combinations(Array(items[(index + 1)...]), count - 1).map { [items[index]] + $0 }
    }
  }

  private static func permutations(_ items: [Value], _ count: Int) -> [[Value]] {
    guard count > 0 else { return [[]] }
    return items.indices.flatMap { index in
      var rest = items
      let item = rest.remove(at: index)
      return permutations(rest, count - 1).map { [item] + $0 }
    }
  }
}
