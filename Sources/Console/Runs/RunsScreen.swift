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
  /// The run others are compared with.
  var marked: RunID?
  /// Two runs side by side, and whether nodes that went alike are told too.
  var difference: RunDifference?
  var differenceCursor = ListCursor()
  var showsAlike = false
  var filterText = ""
  var hasLoaded = false
  /// How it was left the last time, until the runs are read.
  var awaited: [String: String] = [:]
  /// The step the mark is to stand on, once the steps are read.
  private var wantedStep: NodeID?
  var preview: Preview?
  var previewing = AtRest<PreviewWish>()
  /// When the pipeline told something last.
  var lastTold: Instant?

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { filterText }
  package var path: [String] {
    if let difference { return ["run \(difference.before.id) → \(difference.after.id)"] }
    return opened.map { ["run \($0)"] } ?? []
  }
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

  /// The nodes of the difference that are told.
  var differenceRows: [RunDifference.Row] {
    (difference?.rows ?? []).filter { showsAlike || $0.isNotable }
  }

  /// The chosen node of the difference.
  var differenceRow: RunDifference.Row? {
    differenceRows.indices.contains(differenceCursor.index) ? differenceRows[differenceCursor.index] : nil
  }

  var step: StepRecord? { ordered.indices.contains(stepCursor.index) ? ordered[stepCursor.index] : nil }

  /// The steps of the open run in the order of their starts.
  var ordered: [StepRecord] { GanttDrawing.ordered(steps) }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if case .run(let id) = place { return openRun(id) + refresh(context) }
    return refresh(context)
  }

  mutating func openRun(_ id: RunID) -> [Effect] {
    if opened != id { steps = [] }
    opened = id
    difference = nil
    return [askSteps(id)]
  }

  private func askSteps(_ id: RunID) -> Effect {
    .load("steps", for: RunsScreen.self) { source in
      try await source.steps(of: id)
    } then: { screen, steps, context in
      guard screen.opened == id else { return [] }
      screen.steps = steps
      screen.settle(context)
      if let node = screen.wantedStep, let index = screen.ordered.firstIndex(where: { $0.node == node }) {
        screen.stepCursor.move(to: index)
      }
      screen.wantedStep = nil
      return []
    }
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    lastTold = context.now
    let list = Effect.load("runs", for: RunsScreen.self) { source in
      try await source.runs(limit: 500)
    } then: { screen, runs, context in
      let chosen = screen.run?.id
      let isFirst = !screen.hasLoaded
      screen.runs = runs
      screen.hasLoaded = true
      screen.settle(context)
      if isFirst, !screen.awaited.isEmpty { return screen.takeUp(context) }
      if let chosen, let index = screen.shown.firstIndex(where: { $0.id == chosen }) { screen.cursor.move(to: index) }
      return []
    }
    wishPreview(context)
    // What is previewed is kept up to date; another run waits until the keys are at rest.
    let steps = opened.map { [askSteps($0)] } ?? (preview?.run == previewing.wished?.run ? rest(context) : [])
    return [list] + steps
  }

  package mutating func settle(_ context: ScreenContext) {
    cursor.setCount(shown.count)
    cursor.setHeight(max(1, room(context).list.height - 1))
    wishPreview(context)
    stepCursor.setCount(steps.count)
    stepCursor.setHeight(max(1, context.body.height - 3))
    differenceCursor.setCount(differenceRows.count)
    differenceCursor.setHeight(max(1, context.body.height - 3))
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if difference != nil {
      difference = nil
      return true
    }
    if opened != nil {
      opened = nil
      return true
    }
    guard !filterText.isEmpty else { return false }
    filterText = ""
    return true
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    let fields = ["run", "state", "user", "trigger", "command"]
    if let problem = FilterExpression.problem(in: FilterExpression.parse(text), fields: fields) {
      return [.say(problem, .warn)]
    }
    let chosen = run?.id
    filterText = text
    opened = nil
    difference = nil
    cursor.setCount(shown.count)
    if let chosen, let index = shown.firstIndex(where: { $0.id == chosen }) { cursor.move(to: index) }
    return []
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    if difference != nil {
      return differenceCursor.search(differenceRows.map { context.name(of: $0.id) }, for: text, backwards: backwards)
    }
    if opened != nil {
      return stepCursor.search(ordered.map { context.name(of: $0.node) }, for: text, backwards: backwards)
    }
    return cursor.search(
      shown.map { "\($0.id) \($0.commandLine) \($0.state.mark.word)" }, for: text, backwards: backwards)
  }

  package var memory: [String: String] {
    var kept: [String: String] = hasLoaded ? [:] : awaited
    if hasLoaded {
      kept["run"] = run?.id.description
      kept["open"] = opened == nil ? nil : "yes"
      kept["node"] = opened == nil ? nil : step?.node.rawValue
      kept["top"] = "\(opened == nil ? cursor.top : stepCursor.top)"
      kept["marked"] = marked?.description
      kept["diff"] = difference.map { "\($0.before.id) \($0.after.id)" }
    }
    kept["filter"] = filterText.isEmpty ? nil : filterText
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    filterText = memory["filter"] ?? ""
    marked = memory["marked"].flatMap { Int64($0) }.map { RunID($0) }
    awaited = memory
  }

  /// Goes where it was left, once the runs are read.
  private mutating func takeUp(_ context: ScreenContext) -> [Effect] {
    defer { awaited = [:] }
    guard opened == nil, let id = awaited["run"].flatMap({ Int64($0) }).map({ RunID($0) }),
      let index = shown.firstIndex(where: { $0.id == id })
    else { return [] }
    cursor.stand(at: index, under: awaited["top"].flatMap { Int($0) } ?? 0)
    var effects: [Effect] = []
    if awaited["open"] != nil {
      wantedStep = awaited["node"].map { NodeID($0) }
      effects += openRun(id)
    }
    let pair = (awaited["diff"] ?? "").split(separator: " ").compactMap { Int64($0) }
    let both = pair.compactMap { number in runs.first { $0.id == RunID(number) } }
    if both.count == 2 { effects.append(RunsScreen.compare(both[0], both[1])) }
    return effects
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    if let difference { return "sluice run-diff \(difference.before.id) \(difference.after.id)" }
    return opened.map { "sluice run-show \($0)" } ?? "sluice runs"
  }

  package func copyText(_ context: ScreenContext) -> String? {
    if difference != nil { return differenceRow.map { context.name(of: $0.id) } }
    if opened != nil { return step.map { context.name(of: $0.node) } }
    return run?.commandLine
  }
}
