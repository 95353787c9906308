import Project

/// A run's checks as JUnit XML, which every build server shows: a suite a node, a case a check.
package struct JUnitReport {
  private let run: RunRecord
  private let steps: [StepRecord]
  private let checks: [NodeID: [CheckRecord]]

  package init(_ run: RunRecord, _ reader: RunStoreReader) throws(RunStoreError) {
    self.run = run
    steps = try reader.steps(of: run.id)
    checks = Dictionary(grouping: try reader.checks(of: run.id)) { $0.node }
  }

  /// The whole document.
  package var xml: String {
    let all = steps.map { ($0, cases(of: $0)) }
    let counted = all.flatMap { $0.1 }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
    text += Self.attribute("name", "sluice run \(run.id)")
    text += Self.counts(counted) + ">\n"
    for (step, cases) in all {
      text += "  <testsuite" + Self.attribute("name", step.node.rawValue) + Self.counts(cases)
      if let start = step.startedAt { text += Self.attribute("timestamp", String(start.iso8601.prefix(19))) }
      text += ">\n" + cases.map(\.xml).joined() + "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  /// Writes it, whole or not at all.
  package func write(to path: String) throws(RunStoreError) { try AtomicFile.write(xml, to: path) }

  private struct Case {
    enum Result { case passed, failed(String), error(String), skipped(String) }

    var suite: String
    var name: String
    var seconds: Double
    var result: Result
    var output: String?

    var xml: String {
      var text = "    <testcase" + attribute("classname", suite) + attribute("name", name)
      text += attribute("time", JUnitReport.seconds(seconds))
      var inside = ""
      switch result {
      case .passed: break
      case .failed(let message): inside += "      <failure" + attribute("message", message) + "/>\n"
      case .error(let message): inside += "      <error" + attribute("message", message) + "/>\n"
      case .skipped(let message): inside += "      <skipped" + attribute("message", message) + "/>\n"
      }
      if let output { inside += "      <system-out>\(escaped(output))</system-out>\n" }
      return inside.isEmpty ? text + "/>\n" : text + ">\n" + inside + "    </testcase>\n"
    }
  }

  /// The step itself is a case too: a model may fail with no check at fault.
  private func cases(of step: StepRecord) -> [Case] {
    let seconds = step.startedAt.flatMap { start in step.finishedAt.map { $0.seconds(since: start) } } ?? 0
    let words = step.reason ?? step.state.words
    let result: Case.Result =
      switch step.state {
      case .success, .warned, .reused, .heldAtInput, .heldAtOutput: .passed
      case .skipped, .cancelled: .skipped(words)
      case .heldAtProcess: .failed(words)
      default: .error(words)
      }
    let whole = Case(suite: step.node.rawValue, name: "process", seconds: seconds, result: result)
    return [whole] + (checks[step.node] ?? []).map { Self.testCase($0) }
  }

  private static func testCase(_ check: CheckRecord) -> Case {
    let message = check.message.isEmpty ? "\(check.name) \(check.threshold)" : check.message
    var output: String?
    let result: Case.Result
    switch check.state {
    case .pass: result = .passed
    case .warn:
      result = .passed
      output = "warning: \(message)"
    case .waived: result = .skipped("waived: \(message)")
    case .fail: result = .failed(message)
    case .notEvaluated: result = .error("not evaluated: \(message)")
    case .neverRun, .stale, .running: result = .skipped(message)
    }
    return Case(
      suite: check.node.rawValue, name: "\(check.gate.rawValue): \(check.name)", seconds: check.seconds, result: result,
      output: output)
  }

  private static func counts(_ cases: [Case]) -> String {
    var failures = 0
    var errors = 0
    var skipped = 0
    for item in cases {
      switch item.result {
      case .passed: break
      case .failed: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    return attribute("tests", String(cases.count)) + attribute("failures", String(failures))
      + attribute("errors", String(errors)) + attribute("skipped", String(skipped))
      + attribute("time", seconds(cases.reduce(0) { $0 + $1.seconds }))
  }

  private static func seconds(_ value: Double) -> String {
    let thousandths = Int((value * 1_000).rounded())
    let rest = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  private static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(escaped(value))\"" }

  /// XML 1.0 has no place for most control characters, not even escaped: they become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
