internal import Engine
internal import TerminalKit

/// What a changed threshold would have said of past runs, from what they measured.
enum BackTest {
  /// Asks for the threshold and then shows its verdicts.
  static func question(_ check: CheckRecord) -> Effect {
    let initial =
      Threshold(check.wanted) == nil ? "<= \(Int64(exactly: (check.measured ?? 0).rounded()) ?? 0)" : check.wanted
    return .ask(
      Question("passes when measured is", initial: initial, for: GatesScreen.self) { _, text, _ in
        guard let wanted = Threshold(text) else {
          return [.say("`\(text)` is no bound: write <= 10, = 0, >= 95, or <= 5% of the rows", .warn)]
        }
        return [
          .load("backtest", for: GatesScreen.self) { source in
            try await source.trend(of: check, runs: 50)
          } then: { _, past, _ in
            [.show(title: "\(check.name), had it been \(text)", lines: lines(past, wanted))]
          }
        ]
      })
  }

  /// A line a run, newest first: what was measured, what was said, what would have been.
  static func lines(_ past: [CheckRecord], _ wanted: Threshold) -> [String] {
    guard !past.isEmpty else { return ["no past run measured this check"] }
    let verdicts = past.map { record in record.measured.map { wanted.holds($0, population: record.population) } }
    let differing = zip(past, verdicts).count { record, passes in
      passes.map { $0 != !isFailure(record) } ?? false
    }
    let greatest = past.compactMap(\.measured).filter(\.isFinite).max() ?? 0
    let head = "\(past.count) \(past.count == 1 ? "run" : "runs"), \(differing) would end otherwise"
    return [head, ""]
      + zip(past, verdicts).reversed().map { record, passes in
        let run = fitted("run \(record.run)", to: 9)
        guard let measured = record.measured, let passes else { return "\(run) not measured" }
        let bar = ProgressBar(share: greatest > 0 ? measured / greatest : 0).text(width: 12)
        let would = fitted(passes ? "pass" : "fail", to: 5)
        let differs = passes == isFailure(record)
        return run + fitted(Figures.measure(measured), to: 9, .right) + "  " + bar + "  was "
          + fitted(record.state.mark.word, to: 7) + "would " + would + (differs ? "← differs" : "")
      }
  }

  private static func isFailure(_ record: CheckRecord) -> Bool { record.state == .fail || record.state == .warn }
}
