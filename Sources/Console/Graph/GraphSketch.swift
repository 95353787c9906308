internal import Engine
internal import Project

/// By what the graph's nodes are put together.
package enum GraphGrouping: Hashable, Sendable {
  case layer, schema, folder, tag, owner, resource
  case meta(String)

  /// The name as shown and typed.
  var name: String {
    switch self {
    case .layer: "layer"
    case .schema: "schema"
    case .folder: "folder"
    case .tag: "tag"
    case .owner: "owner"
    case .resource: "kind"
    case .meta(let key): key
    }
  }

  /// The grouping of a name; a name that is none of the fixed ones is a key of `meta`.
  init(name: String) {
    let fixed: [GraphGrouping] = [.layer, .schema, .folder, .tag, .owner, .resource]
    self = fixed.first { $0.name == name } ?? .meta(name)
  }

  /// The group of a node; empty where it has none.
  func group(of node: Node) -> String {
    switch self {
    case .layer: return node.layer ?? (node.resourceType == .source ? "sources" : node.relation?.schema ?? "")
    case .schema: return node.relation?.schema ?? ""
    case .folder: return node.fqn.dropFirst().dropLast().joined(separator: "/")
    case .tag: return node.config.tags.first ?? ""
    case .owner: return node.config.meta["owner"]?.scalarText ?? node.config.string("owner") ?? ""
    case .resource: return node.resourceType.rawValue
    case .meta(let key): return node.config.meta[key]?.scalarText ?? ""
    }
  }

  /// The groupings that part the nodes of a graph at all, in the order in which `g` offers them.
  static func offered(by graph: ProjectGraph) -> [GraphGrouping] {
    var metaKeys: Set<String> = []
    for node in graph.nodes.values where node.isDrawn {
      guard case .map(let entries) = node.config.meta else { continue }
      for entry in entries where entry.value.scalarText != nil { metaKeys.insert(entry.key) }
    }
    let fixed: [GraphGrouping] = [.layer, .schema, .folder, .tag, .owner, .resource]
    let all = fixed + metaKeys.subtracting(["owner", "layer"]).sorted().map(GraphGrouping.meta)
    return all.filter { grouping in
      grouping == .layer || Set(graph.nodes.values.filter(\.isDrawn).map { grouping.group(of: $0) }).count > 1
    }
  }
}

/// What is left out of the picture or put together in it.
struct GraphView: Hashable, Sendable {
  var grouping = GraphGrouping.layer
  var showsSources = false
  /// Groups drawn as one item.
  var collapsed: Set<String> = []
  /// Only this node, what it is made of, and what is made of it.
  var focus: NodeID?
  /// What nodes must match to be drawn; empty lets all.
  var filter = ""
  /// Nodes hidden below the failure that skipped them.
  var folded: [NodeID: NodeID] = [:]

  /// The same by the next of some groupings, nothing collapsed.
  func next(among offered: [GraphGrouping]) -> GraphView {
    guard !offered.isEmpty else { return self }
    var next = self
    next.grouping = offered[((offered.firstIndex(of: grouping) ?? -1) + 1) % offered.count]
    next.collapsed = []
    return next
  }
}

/// One thing in the picture: a node, or a group drawn as one.
struct GraphItem: Hashable, Sendable {
  var nodes: [NodeID]
  var label: String
  var group: String
  var isGroup: Bool
  /// How many nodes are hidden below it.
  var foldedCount = 0
  /// It is checked, but every check of it only warns: what it is made into is never held back by its checks.
  var isAdvisory = false
}

/// What is to be drawn, before any thought of where.
struct GraphSketch: Sendable {
  var items: [GraphItem] = []
  /// Arrows between items by index, each once, in the order of the graph.
  var edges: [Edge] = []

  /// An arrow between two items.
  struct Edge: Hashable, Sendable {
    var from: Int
    var to: Int
  }

