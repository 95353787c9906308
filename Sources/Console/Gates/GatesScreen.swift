internal import Engine
internal import Project
internal import TerminalKit

/// Every node's three gates, down to the rows that fail.
package struct GatesScreen: ConsoleScreen {
  package static let id = ScreenID.gates

  /// How deep the person has gone.
  enum Level: Sendable, Hashable {
    case nodes
    case checks(NodeID)
    case rows(NodeID, checkID: Int64)
    case whole(NodeID, checkID: Int64)
    case parents(NodeID, checkID: Int64)
  }

  var level = Level.nodes
  var nodes = ListCursor()
  /// The gate whose column is chosen.
  var gate = 0
  /// The checks of the node, and those of them that pass the filter.
  var allChecks: [CheckRecord] = []
  var checks: [CheckRecord] { kept(allChecks) }
  var checkFilter = ""
  var checkCursor = ListCursor()
  var trends: [String: [CheckRecord]] = [:]
  /// Those that work, of whatever check.
  var waivers: [Waiver] = []
  /// In whose name a waiver would be given.
  var user = ""
  var grid = RowGrid()
  /// The rows of the check, and those of them that pass the filter.
  var allFailures: FailingRowList?
  var failures: FailingRowList?
  var rowFilter = ""
  /// The rows a failing one stands for; `nil` where nobody went to them.
  var whole: WholeRowList?
  var wholeGrid = RowGrid()
  /// Rows upstream of the chosen one; `nil` while they are looked for.
  var parents: [ParentRows]?
  var parentCursor = ListCursor()
  var filterText = ""
  var isLoading = false
  /// The author's lines around the place the node failed at.
  var excerpt: SourceExcerpt?
  /// What the chosen line would open, in a window with room for it.
  var preview: GatePreview?
  var rowsBelow: RowsBelow?
  var previewing = AtRest<GatePreview.Wish>()
  /// How it was left the last time, until the project is known.
  var awaited: [String: String] = [:]
  var hasLooked = false
  /// The node the mark was on when the screen was last settled.
  var lastNode: NodeID?

  /// The nodes shown, as they were last gone through.
  private struct KeptNodes: Sendable {
    var revision: Int
    var filter: String
    var known: Int
    var testsWithFindings: [NodeID]
    var nodes: [NodeID]
    var longestName: Int
  }
  private var kept: KeptNodes?

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String {
    switch level {
    case .nodes: filterText
    case .checks: checkFilter
    case .rows: rowFilter
    case .whole, .parents: ""
    }
  }

  package var place: Place? {
    switch level {
    case .nodes: nil
    case .checks(let node), .rows(let node, _), .whole(let node, _), .parents(let node, _): .node(node)
    }
  }

  package var path: [String] {
    switch level {
    case .nodes: []
    case .checks(let node): [node.shortName]
    case .rows(let node, _): [node.shortName, check?.name ?? ""]
    case .whole(let node, _): [node.shortName, check?.name ?? "", "whole row"]
    case .parents(let node, _): [node.shortName, check?.name ?? "", "parents"]
    }
  }

  /// The chosen check.
  var check: CheckRecord? { checks.indices.contains(checkCursor.index) ? checks[checkCursor.index] : nil }

  /// The nodes shown: those of the graph that pass the filter, in the order of the graph. Of a thousand nodes they are
  /// gone through once a change, not several times a key.
  func shownNodes(_ context: ScreenContext) -> [NodeID] {
    if let kept, kept.revision == context.projectRevision, kept.filter == filterText { return kept.nodes }
    return passingNodes(context)
  }

  /// The columns the longest name of those shown takes.
  func longestName(_ context: ScreenContext) -> Int {
    if let kept, kept.revision == context.projectRevision, kept.filter == filterText { return kept.longestName }
    return Self.longest(passingNodes(context), context)
  }

  private static func longest(_ nodes: [NodeID], _ context: ScreenContext) -> Int {
    nodes.map { displayWidth(context.name(of: $0)) }.max() ?? 0
  }

  private mutating func keepNodes(_ context: ScreenContext) {
    // A filter may ask for states, which change without the project, and a source comes with its first check.
    let size = context.status.nodes.count
    if let kept, kept.revision == context.projectRevision, kept.filter == filterText, filterText.isEmpty,
      kept.known == size, kept.testsWithFindings == context.digest.testsWithFindings
    {
      return
    }
    let nodes = passingNodes(context)
    kept = KeptNodes(
      revision: context.projectRevision, filter: filterText, known: size,
      testsWithFindings: context.digest.testsWithFindings, nodes: nodes,
      longestName: Self.longest(nodes, context))
  }

  private func passingNodes(_ context: ScreenContext) -> [NodeID] {
    guard let graph = context.graph else { return [] }
    let filters = FilterExpression.parse(filterText)
    let testsWithFindings = Set(context.digest.testsWithFindings)
    return graph.order.filter { id in
      guard let node = graph[id] else { return false }
      let isShown = node.isDrawn && (node.resourceType != .source || context.status.nodes[id] != nil)
      guard isShown || testsWithFindings.contains(id) else { return false }
      if filters.isEmpty { return true }
      let status = context.status[id]
      var fields = [("name", node.name), ("state", status.state.mark.word), ("layer", node.layer ?? "")]
      for (kind, record) in status.gates { fields.append((kind.rawValue, record.state.mark.word)) }
      return FilterExpression.matches(filters, fields.map { (name: $0.0, value: $0.1) })
    }
  }

  func chosenNode(_ context: ScreenContext) -> NodeID? {
    switch level {
    case .checks(let node), .rows(let node, _), .whole(let node, _), .parents(let node, _): return node
    case .nodes:
      let shown = shownNodes(context)
      return shown.indices.contains(nodes.index) ? shown[nodes.index] : nil
    }
  }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if place != nil { hasLooked = true }
    switch place {
    case .node(let node): return openChecks(node, gate: nil, context)
    case .gate(let node, let kind): return openChecks(node, gate: kind, context)
    default: return refresh(context)
    }
  }

  /// - Parameter kept: how the node's checks were left, and with `withRows` the rows of one of them.
  mutating func openChecks(
    _ node: NodeID, gate kind: GateKind?, as kept: [String: String] = [:], withRows: Bool = false,
    _ context: ScreenContext
  ) -> [Effect] {
    if let index = shownNodes(context).firstIndex(of: node) {
      nodes.setCount(shownNodes(context).count)
      nodes.move(to: index)
    }
    level = .checks(node)
    allChecks = []
    checkFilter = ""
    whole = nil
    trends = [:]
    isLoading = true
    excerpt = nil
    rowsBelow = nil
    // What was previewed is there at once; the answer brings it up to date.
    if let preview, preview.node == node, kept.isEmpty {
      (allChecks, trends, waivers, user, excerpt) =
        (preview.checks, preview.trends, preview.waivers, preview.user, preview.excerpt)
      checkCursor = ListCursor()
      checkCursor.setCount(checks.count)
      if let landing = GatePreview.landing(checks, gate: kind) { checkCursor.move(to: landing) }
    }
    return [askChecks(node, gate: kind, as: kept, withRows: withRows)] + askExcerpt(node, context)
  }

  private func askChecks(
    _ node: NodeID, gate kind: GateKind?, as kept: [String: String] = [:], withRows: Bool = false
  ) -> Effect {
    .load("checks", for: GatesScreen.self) { source in
      let checks = try await source.checks(of: node, run: nil)
      let trends = try await source.trends(of: Array(checks.prefix(60)), runs: 24)
      return (checks, trends, try await source.waivers(), source.user)
    } then: { screen, answer, context in
      guard case .checks(node) = screen.level else { return [] }
      let chosen = screen.check?.name ?? kept["check"]
      screen.allChecks = answer.0
      screen.trends = answer.1
      screen.waivers = answer.2
      screen.user = answer.3
      screen.isLoading = false
      screen.checkCursor.setCount(screen.checks.count)
      // The line stays where it is; at first it goes to what fails, in the gate that was chosen if there.
      let wanted =
        chosen.flatMap { name in screen.checks.firstIndex { $0.name == name } }
        ?? GatePreview.landing(screen.checks, gate: kind)
      if let wanted { screen.checkCursor.move(to: wanted) }
      guard withRows, let check = screen.check, check.name == kept["check"], check.rowsKept > 0 else { return [] }
      let effects = screen.openRows(check, of: node, context)
      screen.grid.restore(kept)
      return effects
    }
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    settle(context)
    if let effects = takeUp(context) { return effects }
    if case .checks(let node) = level { return [askChecks(node, gate: nil)] + askExcerpt(node, context) }
    // What is previewed is kept up to date, but another node's waits until the keys are at rest.
    if case .nodes = level, let wished = previewing.wished, preview == nil || preview?.node == wished.node {
      return rest(context)
    }
    return []
  }

  package mutating func settle(_ context: ScreenContext) {
    keepNodes(context)
    nodes.setCount(shownNodes(context).count)
    nodes.setHeight(max(1, room(context).list.height - 1))
    lastNode = chosenNode(context)
    parentCursor.setCount(parents?.count ?? 0)
    checkCursor.setCount(checks.count)
    checkCursor.setHeight(max(1, GatesDrawing.checkListHeight(context.body.height, checks.count)))
    let room = Size(context.body.width - 1, max(1, context.body.height - 1))
    grid.settle(room)
    wholeGrid.settle(room)
    wish(context)
  }

  package func waits(for question: String) -> Bool {
    switch level {
    case .parents: question == "parents" && parents == nil
    case .rows: question == "rows" && failures == nil
    case .checks: question == "checks" && isLoading
    case .nodes, .whole: false
    }
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    switch level {
    case .parents(let node, let check):
      level = whole == nil ? .rows(node, checkID: check) : .whole(node, checkID: check)
    case .whole(let node, let check):
      whole = nil
      level = .rows(node, checkID: check)
    case .rows(let node, _):
      if rowFilter.isEmpty { level = .checks(node) } else { filterRows("", context) }
    case .checks:
      if checkFilter.isEmpty { level = .nodes } else { filterChecks("") }
    case .nodes:
      guard !filterText.isEmpty else { return false }
      filterText = ""
    }
    return true
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    let filters = FilterExpression.parse(text)
    let problem: String? =
      switch level {
      case .nodes:
        FilterExpression.problem(in: filters, fields: ["name", "state", "layer"] + GateKind.allCases.map(\.rawValue))
      case .checks: FilterExpression.problem(in: filters, fields: Self.checkFields)
      case .rows: FilterExpression.problem(in: filters, columns: allFailures?.page.columns.map(\.name) ?? [])
      case .whole, .parents: "& filters nodes, checks and failing rows, to which Esc leads; / searches here"
      }
    if let problem { return [.say(problem, .warn)] }
    if case .checks = level {
      filterChecks(text)
      return []
    }
    if case .rows = level {
      filterRows(text, context)
      return []
    }
    let chosen = chosenNode(context)
    filterText = text
    // Leaving a filter keeps the line.
    if let chosen, let index = shownNodes(context).firstIndex(of: chosen) {
      nodes.setCount(shownNodes(context).count)
      nodes.move(to: index)
    }
    return []
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    switch level {
    case .nodes:
      return nodes.search(shownNodes(context).map { context.name(of: $0) }, for: text, backwards: backwards)
    case .checks: return checkCursor.search(checks.map(\.name), for: text, backwards: backwards)
    case .rows: return grid.search(text, backwards: backwards)
    case .whole: return wholeGrid.search(text, backwards: backwards)
    case .parents:
      return parentCursor.search(
        (parents ?? []).map { context.name(of: $0.node) }, for: text, backwards: backwards)
    }
  }

  /// Asks for the rows a check found, each held against the run before.
  mutating func openRows(_ check: CheckRecord, of node: NodeID, _ context: ScreenContext) -> [Effect] {
    level = .rows(node, checkID: check.id)
    grid = RowGrid()
    (allFailures, failures, rowFilter, whole) = (nil, nil, "", nil)
    let key = context.graph?[node]?.config.uniqueKey ?? []
    return [
      .load("rows", for: GatesScreen.self) { source in
        try await source.failures(of: check)
      } then: { screen, found, context in
        guard case .rows(_, check.id) = screen.level else { return [] }
        guard let found else { return [.say("the rows of this check are no longer kept", .warn)] }
        let failures = FailingRowList(found, key: key)
        (screen.allFailures, screen.failures) = (failures, failures)
        screen.grid.take(failures.page)
        screen.settle(context)
        return []
      }
    ]
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    switch level {
    case .nodes: return "sluice gates"
    case .checks(let node): return "sluice gates --select \(ShellWord.quoted(context.name(of: node)))"
    case .rows(let node, _), .whole(let node, _), .parents(let node, _):
      return "sluice failures --select \(ShellWord.quoted(context.name(of: node)))"
    }
  }

  package func copyText(_ context: ScreenContext) -> String? {
    switch level {
    case .nodes: return chosenNode(context).map { context.name(of: $0) }
    case .checks: return check.map { $0.sql ?? $0.name }
    case .rows: return grid.chosenCell
    case .whole: return wholeGrid.chosenCell
    case .parents: return chosenParent?.filter
    }
  }
}
