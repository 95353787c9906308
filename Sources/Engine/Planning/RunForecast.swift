import Project

/// When a run will be over, from the past of its steps, with how sure that is.
package struct RunForecast: Sendable, Hashable {
  /// Seconds still to go, in the middle of what is known.
  package var seconds: Double
  /// If every step takes as long as its shortest past run, or its longest.
  package var range: ClosedRange<Double>
  /// Share of the steps still to be done that have a past, 0 … 1: below a half, say "unknown" rather than a number.
  package var knownShare: Double

  /// The forecast for a whole plan, as the schedule would carry it.
  package init(_ plan: Plan, options: ScheduleOptions) {
    self.init(plan, options: options, records: [:], now: Instant(microseconds: 0))
  }

  /// The forecast for what is left of a run.
  /// - Parameter records: Its steps as they stand now.
  package init(_ plan: Plan, options: ScheduleOptions, records: [StepRecord], now: Instant) {
    self.init(
      plan, options: options, records: Dictionary(records.map { ($0.node, $0) }) { first, _ in first }, now: now)
  }

  private init(
    _ plan: Plan, options: ScheduleOptions, records: [NodeID: StepRecord], now: Instant
  ) {
    let open = plan.steps.filter { step in
      !(records[step.id]?.state.isTerminal ?? false) && step.action != .skip
    }
    let rest = Plan(command: plan.command, steps: open)
    let low = Self.simulate(rest, options) { Self.left($0, $0.estimate.range.lowerBound, records[$0.id], now) }
    let middle = Self.simulate(rest, options) { Self.left($0, $0.estimate.seconds, records[$0.id], now) }
    let high = Self.simulate(rest, options) { Self.left($0, $0.estimate.range.upperBound, records[$0.id], now) }
    // Shorter steps can make a schedule longer (Graham 1969): the three are put in order.
    let sorted = [low, middle, high].sorted()
    seconds = sorted[1]
    range = sorted[0]...sorted[2]
    knownShare =
      open.isEmpty ? 1 : Double(open.count { $0.action == .reuse || $0.estimate.runs > 0 }) / Double(open.count)
  }

  /// What a step still needs: of a running one the rest, by its own progress where it tells.
  private static func left(_ step: PlannedStep, _ whole: Double, _ record: StepRecord?, _ now: Instant) -> Double {
    // A step that is reused is only looked at.
    if step.action == .reuse { return 0.002 }
    guard let record, let started = record.startedAt else { return whole }
    let elapsed = max(0, now.seconds(since: started))
    if let fraction = record.progress.fraction, fraction > 0.02 { return elapsed * (1 - fraction) / fraction }
    return max(whole - elapsed, whole * 0.05)
  }

  /// Carries the plan out in pretended time.
  private static func simulate(
    _ plan: Plan, _ options: ScheduleOptions, seconds: (PlannedStep) -> Double
  ) -> Double {
    var schedule = Schedule(plan: plan, options: ScheduleOptions(threads: options.threads, pools: options.pools))
    var running: [(ends: Double, position: Int)] = []
    var now = 0.0
    var actions = schedule.begin(at: 0)
    while true {
      for case .start(let position, _) in actions {
        running.append((now + seconds(plan.steps[position]), position))
      }
      guard let place = running.indices.min(by: { running[$0].ends < running[$1].ends }) else { return now }
      let done = running.remove(at: place)
      now = max(now, done.ends)
      actions = schedule.finished(done.position, .success, at: now)
    }
  }
}