  /// The part of a graph that a view shows.
  init(_ graph: ProjectGraph, view: GraphView) {
    var place: [NodeID: Int] = [:]
    var groupPlace: [String: Int] = [:]
    let shown = GraphSketch.shown(graph, view)
    for id in graph.order where shown.contains(id) {
      guard let node = graph[id] else { continue }
      let group = view.grouping.group(of: node)
      if view.collapsed.contains(group) {
        if let index = groupPlace[group] {
          items[index].nodes.append(id)
          place[id] = index
          continue
        }
        groupPlace[group] = items.count
        place[id] = items.count
        items.append(GraphItem(nodes: [id], label: group.isEmpty ? "(none)" : group, group: group, isGroup: true))
      } else {
        place[id] = items.count
        items.append(
          GraphItem(
            nodes: [id], label: node.name, group: group, isGroup: false,
            isAdvisory: GraphSketch.onlyWarns(id, graph)))
      }
    }
    for (hidden, below) in view.folded where !shown.contains(hidden) {
      if let index = place[below] { items[index].foldedCount += 1 }
    }
    var seen: Set<Edge> = []
    for id in graph.order {
      guard let to = place[id] else { continue }
      for parent in graph.parents[id] ?? [] {
        guard let from = place[parent], from != to else { continue }
        let edge = Edge(from: from, to: to)
        if seen.insert(edge).inserted { edges.append(edge) }
      }
    }
  }

  /// Whether a node has tests and all of them only warn.
  static func onlyWarns(_ node: NodeID, _ graph: ProjectGraph) -> Bool {
    let severities = (graph.children[node] ?? []).compactMap { child -> TestDefinition.Severity? in
      guard let test = graph[child]?.test, test.attachedNode == nil || test.attachedNode == node else { return nil }
      return test.severity
    }
    return !severities.isEmpty && severities.allSatisfy { $0 == .warn }
  }

  private static func shown(_ graph: ProjectGraph, _ view: GraphView) -> Set<NodeID> {
    var shown = Set(graph.order.filter { graph[$0]?.isDrawn ?? false })
    if !view.showsSources {
      // A source that nothing is made of yet would vanish without a trace, so those stay.
      shown = shown.filter {
        graph[$0]?.resourceType != .source || (graph.children[$0] ?? []).allSatisfy { !shown.contains($0) }
      }
    }
    if let focus = view.focus {
      shown.formIntersection(
        GraphReach.ancestors(of: focus, in: graph).union(GraphReach.descendants(of: focus, in: graph)))
    }
    if !view.filter.isEmpty {
      let filters = FilterExpression.parse(view.filter)
      shown = shown.filter { graph[$0].map { passes($0, filters) } ?? false }
    }
    return shown.subtracting(view.folded.keys)
  }

  /// Whether a node passes a filter: by its name, or by what the graph can be grouped by.
  static func passes(_ node: Node, _ filters: [RowFilter]) -> Bool {
    let groupings: [GraphGrouping] = [.layer, .schema, .folder, .owner, .resource]
    var fields = [(name: "name", value: node.name)] + groupings.map { ($0.name, $0.group(of: node)) }
    fields += node.config.tags.map { ("tag", $0) }
    if case .map(let entries) = node.config.meta {
      fields += entries.compactMap { entry in entry.value.scalarText.map { (entry.key, $0) } }
    }
    return FilterExpression.matches(filters, fields)
  }
}

/// What lies upstream and downstream of a node, itself included.
enum GraphReach {
  static func ancestors(of node: NodeID, in graph: ProjectGraph) -> Set<NodeID> {
    reach(node) { graph.parents[$0] ?? [] }
  }
  static func descendants(of node: NodeID, in graph: ProjectGraph) -> Set<NodeID> {
    reach(node) { graph.children[$0] ?? [] }
  }

  private static func reach(_ start: NodeID, _ next: (NodeID) -> [NodeID]) -> Set<NodeID> {
    var seen: Set<NodeID> = [start]
    var open = [start]
    while let id = open.popLast() {
      for neighbour in next(id) where seen.insert(neighbour).inserted { open.append(neighbour) }
    }
    return seen
  }
}
