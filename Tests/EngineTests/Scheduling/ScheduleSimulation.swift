import Project

@testable import Engine

/// Carries a schedule out in pretended time and writes down what happened, checking the rules that always hold.
struct ScheduleSimulation {
  struct Script {
    var seconds: Double
    /// How each attempt ends; the last one counts for all further ones.
    var endings: [(state: StepState, isTransient: Bool)]
  }

  private(set) var schedule: Schedule
  private(set) var started: [(position: Int, at: Double, attempt: Int)] = []
  private(set) var ended: [Int: (state: StepState, at: Double)] = [:]
  private(set) var reasons: [Int: String] = [:]
  private(set) var violations: [String] = []
  private(set) var mostRunning = 0
  private(set) var mostInPool: [String: Int] = [:]
  private var running: [(position: Int, ends: Double, state: StepState, isTransient: Bool)] = []
  private var now = 0.0

  init(_ plan: Plan, _ options: ScheduleOptions) { schedule = Schedule(plan: plan, options: options) }

  /// - Parameter cancelAt: When somebody asks the run to stop.
  mutating func run(cancelAt: Double? = nil, _ script: (Int) -> Script) {
    var cancelAt = cancelAt
    take(schedule.begin(at: 0), script)
    var rounds = 0
    while !schedule.isOver {
      rounds += 1
      let events = [running.map(\.ends).min(), schedule.nextWake, cancelAt].compactMap { $0 }
      guard let next = events.min(), rounds < 100_000 else {
        violations.append("stuck at \(now)")
        return
      }
      now = max(now, next)
      if let time = cancelAt, time <= now {
        cancelAt = nil
        take(schedule.cancel("cancelled by ada", at: now), script)
      } else if let place = running.firstIndex(where: { $0.ends <= now }) {
        let done = running.remove(at: place)
        let actions = schedule.finished(done.position, done.state, isTransient: done.isTransient, at: now)
        if let state = schedule.outcome(of: done.position) { end(done.position, state) }
        take(actions, script)
      } else {
        take(schedule.wake(at: now), script)
      }
    }
    if !running.isEmpty { violations.append("over while steps run") }
  }

  private mutating func take(_ actions: [ScheduleAction], _ script: (Int) -> Script) {
    for action in actions {
      switch action {
      case .start(let position, let attempt): start(position, attempt, script(position))
      case .interrupt(let position, _):
        // An interrupted step ends soon, as cancelled.
        guard let place = running.firstIndex(where: { $0.position == position }) else {
          violations.append("interrupted \(position), which does not run")
          continue
        }
        running[place].ends = min(running[place].ends, now + 0.01)
        running[place].state = .cancelled
        running[place].isTransient = false
      case .enter(let position, let state, let reason):
        if let reason { reasons[position] = reason }
        if state.isTerminal { end(position, state) }
      }
    }
  }

  private mutating func start(_ position: Int, _ attempt: Int, _ script: Script) {
    let step = schedule.plan.steps[position]
    for parent in step.parents {
      guard let place = schedule.plan.indices[parent] else { continue }
      let state = ended[place]?.state
      if state == nil { violations.append("\(step.node.name) started before \(parent) ended") }
      if let state, state.blocksChildren, !step.toleratedParents.contains(parent) {
        violations.append("\(step.node.name) started though \(parent) \(state)")
      }
    }
    if running.contains(where: { $0.position == position }) { violations.append("\(position) started twice") }
    if ended[position] != nil { violations.append("\(position) started after its end") }
    started.append((position, now, attempt))
    let ending = script.endings[min(attempt, script.endings.count) - 1]
    running.append((position, now + script.seconds, ending.state, ending.isTransient))
    mostRunning = max(mostRunning, running.count)
    for tag in schedule.options.pools.keys {
      let count = running.count { schedule.plan.steps[$0.position].node.config.tags.contains(tag) }
      mostInPool[tag] = max(mostInPool[tag] ?? 0, count)
    }
  }

  private mutating func end(_ position: Int, _ state: StepState) {
    if ended[position] != nil { violations.append("\(position) ended twice") }
    ended[position] = (state, now)
  }

  func state(_ name: String) -> StepState? {
    schedule.plan.indices[GraphFixture.id(name)].flatMap { ended[$0]?.state }
  }

  func reason(_ name: String) -> String? { schedule.plan.indices[GraphFixture.id(name)].flatMap { reasons[$0] } }
  var startOrder: [String] { started.map { schedule.plan.steps[$0.position].node.name } }
}
