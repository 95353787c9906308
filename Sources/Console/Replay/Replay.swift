package import Engine
internal import Project

/// A past run told again, event by event, at a speed of its own: what the screens show while it plays is the pipeline as
/// it stood at that moment.
package struct Replay: Sendable {
  /// How much faster than life; slower for runs that are over before the eye has found them.
  package static let speeds: [Double] = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

  /// The first so many events are told; a run of a thousand nodes writes about ten thousand.
  package static let eventLimit = 200_000

  package let run: RunRecord
  private let events: [EventRecord]
  private let steps: [StepRecord]
  /// How the pipeline stands now: the gates and rows of what the run only reused.
  private let standing: PipelineStatus
  private let start: Instant
  private let end: Instant
  /// How many events were told.
  private var told = 0
  private var wall: Instant?
  package private(set) var speed: Double
  package private(set) var isPlaying = true
  /// The moment of the run that is shown.
  package private(set) var now: Instant
  package private(set) var status: PipelineStatus

  /// A replay from the run's first event on; without a speed, one that tells a long run in about twenty seconds and a
  /// short one in eight.
  package init(
    run: RunRecord, steps: [StepRecord], events: [EventRecord], standing: PipelineStatus = PipelineStatus(),
    speed: Double? = nil
  ) {
    self.standing = standing
    self.run = run
    self.steps = steps
    self.events = events
    start = run.startedAt ?? run.createdAt
    // What is told of a run after its end (that it was found dead, what was tidied up) belongs to its end.
    end = max(start, run.finishedAt ?? events.last?.at ?? start)
    let lasted = end.seconds(since: start)
    let wished = lasted < 20 ? min(1, lasted / 8) : lasted / 20
    self.speed = speed ?? Self.speeds.last { $0 <= wished } ?? Self.speeds[0]
    now = start
    status = Replay.opening(run, steps, standing)
  }

  /// The pipeline before the first event: everything planned, nothing begun.
  private static func opening(
    _ run: RunRecord, _ steps: [StepRecord], _ standing: PipelineStatus
  ) -> PipelineStatus {
    var record = run
    record.state = .running
    record.finishedAt = nil
    record.message = nil
    var status = PipelineStatus(run: record)
    for step in steps {
      status.nodes[step.node] = NodeStatus(
        step: StepRecord(run: run.id, node: step.node, state: .queued, product: step.product),
        pastSeconds: standing[step.node].pastSeconds)
    }
    return status
  }

  package var isOver: Bool { told >= events.count && now >= end }
  /// Seconds of the run told so far, and in all.
  package var seconds: (told: Double, all: Double) { (now.seconds(since: start), end.seconds(since: start)) }

  /// Lets time pass by the clock on the wall.
  package mutating func tick(_ instant: Instant) {
    defer { wall = instant }
    guard isPlaying, let wall else { return }
    go(to: now.advanced(by: instant.seconds(since: wall) * speed))
    if isOver { isPlaying = false }
  }

  /// Shows the run as it stood at a moment, earlier or later.
  package mutating func go(to instant: Instant) {
    let target = min(max(instant, start), end)
    if target < now {
      told = 0
      status = Replay.opening(run, steps, standing)
    }
    now = target
    while told < events.count, min(events[told].at, end) <= now {
      ReplayedEvent.apply(events[told], to: &status, of: run, standing)
      told += 1
    }
    if now >= end { status.run = run }
  }

  /// Goes to the next event that changes a step, or the one before.
  package mutating func step(_ distance: Int) {
    isPlaying = false
    let changes = events.filter { $0.kind == EventKind.stepState }.map(\.at)
    let next = distance > 0 ? changes.first { $0 > now } ?? end : changes.last { $0 < now } ?? start
    go(to: next)
  }

  package mutating func togglePlaying() {
    if isOver { go(to: start) }
    isPlaying.toggle()
  }

  package mutating func changeSpeed(_ distance: Int) {
    let index = Self.speeds.firstIndex { $0 >= speed } ?? 0
    speed = Self.speeds[min(Self.speeds.count - 1, max(0, index + distance))]
  }

  /// `▶ 10× 00:03.2/00:12.9`.
  package var words: String {
    let (told, all) = seconds
    return
      "\(isPlaying ? "▶" : "⏸") \(speed < 1 ? "\(speed)" : "\(Int(speed))")× \(Figures.clock(told))/\(Figures.clock(all))"
  }
}
