internal import Engine
internal import Project
internal import TerminalKit

extension GatesScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    switch level {
    case .nodes: nodeKeys(context)
    case .checks: checkKeys(context)
    case .rows(let node, _): rowKeys(node, context)
    case .whole(let node, _): wholeKeys(node, context)
    case .parents: parentKeys
    }
  }

  private func nodeKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let node: Availability = chosenNode(context) == nil ? .unavailable("no node is selected") : .available
    return [
      KeyBinding([Chord(.enter)], "checks", help: "the checks of this node", node) { screen, context in
        guard let node = screen.chosenNode(context) else { return [] }
        return screen.openChecks(node, gate: GateKind.allCases[screen.gate], context)
      },
      KeyBinding(["f"], "failure", help: "next node with a gate that fails") { screen, context in
        let shown = screen.shownNodes(context)
        let failing = shown.indices.filter { index in
          context.status[shown[index]].gates.values.contains { $0.state == .fail }
        }
        guard let next = failing.first(where: { $0 > screen.nodes.index }) ?? failing.first else {
          return [.say("no gate fails", .pass)]
        }
        screen.nodes.move(to: next)
        let gates = context.status[shown[next]].gates
        screen.gate = GateKind.allCases.firstIndex { gates[$0]?.state == .fail } ?? screen.gate
        return []
      },
      KeyBinding(["o"], "graph", help: "this node in the graph", node) { screen, context in
        screen.chosenNode(context).map { [.go(.graph, .node($0))] } ?? []
      },
    ] + listKeys({ $0.nodes.move(by: $1) }, { $0.nodes.move(to: $1) }) + [
      KeyBinding([Chord(.left), "h"], help: "gate to the left") { screen, _ in
        screen.gate = max(0, screen.gate - 1)
        return []
      },
      KeyBinding([Chord(.right), "l"], help: "gate to the right") { screen, _ in
        screen.gate = min(2, screen.gate + 1)
        return []
      },
    ]
  }

  private func checkKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = check == nil ? .unavailable("there is no check here") : .available
    let rows: Availability =
      check == nil ? chosen : (check?.rowsKept ?? 0) > 0 ? .available : .unavailable(noRows)
    let measured: Availability =
      check == nil || check?.measured != nil
      ? chosen : .unavailable("this check measures nothing that a bound could be set to")
    let sql: Availability = check?.sql == nil ? .unavailable("this check has no statement of its own") : .available
    let place = editedPlace(context)
    let location: Availability = place == nil ? .unavailable("where this is written is not known") : .available
    return [
      KeyBinding([Chord(.enter)], "rows", help: "the rows this check found", rows) { screen, context in
        guard let check = screen.check, case .checks(let node) = screen.level else { return [] }
        return screen.openRows(check, of: node, context)
      },
      KeyBinding(
        [" "], GatesDrawing.hasDetail(context.body) ? "" : "tell", help: "what this check found, and its statement",
        chosen
      ) { screen, context in
        screen.check.map { check in
          let list = CheckList(checks: [], trends: [:], waivers: screen.waivers, context: context)
          return [.show(title: check.name, lines: list.details(of: check).map(\.text))]
        } ?? []
      },
      KeyBinding(
        ["f"], help: "next check that failed or warned",
        findings.isEmpty ? .unavailable("every check of this node passed") : .available
      ) { screen, _ in
        let found = screen.findings
        let next = found.first { $0 > screen.checkCursor.index } ?? found.first
        if let next { screen.checkCursor.move(to: next) }
        return found.count == 1 ? [.say("no other check found anything", .muted)] : []
      },
      waiveKey(context), releaseKey(context),
      KeyBinding(["s"], "sql", help: "the statement of this check", sql) { screen, _ in
        screen.check.map {
          [
            .show(
              title: $0.name,
              lines: ($0.sql ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
          ]
        } ?? []
      },
      KeyBinding(["b"], "back-test", help: "what another threshold would have said of past runs", measured) {
        screen, _ in
        screen.check.map { [BackTest.question($0)] } ?? []
      },
      KeyBinding(["e"], "edit", help: "open $EDITOR at the line that failed, or at the check; saving reruns", location)
      {
        _, _ in
        place.map { [.edit($0)] } ?? []
      },
      KeyBinding(["t"], "table", help: "the node's table") { screen, context in
        let node = screen.chosenNode(context).map { context.subject(of: $0) }
        guard let relation = node.flatMap({ context.graph?[$0]?.relation }) else {
          return [.say("this node has no table", .warn)]
        }
        return [.go(.tables, .table(relation))]
      },
      KeyBinding(["o"], "graph", help: "this node in the graph") { screen, context in
        screen.chosenNode(context).map { [.go(.graph, .node($0))] } ?? []
      },
    ] + listKeys({ $0.checkCursor.move(by: $1) }, { $0.checkCursor.move(to: $1) })
  }

  /// The places of the checks that found something.
  private var findings: [Int] { checks.indices.filter { checks[$0].state == .fail || checks[$0].state == .warn } }

  /// Why the chosen check has no rows to show.
  private var noRows: String {
    switch check?.state {
    case .pass: "this check passed: there are no rows that failed it"
    case .notEvaluated, .neverRun: "this check was not evaluated"
    default:
      check?.rowsFailing == nil ? "this check is about the whole: Space tells what it found" : "no rows were kept"
    }
  }

  private func listKeys(
    _ by: @escaping @Sendable (inout GatesScreen, Int) -> Void,
    _ to: @escaping @Sendable (inout GatesScreen, Int) -> Void
  ) -> [KeyBinding<Self>] {
    ListKeys.all(by: by, to: to)
  }

  private func rowKeys(_ node: NodeID, _ context: ScreenContext) -> [KeyBinding<Self>] {
    let row: Availability = failingRow == nil ? .unavailable("no row is selected") : .available
    return [
      KeyBinding([Chord(.enter), " "], "record", help: "this row, one column a line", row) { screen, _ in
        [.show(title: screen.check?.name ?? "row", lines: GridKeys.record(screen.grid))]
      },
      wholeKey, parentsKey(context), rawKey, historyKey(node, context),
    ]
      + GridKeys.all({ screen, body in body(&screen.grid) }) { _, _ in [] }
  }

  func historyKey(_ node: NodeID, _ context: ScreenContext) -> KeyBinding<Self> {
    let history = keyHistory(node, context)
    return KeyBinding(
      ["t"], "history", help: "the versions of this row's key over time",
      history == nil ? whetherFromTable.and(.unavailable(noHistory(node, context))) : .available
    ) { _, _ in
      guard let history else { return [] }
      return [
        .go(.time, .table(history.relation)),
        .change(TimeScreen.self) { screen, _ in screen.showKey(history.key, of: history.relation) },
      ]
    }
  }

  /// The table and the key of the chosen row, where the table keeps the versions of its keys.
  private func keyHistory(_ id: NodeID, _ context: ScreenContext) -> (relation: RelationName, key: [String?])? {
    guard let node = context.graph?[context.subject(of: id)], let relation = node.relation, keepsHistory(node),
      let row = failingRow,
      !row.isMadeUp
    else { return nil }
    let cells = row.cells
    let names = node.config.uniqueKey
    guard !names.isEmpty, names.allSatisfy({ cells[$0] != nil }) else { return nil }
    return (relation, names.map { cells[$0] ?? nil })
  }

  private func keepsHistory(_ node: Node) -> Bool {
    node.materialization == .scd2 || node.materialization == .snapshot
  }

  private func noHistory(_ id: NodeID, _ context: ScreenContext) -> String {
    let id = context.subject(of: id)
    guard let node = context.graph?[id], keepsHistory(node) else {
      return "\(context.name(of: id)) keeps no versions of its keys: it is neither scd2 nor a snapshot"
    }
    let missing = "this row does not hold the key \(node.config.uniqueKey.joined(separator: ", "))"
    return whole == nil ? missing + ": v goes to the whole row" : missing
  }
}
