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

  func add(_ given: CheckRecord, rows: FailingRows? = nil) {
    let check = waived(given)
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
    case .waived:
      hasWarnings = true
      if state == .pass || state == .warn { state = .waived }
    case .warn:
      hasWarnings = true
      if state == .pass { state = .warn }
    default: break
    }
  }

  /// A check that would hold the gate and is let pass by somebody's word.
  private func waived(_ check: CheckRecord) -> CheckRecord {
    guard check.state == .fail || check.state == .notEvaluated,
      let waiver = request.options.waivers.active(for: check.name, of: check.node, at: .now)
    else { return check }
    var check = check
    check.state = .waived
    check.message += (check.message.isEmpty ? "" : "; ") + waiver.words
    return check
  }

  /// Reports the gate's final state.
  func close() { reporter.gate(gate, state: state) }

  /// Whether the gate lets the step pass.
  var isOpen: Bool { state == .pass || state == .warn || state == .waived }

  /// Whether it holds for nothing but a relation that is not there.
  var isMissingAlone: Bool { holdingCount == 1 && holding?.name == "exists" }

  /// Why it holds, in one sentence.
  var reason: String {
    guard let holding else { return "\(gate.rawValue) gate" }
    let more = holdingCount > 1 ? " (and \(holdingCount - 1) more)" : ""
    return "\(holding.name): \(holding.message)\(more)"
  }
}
