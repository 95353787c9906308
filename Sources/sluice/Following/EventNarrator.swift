import Engine

/// Tells a run as its events, one JSON object a line on standard output: `--log-format json`.
struct EventNarrator: RunNarrator {
  private var last: Int64 = 0

  mutating func update(_ view: RunView, _ reader: RunStoreReader) throws {
    while true {
      let events = try reader.events(EventQuery(run: view.run.id, minimumLevel: .debug, after: last))
      guard let newest = events.last else { return }
      for event in events { StandardOutput.write(EventLine.text(event, .json) + "\n") }
      last = newest.id
    }
  }

  mutating func finish(_ view: RunView, _ reader: RunStoreReader) throws { try update(view, reader) }
}

/// Tells nothing but what went wrong: `--quiet`.
struct QuietNarrator: RunNarrator {
  let paint: Paint
  let watchesSteps = false

  mutating func update(_ view: RunView, _ reader: RunStoreReader) throws {}

  mutating func finish(_ view: RunView, _ reader: RunStoreReader) throws {
    if view.run.state == .success || view.run.state == .warned { return }
    let line = StepLine(paint: paint, nameWidth: view.nameWidth)
    for step in view.ended where !step.state.isSuccess && step.state != .skipped { Narration.line(line.text(step)) }
    for line in try RunSummary(view, paint: paint).lines(reader) { Narration.line(line) }
  }
}
