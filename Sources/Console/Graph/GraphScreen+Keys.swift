internal import Engine
internal import Project
internal import TerminalKit

extension GraphScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let node: Availability = selected == nil ? .unavailable("no node is selected") : .available
    return runKeys(context, node) + moveKeys + viewKeys(context, node)
  }

  private func runKeys(_ context: ScreenContext, _ node: Availability) -> [KeyBinding<Self>] {
    let canRun = context.canStartRun == .available ? node : context.canStartRun
    let failed = context.digest.firstFailure != nil
    let location = selected.flatMap { context.status[$0].step?.location ?? context.graph?[$0]?.location }
    return [
      KeyBinding(["r"], "run", help: "build the selected node, after a preview", canRun) { screen, context in
        screen.run("", context)
      },
      KeyBinding(["R"], "run+", help: "build the selected node and everything after it", canRun) { screen, context in
        screen.run("+", context)
      },
      KeyBinding(
        ["f"], "failure", help: "go to the first failure, then to the next, and fold what it skipped",
        failed ? .available : .unavailable("nothing failed")
      ) {
        screen, context in
        screen.goToFailure(context)
      },
      KeyBinding([Chord(.enter)], "open", help: "the gates of the selected node", node) { screen, _ in
        screen.selected.map { [.go(.gates, .node($0))] } ?? []
      },
      KeyBinding(["x"], help: "stop the run, after asking", RunActs.canCancel(context)) { _, context in
        RunActs.cancel(context)
      },
      KeyBinding(["A"], help: "build everything, after a preview", context.canStartRun) { _, _ in
        [RunActs.previewed(RunInvocation("build"), title: "Build")]
      },
      KeyBinding(["t"], help: "the selected node's table", node) { screen, context in
        guard let relation = screen.selected.flatMap({ context.graph?[$0]?.relation }) else {
          return [.say("this node has no table", .warn)]
        }
        return [.go(.tables, .table(relation))]
      },
      KeyBinding(
        ["e"], help: "open the node's file in $EDITOR, at the failing line",
        location == nil ? .unavailable("where this node is written is not known") : .available
      ) { screen, context in
        let found = screen.selected.flatMap { context.status[$0].step?.location ?? context.graph?[$0]?.location }
        return found.map { [.edit($0)] } ?? []
      },
    ]
  }

  private var moveKeys: [KeyBinding<Self>] {
    func key(_ chords: [Chord], _ help: String, _ dx: Int, _ dy: Int) -> KeyBinding<Self> {
      KeyBinding(chords, help: help) { screen, _ in
        screen.move(dx, dy)
        return []
      }
    }
    func leap(_ chords: [Chord], _ help: String, _ rows: Int) -> KeyBinding<Self> {
      KeyBinding(chords, help: help) { screen, _ in
        for _ in 0..<abs(rows) { screen.move(0, rows.signum()) }
        return []
      }
    }
    return [
      key([Chord(.up), "k"], "node above", 0, -1), key([Chord(.down), "j"], "node below", 0, 1),
      key([Chord(.left), "h"], "upstream", -1, 0), key([Chord(.right), "l"], "downstream", 1, 0),
      leap([Chord(.pageDown)], "ten nodes down", 10), leap([Chord(.pageUp)], "ten nodes up", -10),
      KeyBinding([Chord(.home)], help: "first node") { screen, _ in
        screen.selected = screen.scene?.sketch.items.first?.nodes.first
        return []
      },
      KeyBinding([Chord(.end), "G"], help: "last node") { screen, _ in
        screen.selected = screen.scene?.sketch.items.last?.nodes.first
        return []
      },
    ]
  }

  private func viewKeys(_ context: ScreenContext, _ node: Availability) -> [KeyBinding<Self>] {
    [
      KeyBinding(["g"], "group", help: "group by layer, schema, folder, tag, owner or a meta key") { screen, context in
        screen.nextGrouping(context)
      },
      KeyBinding(["z"], "zoom", help: "nodes as boxes, lines or dots") { screen, _ in
        let now = screen.scene?.geometry.zoom ?? .box
        screen.zoom = now == .box ? .line : now == .line ? .dot : .box
        return [.say("zoom: \(screen.zoom?.rawValue ?? "")", .info)]
      },
      KeyBinding(["Z"], help: "the largest zoom that fits") { screen, _ in
        screen.zoom = nil
        return []
      },
      KeyBinding([" "], help: "fold the selected node's group into one, or unfold it", node) { screen, context in
        screen.toggleGroup(context)
        return []
      },
      KeyBinding(["c"], help: "fold every group into one, or unfold them all") { screen, context in
        screen.toggleEveryGroup(context)
        return []
      },
      KeyBinding(["F"], "focus", help: "only what the selected node is made of and what is made of it", node) {
        screen, _ in
        screen.toggleFocus()
        return []
      },
      KeyBinding(["S"], help: "sources too, or not") { screen, _ in
        screen.view.showsSources.toggle()
        return []
      },
    ]
  }

  private func run(_ suffix: String, _ context: ScreenContext) -> [Effect] {
    guard let selected else { return [] }
    let command = RunInvocation("build", select: [context.name(of: selected) + suffix])
    return [RunActs.previewed(command, title: "Build")]
  }

  mutating func move(_ dx: Int, _ dy: Int) {
    guard let scene, let item = selectedItem else {
      selected = scene?.sketch.items.first?.nodes.first
      return
    }
    let next = dots?.neighbour(of: item, dx, dy) ?? (dots == nil ? scene.neighbour(of: item, dx, dy) : nil)
    if let next { selected = scene.sketch.items[next].nodes.first }
  }

  /// The first failure, or the one after that which is selected.
  private func nextFailure(_ graph: ProjectGraph, _ context: ScreenContext) -> NodeID? {
    guard let first = context.digest.firstFailure else { return nil }
    let failures = graph.order.filter { StatusDigest.isFailure(context.state(of: $0)) }
    // A test that was gone to is not in the picture, so the mark is elsewhere.
    let last = visited.flatMap { failures.firstIndex(of: $0) } ?? selected.flatMap { failures.firstIndex(of: $0) }
    guard let here = last, here + 1 < failures.count else { return first }
    return failures[here + 1]
  }

  /// The failure is selected with what it skipped folded under it; a test that is a step of its own is shown on the gate
  /// board, for the picture does not have it.
  mutating func goToFailure(_ context: ScreenContext) -> [Effect] {
    guard let graph = context.graph, let failure = nextFailure(graph, context) else { return [] }
    if graph[failure]?.isDrawn == false {
      visited = failure
      return [.go(.gates, .node(failure))]
    }
    visited = nil
    view.folded = [:]
    for id in GraphReach.descendants(of: failure, in: graph)
    where graph[id]?.isDrawn == true && context.state(of: id) == .skipped {
      view.folded[id] = failure
    }
    selected = failure
    reveal(failure, context)
    return []
  }

  private mutating func nextGrouping(_ context: ScreenContext) -> [Effect] {
    guard let graph = context.graph else { return [] }
    view = view.next(among: knownGroupings(context.projectRevision) ?? GraphGrouping.offered(by: graph))
    return [
      .say("grouped by \(view.grouping.name)", .info), .change(GraphScreen.self) { screen, _ in screen.foresee() },
    ]
  }

  private mutating func toggleGroup(_ context: ScreenContext) {
    guard let selected, let node = context.graph?[selected] else { return }
    let group = view.grouping.group(of: node)
    if view.collapsed.remove(group) == nil { view.collapsed.insert(group) }
  }

  /// The focus is given up, or put on the selected node.
  private mutating func toggleFocus() {
    view.focus = view.focus == nil ? selected : nil
    zoom = nil
  }

  private mutating func toggleEveryGroup(_ context: ScreenContext) {
    guard let graph = context.graph else { return }
    let groups = Set(graph.nodes.values.filter(\.isDrawn).map { view.grouping.group(of: $0) })
    view.collapsed = view.collapsed.isEmpty ? groups : []
    // What is folded is few, so the largest zoom that fits is asked for anew.
    zoom = nil
  }

  package func commands(_ context: ScreenContext) -> [ConsoleCommand] {
    let names = context.graph.map { GraphGrouping.offered(by: $0).map(\.name) } ?? []
    return [
      ConsoleCommand(
        "group", .needed("group by what? \(names.joined(separator: ", "))"), help: "group the graph",
        context.whetherLoaded, values: { _ in names }
      ) { name, context in
        guard let grouping = context.graph.flatMap({ GraphGrouping.offered(by: $0).first { $0.name == name } }) else {
          return [.say("there is no `\(name)` to group by; there are \(names.joined(separator: ", "))", .warn)]
        }
        return [
          .change(GraphScreen.self) { screen, _ in
            screen.view.grouping = grouping
            screen.view.collapsed = []
            return []
          }
        ]
      }
    ]
  }
}
