import Engine
import Project

/// Tells a run in plain lines, one a step as it ends: for files, pipes and slow lines.
struct LineNarrator: RunNarrator {
  let paint: Paint
  private var told: Set<NodeID> = []

  init(paint: Paint) { self.paint = paint }

  mutating func update(_ view: RunView, _ reader: RunStoreReader) throws {
    for line in news(view) { Narration.line(line) }
  }

  mutating func finish(_ view: RunView, _ reader: RunStoreReader) throws {
    try update(view, reader)
    for line in try RunSummary(view, paint: paint).lines(reader) { Narration.line(line) }
  }

  /// The steps that ended since the last call, as lines.
  mutating func news(_ view: RunView) -> [String] {
    let lines = StepLine(paint: paint, nameWidth: view.nameWidth)
    return view.ended.filter { told.insert($0.node).inserted }.map { lines.text($0) }
  }
}
