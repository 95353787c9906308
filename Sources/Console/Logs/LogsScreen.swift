internal import Engine
internal import Project
internal import TerminalKit

/// The log: events of all runs, followed or looked back through.
package struct LogsScreen: ConsoleScreen {
  package static let id = ScreenID.logs

  /// Events held, ascending.
  var events: [EventRecord] = []
  var cursor = ListCursor()
  /// Stays at the end while new events come.
  var follows = true
  var wraps = false
  var showsTimes = true
  var minimum = EventRecord.Level.info
  var since: Since?
  var run: RunID?
  var filterText = ""
  var hasLoaded = false
  /// The event the mark is on.
  private(set) var chosen: EventRecord?
  /// The first event on the screen.
  private var firstEvent: Int64?
  /// The event the mark was left on the last time and the first one shown, until the events are read.
  private var wanted: (event: Int64, first: Int64)?

  /// Only what is younger is shown: from when on, and how that was typed.
  struct Since: Sendable, Hashable {
    var instant: Instant
    var typed: String
  }

  /// At most so many events are held, so that a night of following does not grow.
  static let capacity = 20_000

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { filterText }
  package var place: Place? { run.map(Place.run) }

  package var path: [String] {
    var path: [String] = []
    if let run { path.append("run \(run)") }
    if minimum != .info { path.append(minimum.rawValue) }
    if let since { path.append("since \(Figures.civil(since.instant).time)Z") }
    if follows { path.append("following") }
    return path
  }

  /// The events that pass level, time, run and filter.
  func shown(_ context: ScreenContext) -> [EventRecord] {
    let filters = FilterExpression.parse(filterText)
    return events.filter { event in
      if event.level < minimum { return false }
      if let since, event.at < since.instant { return false }
      if let run, event.run != run { return false }
      if filters.isEmpty { return true }
      return FilterExpression.matches(
        filters,
        [
          ("message", event.message), ("node", event.node.map { context.name(of: $0) } ?? ""), ("kind", event.kind),
          ("level", event.level.rawValue),
        ])
    }
  }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if case .run(let id) = place { run = id }
    if case .node(let node) = place { filterText = "node:\(context.name(of: node))" }
    return refresh(context)
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    let position = events.last?.id ?? -1
    return [
      .load("events", for: LogsScreen.self) { source in
        try await source.events(after: position, limit: 5000)
      } then: { screen, fresh, context in
        screen.hasLoaded = true
        screen.take(fresh, context)
        // More may be waiting behind a full answer.
        return fresh.count == 5000 ? screen.refresh(context) : []
      }
    ]
  }

  mutating func take(_ fresh: [EventRecord], _ context: ScreenContext) {
    let last = events.last?.id ?? -1
    events += fresh.filter { $0.id > last }
    if events.count > LogsScreen.capacity { events.removeFirst(events.count - LogsScreen.capacity) }
    settle(context)
  }

  package mutating func settle(_ context: ScreenContext) {
    cursor.setHeight(context.body.height)
    let shown = shown(context)
    cursor.setCount(shown.count)
    if follows { cursor.move(to: shown.count) }
    if let place = wanted, !shown.isEmpty {
      func index(_ id: Int64) -> Int { shown.firstIndex { $0.id >= id } ?? shown.count }
      cursor.stand(at: index(place.event), under: index(place.first))
      wanted = nil
    }
    firstEvent = shown.indices.contains(cursor.top) ? shown[cursor.top].id : nil
    chosen = shown.indices.contains(cursor.index) ? shown[cursor.index] : nil
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if !filterText.isEmpty { return keepingLine(context) { $0.filterText = "" } }
    if since != nil { return keepingLine(context) { $0.since = nil } }
    if run != nil { return keepingLine(context) { $0.run = nil } }
    return false
  }

  /// Changes what is shown and stays at the same event.
  @discardableResult
  mutating func keepingLine(_ context: ScreenContext, _ change: (inout LogsScreen) -> Void) -> Bool {
    let before = shown(context)
    let here = before.indices.contains(cursor.index) ? before[cursor.index].id : nil
    change(&self)
    let after = shown(context)
    cursor.setCount(after.count)
    if follows {
      cursor.move(to: after.count)
    } else if let here {
      cursor.move(to: after.firstIndex { $0.id >= here } ?? after.count)
    }
    return true
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    let fields = ["message", "node", "kind", "level"]
    if let problem = FilterExpression.problem(in: FilterExpression.parse(text), fields: fields) {
      return [.say(problem, .warn)]
    }
    keepingLine(context) { $0.filterText = text }
    return []
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    let lines = shown(context).map { $0.message + " " + ($0.node.map { context.name(of: $0) } ?? "") }
    let found = cursor.search(lines, for: text, backwards: backwards)
    if found { follows = false }
    return found
  }

  package var memory: [String: String] {
    var kept = [
      "level": minimum.rawValue, "wrap": wraps ? "on" : "off", "times": showsTimes ? "on" : "off",
      "follow": follows ? "on" : "off",
    ]
    kept["filter"] = filterText.isEmpty ? nil : filterText
    kept["run"] = run?.description
    // While it follows, the line is the last one anyway.
    if !follows, let event = chosen?.id ?? wanted?.event, let first = firstEvent ?? wanted?.first {
      kept["event"] = "\(event)"
      kept["first"] = "\(first)"
    }
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    minimum = memory["level"].flatMap(EventRecord.Level.init(rawValue:)) ?? minimum
    wraps = memory["wrap"] == "on"
    showsTimes = memory["times"] != "off"
    filterText = memory["filter"] ?? ""
    run = memory["run"].flatMap { Int64($0) }.map { RunID($0) }
    follows = memory["follow"] != "off"
    if let event = memory["event"].flatMap({ Int64($0) }) {
      wanted = (event, memory["first"].flatMap { Int64($0) } ?? event)
    }
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    "sluice logs" + (run.map { " --run \($0)" } ?? "") + (minimum == .info ? "" : " --level \(minimum.rawValue)")
      + (since.map { " --since \(ShellWord.quoted($0.typed))" } ?? "")
  }

  /// Why there is no line to show, and what would bring some.
  func whyEmpty(_ context: ScreenContext) -> String {
    if !hasLoaded { return "reading the log …" }
    if events.isEmpty { return "nothing has happened yet" }
    var reasons: [String] = []
    if minimum > .debug { reasons.append("level \(minimum.rawValue) and above (v)") }
    if let since { reasons.append("since \(Figures.civil(since.instant).time)Z (Esc)") }
    if let run { reasons.append("run \(run) (Esc)") }
    if !filterText.isEmpty { reasons.append("the filter \(filterText) (Esc)") }
    return "of \(Figures.count(Int64(events.count))) events none passes: " + reasons.joined(separator: ", ")
  }

  package func copyText(_ context: ScreenContext) -> String? {
    let shown = shown(context)
    return shown.indices.contains(cursor.index) ? shown[cursor.index].message : nil
  }

  package func exportName(_ context: ScreenContext) -> String? { cursor.count == 0 ? nil : "sluice.log" }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    let lines = shown(context).map { LogLine($0, context).text }
    return ("sluice.log", lines.joined(separator: "\n") + "\n")
  }
}
