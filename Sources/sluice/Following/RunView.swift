import Engine
import Project

/// A run as it stands: what narrators tell.
struct RunView {
  let run: RunRecord
  let steps: [StepRecord]
  /// Columns for node names, so that lines stand under each other.
  let nameWidth: Int

  init(run: RunRecord, steps: [StepRecord]) {
    self.run = run
    self.steps = steps
    nameWidth = min(40, max(12, steps.map { NodeName.short($0.node).count }.max() ?? 0))
  }

  var finished: Int { steps.reduce(0) { $0 + ($1.state.isTerminal ? 1 : 0) } }

  /// Steps that are over, in the order in which they ended.
  var ended: [StepRecord] {
    steps.filter { $0.state.isTerminal }
      .sorted { ($0.finishedAt?.microseconds ?? 0, $0.node) < ($1.finishedAt?.microseconds ?? 0, $1.node) }
  }

  func count(_ states: StepState...) -> Int { steps.reduce(0) { $0 + (states.contains($1.state) ? 1 : 0) } }
}

/// Tells a run to somebody while it goes on.
protocol RunNarrator: Sendable {
  /// Whether it tells of steps as they go; false: only the end needs them.
  var watchesSteps: Bool { get }
  mutating func update(_ view: RunView, _ reader: RunStoreReader) throws
  /// The last call, with the run over.
  mutating func finish(_ view: RunView, _ reader: RunStoreReader) throws
}

extension RunNarrator {
  var watchesSteps: Bool { true }
}
