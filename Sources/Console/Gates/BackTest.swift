internal import Engine
internal import TerminalKit

/// What a changed threshold would have said of past runs, from what they measured.
enum BackTest {
  /// Asks for the threshold and then shows its verdicts.
  static func question(_ check: CheckRecord) -> Effect {
    .ask(
      Question("fails when measured is >", initial: check.measured.map(Figures.measure) ?? "0", for: GatesScreen.self) {
        _, text, _ in
        guard let limit = Double(text.filter { $0 != " " }) else { return [.say("`\(text)` is not a number", .warn)] }
        return [
          .load("backtest", for: GatesScreen.self) { source in
            try await source.trend(of: check, runs: 50)
          } then: { _, past, _ in
            [.show(title: "\(check.name): fails when > \(Figures.measure(limit))", lines: lines(past, limit: limit))]
          }
        ]
      })
  }

  /// A line a run: what was measured, what was said, what would have been.
  static func lines(_ past: [CheckRecord], limit: Double) -> [String] {
    guard !past.isEmpty else { return ["no past run measured this check"] }
    let changed = past.count { record in
      guard let measured = record.measured else { return false }
      return (measured > limit) != (record.state == .fail)
    }
    let head = "\(past.count) runs, \(changed) would end otherwise"
    return [head, ""]
      + past.reversed().map { record in
        guard let measured = record.measured else { return "run \(record.run)  not measured" }
        let would = measured > limit ? "fail" : "pass"
        let differs = (measured > limit) != (record.state == .fail)
        return fitted("run \(record.run)", to: 10) + fitted(Figures.measure(measured), to: 12, .right) + "  was "
          + fitted(record.state.mark.word, to: 6) + " would \(would)" + (differs ? "  ← differs" : "")
      }
  }
}
