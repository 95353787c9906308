internal import Engine
internal import Project
internal import TerminalKit

extension LogsScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let moves: [KeyBinding<Self>] = ListKeys.all(
      by: { screen, rows in
        screen.cursor.move(by: rows)
        screen.follows = false
      },
      to: { screen, row in
        screen.cursor.move(to: row)
        screen.follows = row == Int.max
      })
    let failed = chosen?.place(context)
    let place: Availability =
      failed == nil ? .unavailable("the event's node did not fail at a line that is known") : .available
    return [
      KeyBinding(["f"], follows ? "pause" : "follow", help: "follow the end of the log, or stop; G follows too") {
        screen, _ in
        screen.follows.toggle()
        return []
      },
      KeyBinding(["v"], "level", help: "least level shown: debug, info, warn, error") { screen, context in
        let levels = EventRecord.Level.allCases
        let next = levels[((levels.firstIndex(of: screen.minimum) ?? 0) + 1) % levels.count]
        screen.keepingLine(context) { $0.minimum = next }
        return [.say("level \(next.rawValue) and above", .info)]
      },
      KeyBinding(["W"], "wrap", help: "wrap long lines, or cut them") { screen, _ in
        screen.wraps.toggle()
        return []
      },
      KeyBinding(["T"], "times", help: "show times, or not") { screen, _ in
        screen.showsTimes.toggle()
        return []
      },
      KeyBinding(["="], "node", help: "only events of this event's node, or of all nodes again") { screen, context in
        screen.toggleNode(context)
      },
      KeyBinding([Chord(.enter)], "event", help: "the whole event with its details") { screen, context in
        let shown = screen.shown(context)
        guard shown.indices.contains(screen.cursor.index) else { return [] }
        return LogsScreen.show(shown[screen.cursor.index], context)
      },
      KeyBinding(["e"], "", help: "open $EDITOR at the line the event's node failed at; saving reruns", place) {
        _, _ in
        failed.map { [.edit($0)] } ?? []
      },
      KeyBinding(["o"], "graph", help: "the event's node in the graph") { screen, context in
        let shown = screen.shown(context)
        guard shown.indices.contains(screen.cursor.index), let node = shown[screen.cursor.index].node else {
          return [.say("this event belongs to no node", .warn)]
        }
        return [.go(.graph, .node(node))]
      },
    ] + moves
  }

  /// The whole event, and of a failure the author's lines it lies in.
  private static func show(_ event: EventRecord, _ context: ScreenContext) -> [Effect] {
    let lines = [LogLine(event, context).text, "", event.kind] + JSONLayout.pretty(event.details)
    let title = "Event \(event.id)"
    guard let place = event.place(context) else { return [.show(title: title, lines: lines)] }
    return [
      .load("excerpt", for: LogsScreen.self) { source in
        try await source.excerpt(of: place)
      } then: { _, excerpt, _ in
        let source = [lines[0], "", "\(place)"] + (excerpt?.numbered.map(\.text) ?? []) + lines.dropFirst()
        return [.show(title: title, lines: source)]
      }
    ]
  }

  private mutating func toggleNode(_ context: ScreenContext) -> [Effect] {
    if filterText.hasPrefix("node:") {
      keepingLine(context) { $0.filterText = "" }
      return []
    }
    let shown = shown(context)
    guard shown.indices.contains(cursor.index), let node = shown[cursor.index].node else {
      return [.say("this event belongs to no node", .warn)]
    }
    keepingLine(context) { $0.filterText = "node:" + context.name(of: node) }
    return []
  }

  package func commands(_ context: ScreenContext) -> [ConsoleCommand] {
    [
      ConsoleCommand(
        "since", .optional, help: "only events of the last 15m, 2h, 1d; of all times without one",
        values: { _ in ["15m", "1h", "24h", "all"] }
      ) {
        text, context in
        guard let seconds = Span.seconds(text) else {
          let isAll = text.isEmpty || text == "all"
          return isAll ? [LogsScreen.since(nil)] : [.say("`\(text)` is no span of time, as 15m, 2h, 1d", .warn)]
        }
        return [LogsScreen.since(Since(instant: context.now.advanced(by: -seconds), typed: text))]
      }
    ]
  }

  private static func since(_ since: Since?) -> Effect {
    .change(LogsScreen.self) { screen, context in
      screen.keepingLine(context) { $0.since = since }
      return []
    }
  }
}

extension EventRecord {
  /// Where in the author's files the step of this event failed, as far as the last run of its node knows.
  func place(_ context: ScreenContext) -> SourceLocation? {
    guard level >= .error, let node, let step = context.status[node].step, step.run == run else { return nil }
    return step.location
  }
}

/// Spans of time as typed.
enum Span {
  /// `90`, `90s`, `15m`, `2h`, `1d` in seconds.
  static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last else { return nil }
    if let unit = units[last] { return Double(text.dropLast()).map { $0 * unit } }
    return Double(text)
  }
}
