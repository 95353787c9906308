import Project

/// Collects what the checks of one gate say, reports each as it comes, and knows what it makes of the gate.
package final class GateJournal {
  private let request: StepRequest
  private let reporter: any StepReporter
  let gate: GateKind
  private(set) var state: GateState = .pass
  /// The first failure's words and place: why the gate holds.
  private(set) var holding: CheckRecord?
  private(set) var holdingCount = 0
  /// Rows looked at by failing checks, for the output gate's quarantine.
  private(set) var hasWarnings = false

  init(_ gate: GateKind, _ request: StepRequest, _ reporter: any StepReporter) {
    self.gate = gate
    self.request = request
    self.reporter = reporter
    reporter.gate(gate, state: .running)
  }

  /// A record of this gate to be filled in.
  func record(_ name: String, _ state: GateState, threshold: String = "", message: String = "") -> CheckRecord {
    CheckRecord(
      run: request.run, node: request.node.id, gate: gate, name: name, state: state, threshold: threshold,
      message: message)
  }

  func add(_ check: CheckRecord, rows: FailingRows? = nil) {
    reporter.check(check, rows: rows)
    switch check.state {
    case .fail:
      state = .fail
      holdingCount += 1
      if holding == nil { holding = check }
    case .notEvaluated:
      holdingCount += 1
      if holding == nil { holding = check }
      if state != .fail { state = .notEvaluated }
    case .warn:
      hasWarnings = true
      if state == .pass { state = .warn }
    default: break
    }
  }

  /// Reports the gate's final state.
  func close() { reporter.gate(gate, state: state) }

  /// Whether the gate lets the step pass.
  var isOpen: Bool { state == .pass || state == .warn }

  /// Why it holds, in one sentence.
  var reason: String {
    guard let holding else { return "\(gate.rawValue) gate" }
    let more = holdingCount > 1 ? " (and \(holdingCount - 1) more)" : ""
    return "\(holding.name): \(holding.message)\(more)"
  }
}
