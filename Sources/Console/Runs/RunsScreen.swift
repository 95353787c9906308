internal import Engine
internal import Project
internal import TerminalKit

/// The runs there were, and one of them as a Gantt chart.
package struct RunsScreen: ConsoleScreen {
  package static let id = ScreenID.runs

  var runs: [RunRecord] = []
  var cursor = ListCursor()
  /// The run that is open.
  var opened: RunID?
  var steps: [StepRecord] = []
  var stepCursor = ListCursor()
  var filterText = ""
  var hasLoaded = false

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { filterText }
  package var path: [String] { opened.map { ["run \($0)"] } ?? [] }
  package var place: Place? { opened.map(Place.run) }

  /// The runs that pass the filter, newest first.
  var shown: [RunRecord] {
    let filters = FilterExpression.parse(filterText)
    if filters.isEmpty { return runs }
    return runs.filter {
      FilterExpression.matches(
        filters,
        [
          ("run", $0.id.description), ("state", $0.state.mark.word), ("user", $0.user), ("trigger", $0.trigger),
          ("command", $0.commandLine),
        ])
    }
  }

  /// The chosen or open run.
  var run: RunRecord? {
    if let opened { return runs.first { $0.id == opened } }
    return shown.indices.contains(cursor.index) ? shown[cursor.index] : nil
  }

  var step: StepRecord? { ordered.indices.contains(stepCursor.index) ? ordered[stepCursor.index] : nil }

  /// Steps by their start; those that never started last.
  var ordered: [StepRecord] {
    steps.enumerated().sorted { a, b in
      let (x, y) = (a.element.startedAt?.microseconds ?? .max, b.element.startedAt?.microseconds ?? .max)
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if case .run(let id) = place { return openRun(id) + refresh(context) }
    return refresh(context)
  }

  mutating func openRun(_ id: RunID) -> [Effect] {
    if opened != id { steps = [] }
    opened = id
    return [askSteps(id)]
  }

  private func askSteps(_ id: RunID) -> Effect {
    .load("steps", for: RunsScreen.self) { source in
      try await source.steps(of: id)
    } then: { screen, steps, context in
      guard screen.opened == id else { return [] }
      screen.steps = steps
      screen.settle(context)
      return []
    }
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    let list = Effect.load("runs", for: RunsScreen.self) { source in
      try await source.runs(limit: 500)
    } then: { screen, runs, context in
      let chosen = screen.run?.id
      screen.runs = runs
      screen.hasLoaded = true
      screen.settle(context)
      if let chosen, let index = screen.shown.firstIndex(where: { $0.id == chosen }) { screen.cursor.move(to: index) }
      return []
    }
    return [list] + (opened.map { [askSteps($0)] } ?? [])
  }

  package mutating func settle(_ context: ScreenContext) {
    cursor.setCount(shown.count)
    cursor.setHeight(max(1, context.body.height - 1))
    stepCursor.setCount(steps.count)
    stepCursor.setHeight(max(1, context.body.height - 3))
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if opened != nil {
      opened = nil
      return true
    }
    guard !filterText.isEmpty else { return false }
    filterText = ""
    return true
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    let chosen = run?.id
    filterText = text
    opened = nil
    cursor.setCount(shown.count)
    if let chosen, let index = shown.firstIndex(where: { $0.id == chosen }) { cursor.move(to: index) }
    return []
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    if opened != nil {
      return stepCursor.search(ordered.map { context.name(of: $0.node) }, for: text, backwards: backwards)
    }
    return cursor.search(
      shown.map { "\($0.id) \($0.commandLine) \($0.state.mark.word)" }, for: text, backwards: backwards)
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    opened.map { "sluice run-show \($0)" } ?? "sluice runs"
  }

  package func copyText(_ context: ScreenContext) -> String? {
    if opened != nil { return step.map { context.name(of: $0.node) } }
    return run?.commandLine
  }
}
