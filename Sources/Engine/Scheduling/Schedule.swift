import Project

/// Decides what runs when: a state machine without clock, threads or store. It is told what happened and at what time,
/// and answers with what is to be done; so every rule can be tried on thousands of graphs in no time.
///
/// Ready steps start by the longest path of expected work below them, up to `threads` at once and within the pools of
/// their tags. What waits for a step that did not end well is skipped and says by whom; the rest goes on.
package struct Schedule: Sendable {
  enum Phase: Sendable, Equatable {
    case blocked(open: Int)
    case ready(attempt: Int)
    case running(attempt: Int, deadline: Double?)
    case resting(attempt: Int, until: Double)
    case over(StepState)
  }

  package let plan: Plan
  package let options: ScheduleOptions
  private(set) var phases: [Phase]
  /// Positions of ready steps, the one to start first at the end.
  private var ready: [Int] = []
  private var running = 0
  private var poolUse: [String: Int] = [:]
  private var open: Int
  private var chance: JitterSequence
  /// Positions with a time at which something must happen to them.
  private var timed: Set<Int> = []
  /// Why nothing more is started, once it is so.
  private var stop: String?
  private var interrupted: [Int: InterruptCause] = [:]

  package init(plan: Plan, options: ScheduleOptions = ScheduleOptions()) {
    self.plan = plan
    self.options = options
    phases = plan.steps.map { .blocked(open: $0.parents.count) }
    open = plan.steps.count
    chance = JitterSequence(seed: options.seed)
  }

  /// Whether every step has reached its end.
  package var isOver: Bool { open == 0 }

  /// How each step ended; nil while it has not.
  package func outcome(of position: Int) -> StepState? {
    if case .over(let state) = phases[position] { state } else { nil }
  }

  /// The time at which `wake` must be called, if nothing happens before: a retry or a timeout is due.
  package var nextWake: Double? {
    var next: Double?
    for position in timed {
      switch phases[position] {
      case .running(_, let deadline?): next = min(next ?? deadline, deadline)
      case .resting(_, let until): next = min(next ?? until, until)
      default: break
      }
    }
    return next
  }

  // MARK: What happens

  /// Starts what can start. Called once.
  package mutating func begin(at now: Double) -> [ScheduleAction] {
    var actions: [ScheduleAction] = []
    for position in phases.indices where phases[position] == .blocked(open: 0) { enqueue(position) }
    for position in phases.indices {
      if case .blocked = phases[position] {
        actions.append(.enter(position, .waiting, reason: "waits for \(waitedFor(position))"))
      }
    }
    startReady(at: now, &actions)
    for position in ready.reversed() { actions.append(.enter(position, .queued, reason: hindrance(position))) }
    return actions
  }

  /// A running step came to an end.
  /// - Parameter isTransient: The failure may go away by itself.
  package mutating func finished(
    _ position: Int, _ state: StepState, isTransient: Bool = false, at now: Double
  ) -> [ScheduleAction] {
    guard case .running(let attempt, _) = phases[position] else { return [] }
    release(position)
    var actions: [ScheduleAction] = []
    let cause = interrupted.removeValue(forKey: position)
    let end = Self.ending(state, after: cause)
    let policy = options.retry.adapted(to: plan.steps[position].node.config)
    if end == .failed, isTransient, stop == nil, cause == nil, attempt < policy.attempts {
      let delay = policy.delay(before: attempt + 1, chance: chance.next())
      phases[position] = .resting(attempt: attempt + 1, until: now + delay)
      timed.insert(position)
      let reason = "try \(attempt + 1) of \(policy.attempts) in \(Self.words(delay))"
      actions.append(.enter(position, .retrying, reason: reason))
    } else {
      close(position, end, at: now, &actions)
    }
    startReady(at: now, &actions)
    return actions
  }

  /// Time has passed: retries that are due start, steps that took too long are interrupted.
  package mutating func wake(at now: Double) -> [ScheduleAction] {
    var actions: [ScheduleAction] = []
    for position in timed.sorted() {
      switch phases[position] {
      case .running(let attempt, let deadline?) where deadline <= now:
        phases[position] = .running(attempt: attempt, deadline: nil)
        timed.remove(position)
        let cause = InterruptCause.timedOut(seconds: timeout(position) ?? 0)
        if interrupted[position] == nil {
          interrupted[position] = cause
          actions.append(.interrupt(position, cause))
        }
      case .resting(let attempt, let until) where until <= now: enqueue(position, attempt: attempt)
      default: break
      }
    }
    startReady(at: now, &actions)
    return actions
  }

  /// Somebody asked the run to stop: nothing more starts, what runs is interrupted.
  package mutating func cancel(_ reason: String, at now: Double) -> [ScheduleAction] {
    var actions: [ScheduleAction] = []
    halt(reason, &actions)
    return actions
  }

  // MARK: Rules

  /// What a step's own ending becomes when it was interrupted: work that was published before the interruption reached
  /// it stays a success.
  private static func ending(_ state: StepState, after cause: InterruptCause?) -> StepState {
    guard state.isTerminal else { return .failed }
    guard let cause, !state.isSuccess, state == .cancelled || state == .failed || state == .timedOut else {
      return state
    }
    switch cause {
    case .cancelled: return .cancelled
    case .timedOut: return .timedOut
    }
  }

  private mutating func close(
    _ position: Int, _ state: StepState, at now: Double, _ actions: inout [ScheduleAction]
  ) {
    phases[position] = .over(state)
    open -= 1
    let step = plan.steps[position]
    for child in plan.children[position] {
      guard case .blocked(let left) = phases[child] else { continue }
      if state.blocksChildren, !plan.steps[child].toleratedParents.contains(step.id) {
        skip(child, because: "\(step.node.name) \(Self.words(state))", &actions)
      } else {
        phases[child] = .blocked(open: left - 1)
        if left == 1 { enqueue(child) }
      }
    }
    if options.failFast, state.blocksChildren, state != .skipped, state != .cancelled, stop == nil {
      halt("--fail-fast: \(step.node.name) \(Self.words(state))", &actions)
    }
  }

  /// Skips a step and all that wait for it: by the first cause, however far up it lies.
  private mutating func skip(_ first: Int, because cause: String, _ actions: inout [ScheduleAction]) {
    var stack = [first]
    while let position = stack.popLast() {
      guard case .blocked = phases[position] else { continue }
      phases[position] = .over(.skipped)
      open -= 1
      actions.append(.enter(position, .skipped, reason: cause))
      let id = plan.steps[position].id
      for child in plan.children[position].reversed() {
        if !plan.steps[child].toleratedParents.contains(id) {
          stack.append(child)
        } else if case .blocked(let left) = phases[child] {
          phases[child] = .blocked(open: left - 1)
          if left == 1 { enqueue(child) }
        }
      }
    }
  }

  private mutating func halt(_ reason: String, _ actions: inout [ScheduleAction]) {
    if stop == nil { stop = reason }
    ready.removeAll()
    for position in phases.indices {
      switch phases[position] {
      case .blocked, .ready, .resting:
        phases[position] = .over(.cancelled)
        timed.remove(position)
        open -= 1
        actions.append(.enter(position, .cancelled, reason: reason))
      case .running where interrupted[position] == nil:
        interrupted[position] = .cancelled(reason)
        actions.append(.interrupt(position, .cancelled(reason)))
      default: break
      }
    }
  }

  private mutating func startReady(at now: Double, _ actions: inout [ScheduleAction]) {
    guard stop == nil else { return }
    var place = ready.count - 1
    while place >= 0, running < options.threads {
      let position = ready[place]
      if poolsAllow(position) {
        ready.remove(at: place)
        start(position, at: now, &actions)
      }
      place -= 1
    }
  }

  private mutating func start(_ position: Int, at now: Double, _ actions: inout [ScheduleAction]) {
    guard case .ready(let attempt) = phases[position] else { return }
    running += 1
    for tag in pools(position) { poolUse[tag, default: 0] += 1 }
    let deadline = timeout(position).map { now + $0 }
    phases[position] = .running(attempt: attempt, deadline: deadline)
    if deadline != nil { timed.insert(position) }
    actions.append(.start(position, attempt: attempt))
  }

  private mutating func release(_ position: Int) {
    running -= 1
    timed.remove(position)
    for tag in pools(position) { poolUse[tag, default: 1] -= 1 }
  }

  private mutating func enqueue(_ position: Int, attempt: Int = 1) {
    phases[position] = .ready(attempt: attempt)
    timed.remove(position)
    var low = 0
    var high = ready.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(position, ready[middle]) { low = middle + 1 } else { high = middle }
    }
    ready.insert(position, at: low)
  }

  /// Whether `left` is to start before `right`: by the longer path below it, then by the plan's order.
  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let seconds = (plan.steps[left].remainingSeconds, plan.steps[right].remainingSeconds)
    return seconds.0 == seconds.1 ? left < right : seconds.0 > seconds.1
  }

  private func pools(_ position: Int) -> [String] {
    options.pools.isEmpty ? [] : plan.steps[position].node.config.tags.filter { options.pools[$0] != nil }
  }

  private func poolsAllow(_ position: Int) -> Bool {
    pools(position).allSatisfy { poolUse[$0, default: 0] < max(1, options.pools[$0] ?? .max) }
  }

  private func timeout(_ position: Int) -> Double? {
    plan.steps[position].node.config["timeout"]?.doubleValue ?? options.timeoutSeconds
  }

  // MARK: Words

  private func waitedFor(_ position: Int) -> String {
    let names = plan.steps[position].parents.compactMap { plan[$0]?.node.name }
    return names.count > 3
      ? names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more" : names.joined(separator: ", ")
  }

  private func hindrance(_ position: Int) -> String {
    let full = pools(position).filter { poolUse[$0, default: 0] >= max(1, options.pools[$0] ?? .max) }
    return full.isEmpty ? "waits for a thread" : "waits for a place in pool \(full.joined(separator: ", "))"
  }

  static func words(_ state: StepState) -> String {
    switch state {
    case .heldAtInput: "was held at its input gate"
    case .heldAtProcess: "was held at its process gate"
    case .heldAtOutput: "was held at its output gate"
    case .timedOut: "timed out"
    case .failed, .crashed: state.rawValue
    default: "was \(state.rawValue)"
    }
  }

  private static func words(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

/// A sequence of chances, 0 ..< 1, the same for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct JitterSequence: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
  }
}
