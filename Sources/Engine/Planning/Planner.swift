package import Project

/// Turns a selection into a plan: which nodes become steps, which tests guard which step, what waits for what.
///
/// - Models, seeds and snapshots are steps; ephemeral models, sources, exposures are looked through.
/// - A source that is the table of a seed among the steps waits for it, as projects load their demo data.
/// - A test belongs to the output gate of the last of its parents to be built: the parent that depends on all others.
/// - A test on one source belongs to the input gate of every node that reads the source, as if the source had just been
///   made. It is left out only when its source is selected and the test itself is not.
/// - A test without such a parent (two branches compared, a test on an ephemeral model) is a step of its own, after its
///   parents; what depends on *all* of them waits for it, and nothing else.
/// - Unit tests stand in the input gate of their model.
/// - `test` builds nothing: a step a tested node (sources too), with nothing waiting for anything.
package struct Planner {
  private let graph: ProjectGraph
  private let command: RunCommand
  private let selection: Set<NodeID>
  private let past: [NodeID: [PastStep]]
  private let reading: ReadingEstimate
  private let lineage: Lineage

  /// - Parameters:
  ///   - selection: Ids of nodes and tests, as the selector found them.
  ///   - past: Past steps by node, newest first, for priorities and estimates.
  ///   - reading: What nodes without a past have to read; asked for only where there are such nodes.
  package static func plan(
    _ graph: ProjectGraph, command: RunCommand, selection: Set<NodeID>, past: [NodeID: [PastStep]] = [:],
    reading: @autoclosure () -> ReadingEstimate = .none
  ) -> Plan {
    let isNew = selection.contains { id in
      past[id] == nil && graph[id].map { command.makes($0.resourceType) && $0.materialization != .ephemeral } == true
    }
    let reading = isNew ? reading() : .none
    let planner = Planner(
      graph: graph, command: command, selection: selection, past: past, reading: reading, lineage: Lineage(graph))
    return command == .test ? planner.testPlan() : planner.buildPlan()
  }

  private static func isTest(_ node: Node) -> Bool { node.resourceType == .test || node.resourceType == .unitTest }

  // MARK: build, run, seed, snapshot

  private func buildPlan() -> Plan {
    var guards = Guards()
    let made = Set(
      graph.order.filter { id in
        guard selection.contains(id), let node = graph[id] else { return false }
        return command.makes(node.resourceType) && node.materialization != .ephemeral
      })
    if command.runsTests { assignTests(to: made, &guards) }
    let orphans = Set(guards.ownSteps.map(\.id))
    let seeds = seedsByRelation(made)
    var nearest: [NodeID: [NodeID]] = [:]
    var steps: [PlannedStep] = []
    for id in graph.order {
      guard let node = graph[id] else { continue }
      var above: [NodeID] = []
      for parent in graph.parents[id] ?? [] {
        for step in nearest[parent] ?? [] where !above.contains(step) { above.append(step) }
      }
      if node.resourceType == .source, let relation = node.relation, let seed = seeds[relation.description.lowercased()]
      {
        above.append(seed)
      }
      let isStep = made.contains(id) || orphans.contains(id)
      nearest[id] = isStep ? [id] : Self.isTest(node) ? [] : above
      guard isStep else { continue }
      steps.append(step(node, parents: above, guards))
    }
    steps = holding(steps, for: guards.ownSteps)
    return Plan(command: command, steps: seeds.isEmpty ? steps : Self.ordered(steps))
  }

  private func seedsByRelation(_ made: Set<NodeID>) -> [String: NodeID] {
    var seeds: [String: NodeID] = [:]
    for id in made {
      guard let node = graph[id], node.resourceType == .seed, let relation = node.relation else { continue }
      seeds[relation.description.lowercased()] = id
    }
    return seeds
  }

  private func step(_ node: Node, parents: [NodeID], _ guards: Guards) -> PlannedStep {
    let isTest = Self.isTest(node)
    return PlannedStep(
      node: node, outputTests: isTest ? [node] : guards.output[node.id] ?? [], inputTests: guards.input[node.id] ?? [],
      parents: parents, toleratedParents: Set(parents.filter { tolerates($0, in: node) }),
      action: isTest ? .test : .build, reason: "selected",
      estimate: past[node.id].map(StepEstimate.init(past:)) ?? reading.estimate(of: node.id))
  }

  private func tolerates(_ parent: NodeID, in node: Node) -> Bool {
    guard let above = graph[parent], !Self.isTest(above) else { return false }
    return node.continuesWithLastGood(of: above)
  }

  /// Makes what depends on all parents of a test of its own wait for it, and puts it in front of them.
  private func holding(_ given: [PlannedStep], for tests: [Node]) -> [PlannedStep] {
    guard !tests.isEmpty else { return given }
    var steps = given
    for test in tests {
      let parents = graph.parents[test.id] ?? []
      if parents.isEmpty { continue }
      for place in steps.indices where !Self.isTest(steps[place].node) {
        let id = steps[place].id
        if parents.allSatisfy({ lineage.depends(id, on: $0) }) { steps[place].parents.append(test.id) }
      }
    }
    return Self.ordered(steps)
  }

  /// Every step after its parents again, otherwise as they were.
  private static func ordered(_ steps: [PlannedStep]) -> [PlannedStep] {
    let places = Dictionary(steps.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var result: [PlannedStep] = []
    var taken = [Bool](repeating: false, count: steps.count)
    for start in steps.indices {
      var stack = [start]
      while let place = stack.last {
        if taken[place] {
          stack.removeLast()
          continue
        }
        let missing = steps[place].parents.compactMap { places[$0] }.filter { !taken[$0] }
        if missing.isEmpty {
          taken[place] = true
          result.append(steps[place])
          stack.removeLast()
        } else {
          stack += missing.reversed()
        }
      }
    }
    return result
  }

  // MARK: Tests

  /// Which tests guard which node.
  private struct Guards {
    var output: [NodeID: [Node]] = [:]
    var input: [NodeID: [Node]] = [:]
    var ownSteps: [Node] = []
  }

  private func assignTests(to made: Set<NodeID>, _ guards: inout Guards) {
    for id in graph.order {
      guard let test = graph[id], Self.isTest(test) else { continue }
      let parents = graph.parents[id] ?? []
      if test.resourceType == .unitTest {
        guard selection.contains(id) else { continue }
        if let model = parents.first, made.contains(model) {
          guards.input[model, default: []].append(test)
        } else {
          guards.ownSteps.append(test)
        }
      } else if let source = singleSource(parents) {
        assign(test, on: source, to: made, &guards)
      } else if selection.contains(id) {
        if let last = lineage.last(of: parents), made.contains(last) {
          guards.output[last, default: []].append(test)
        } else {
          guards.ownSteps.append(test)
        }
      }
    }
  }

  private func assign(_ test: Node, on source: NodeID, to made: Set<NodeID>, _ guards: inout Guards) {
    let isWanted = selection.contains(test.id) || !selection.contains(source)
    guard isWanted else { return }
    let readers = lineage.readers(of: source).filter(made.contains)
    for reader in readers { guards.input[reader, default: []].append(test) }
    if readers.isEmpty, selection.contains(test.id) { guards.ownSteps.append(test) }
  }

  private func singleSource(_ parents: [NodeID]) -> NodeID? {
    guard parents.count == 1, let only = parents.first, graph[only]?.resourceType == .source else { return nil }
    return only
  }

  private func testPlan() -> Plan {
    var tests: [NodeID: [Node]] = [:]
    var hosts: [NodeID] = []
    for id in graph.order where selection.contains(id) {
      guard let test = graph[id], Self.isTest(test) else { continue }
      let host = lineage.last(of: graph.parents[id] ?? []).flatMap { host in
        graph[host]?.materialization == .ephemeral && graph[host]?.resourceType == .model ? nil : host
      }
      let place = host ?? id
      if tests[place] == nil { hosts.append(place) }
      tests[place, default: []].append(test)
    }
    let steps = hosts.compactMap { id -> PlannedStep? in
      guard let node = graph[id] else { return nil }
      return PlannedStep(
        node: node, outputTests: tests[id] ?? [], action: .test, reason: "selected",
        estimate: past[id].map(StepEstimate.init(past:)) ?? .unknown)
    }
    return Plan(command: command, steps: steps)
  }
}
