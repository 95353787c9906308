import Glibc
import Project
import Synchronization

@testable import Engine

/// A warehouse that does what a script says instead of any work, and writes down what it was asked to do.
final class ScriptedWarehouse: Warehouse {
  struct Act: Sendable {
    var outcome: StepOutcome
    /// How long the process state lasts, on the real clock; a cancelled step ends earlier.
    var seconds: Double = 0
    var checks: [CheckRecord] = []
    var progress: [StepProgress] = []
    var logs: [String] = []
  }

  private let script: @Sendable (StepRequest) -> Act
  private let carried = Mutex<[String]>([])
  private let settled = Mutex<[String]>([])

  init(_ script: @escaping @Sendable (StepRequest) -> Act = { _ in Act(outcome: StepOutcome(state: .success)) }) {
    self.script = script
  }

  /// Names of the nodes carried, in the order they began.
  var order: [String] { carried.withLock { $0 } }
  /// Names of those that came to publish.
  var published: [String] { settled.withLock { $0 } }

  func carry(_ step: StepRequest, reporting reporter: any StepReporter) async -> StepOutcome {
    carried.withLock { $0.append(step.node.name) }
    let act = script(step)
    reporter.entered(.runningInput, reason: nil)
    reporter.gate(.input, state: .running)
    reporter.gate(.input, state: .pass)
    reporter.entered(.runningProcess, reason: nil)
    for line in act.logs { reporter.log(.info, line) }
    for tick in act.progress { reporter.progress(tick) }
    let slice = 0.002
    var left = act.seconds
    while left > 0, !reporter.isCancelled {
      usleep(UInt32(min(slice, left) * 1_000_000))
      left -= slice
    }
    if reporter.isCancelled { return StepOutcome(state: .cancelled, reason: "interrupted") }
    reporter.entered(.runningOutput, reason: nil)
    reporter.gate(.output, state: .running)
    for check in act.checks { reporter.check(check, rows: nil) }
    reporter.gate(.output, state: act.outcome.state.isSuccess ? .pass : .fail)
    if act.outcome.state.isSuccess {
      reporter.entered(.publishing, reason: nil)
      do {
        try reporter.settle()
      } catch {
        return StepOutcome(state: .failed, reason: String(describing: error))
      }
      settled.withLock { $0.append(step.node.name) }
    }
    return act.outcome
  }

  func assess(_ step: StepRequest) async throws -> ReuseAssessment {
    ReuseAssessment(canReuse: false, reason: "first build")
  }
}
