import Jinja

/// Every name dbt puts into a template's context, with what makes its value.
enum ContextNames {
  typealias Factory = @Sendable (NodeContext) -> Value

  /// The families of names; a new one is one line.
  static let all: [String: Factory] = {
    var all: [String: Factory] = [:]
    for family in [
      references, configuration, environment, results, values, modules, adapter, queries, nodeFacts,
    ] {
      all.merge(family) { $1 }
    }
    all["builtins"] = { context in
      .dict(["ref", "source", "config"].compactMap { name in context.value(name).map { (name, $0) } })
    }
    return all
  }()
}
