/// Works out which nodes an expression means, as dbt does: tests come along with what they test.
struct SelectionEvaluation {
  let graph: ProjectGraph
  /// The root package's name.
  let root: String
  /// The project's folder.
  let folder: String
  /// What the shown paths of installed packages begin with.
  let prefixes: [String: String]
  let history: SelectionHistory
  let selectors: SelectorsFile
  let indirect: IndirectSelection

  /// Nodes selected for certain, and tests that would come along if more of what they test were selected.
  private struct Chosen {
    var direct: Set<NodeID>
    var pending: Set<NodeID>
  }

  func nodes(of expression: SelectionExpression) throws(SelectionError) -> Set<NodeID> {
    try chosen(expression, depth: 0).direct
  }

  private func chosen(_ expression: SelectionExpression, depth: Int) throws(SelectionError) -> Chosen {
    switch expression {
    case .criterion(let criterion): return try chosen(criterion)
    case .named(let name):
      guard depth < 50 else {
        throw SelectionError(
          message: "the selector '\(name)' uses itself", hint: "take the circle out of selectors.yml")
      }
      return try chosen(try selectors.expression(named: name), depth: depth + 1)
    case .union(let parts):
      return try combined(parts, depth) { $0.reduce(into: []) { $0.formUnion($1) } }
    case .intersection(let parts):
      return try combined(parts, depth) { sets in sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) } }
    case .difference(let kept, let removed):
      return try combined([kept, removed], depth) { $0[0].subtracting($0[1]) }
    }
  }

  private func combined(
    _ parts: [SelectionExpression], _ depth: Int, _ combine: ([Set<NodeID>]) -> Set<NodeID>
  ) throws(SelectionError) -> Chosen {
    var all: [Chosen] = []
    for part in parts { all.append(try chosen(part, depth: depth)) }
    let direct = combine(all.map(\.direct))
    let pending = combine(all.map { $0.direct.union($0.pending) })
    return Chosen(direct: admitting(pending, to: direct), pending: pending)
  }

  /// Adds pending tests all of whose parents are there now.
  private func admitting(_ pending: Set<NodeID>, to direct: Set<NodeID>) -> Set<NodeID> {
    guard direct != pending, indirect == .cautious || indirect == .buildable else { return direct }
    let reach = indirect == .buildable ? withAncestors(direct) : direct
    return direct.union(pending.filter { Set(graph[$0]?.dependsOn ?? []).isSubset(of: reach) })
  }

  private func chosen(_ criterion: SelectionCriterion) throws(SelectionError) -> Chosen {
    let collected = try SelectionMethods.nodes(matching: criterion, in: self)
    var selected = collected
    if criterion.childrensParents {
      let children = reach(from: collected, graph.children, depth: nil)
      selected.formUnion(children)
      selected.formUnion(reach(from: children.union(collected), graph.parents, depth: nil))
    }
    if criterion.parents { selected.formUnion(reach(from: collected, graph.parents, depth: criterion.parentsDepth)) }
    if criterion.children { selected.formUnion(reach(from: collected, graph.children, depth: criterion.childrenDepth)) }
    return expanded(selected, criterion.indirect ?? indirect)
  }

  private func expanded(_ selected: Set<NodeID>, _ mode: IndirectSelection) -> Chosen {
    if mode == .empty { return Chosen(direct: selected, pending: []) }
    var chosen = Chosen(direct: selected, pending: [])
    let ancestors = mode == .buildable ? withAncestors(selected) : []
    for id in selected {
      for child in graph.children[id] ?? [] {
        guard let node = graph[child], node.resourceType == .test || node.resourceType == .unitTest else { continue }
        let parents = Set(node.dependsOn)
        if mode == .eager || parents.isSubset(of: selected) || (mode == .buildable && parents.isSubset(of: ancestors)) {
          chosen.direct.insert(child)
        } else {
          chosen.pending.insert(child)
        }
      }
    }
    return chosen
  }

  private func withAncestors(_ nodes: Set<NodeID>) -> Set<NodeID> {
    let sources = graph.nodes.values.filter { $0.resourceType == .source }.map(\.id)
    return nodes.union(reach(from: nodes, graph.parents, depth: nil)).union(sources)
  }

  /// All nodes along the arrows, up to a number of steps.
  private func reach(from start: Set<NodeID>, _ arrows: [NodeID: [NodeID]], depth: Int?) -> Set<NodeID> {
    var found: Set<NodeID> = []
    var front = start
    var steps = 0
    while !front.isEmpty, depth.map({ steps < $0 }) ?? true {
      var next: Set<NodeID> = []
      for id in front {
        for other in arrows[id] ?? [] where found.insert(other).inserted { next.insert(other) }
      }
      front = next
      steps += 1
    }
    return found
  }
}
