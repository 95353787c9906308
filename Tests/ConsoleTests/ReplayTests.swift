import Console
import Engine
import Project
import Testing

@Suite struct ReplayTests {
  private static func event(_ second: Double, _ kind: String, _ node: String?, _ details: String) -> EventRecord {
    EventRecord(
      run: RunID(42), at: FixtureRun.at(second), kind: kind, node: node.map(FixtureProject.id), message: "",
      details: details)
  }

  private static let events = [
    event(0, "run.state", nil, #"{"state":"running"}"#),
    event(1, "step.state", "user_signups", #"{"state":"running_input","attempt":1}"#),
    event(1.5, "gate.state", "user_signups", #"{"gate":"input","state":"pass","passed":3}"#),
    event(2, "step.progress", "user_signups", #"{"rows_written":2500,"expected_rows":5000}"#),
    event(3, "step.state", "user_signups", #"{"state":"success","attempt":1,"rows_written":5000}"#),
    event(3.5, "step.state", "user_dim", #"{"state":"held_output","attempt":1,"reason":"3 rows"}"#),
    event(4, "log", nil, "not json at all"),
    event(4.2, "run.state", nil, #"{"state":"failed"}"#),
  ]

  private static func replay(_ speed: Double = 1) -> Replay {
    let steps = ["user_signups", "user_dim"].map {
      StepRecord(run: RunID(42), node: FixtureProject.id($0), state: .success)
    }
    return Replay(run: FixtureRun.record(.failed), steps: steps, events: events, speed: speed)
  }

  /// The states of the two nodes, and the run's.
  private func states(_ replay: Replay) -> [String] {
    let nodes = ["user_signups", "user_dim"].map { replay.status[FixtureProject.id($0)].state.rawValue }
    return nodes + [replay.status.run?.state.rawValue ?? ""]
  }

  @Test func `At every moment the pipeline stands as the events before it say`() {
    var replay = Self.replay()
    #expect(states(replay) == ["queued", "queued", "running"])
    replay.go(to: FixtureRun.at(2.2))
    #expect(states(replay) == ["running_input", "queued", "running"])
    let running = replay.status[FixtureProject.id("user_signups")]
    #expect(running.step?.startedAt == FixtureRun.at(1))
    #expect(running.step?.progress.fraction == 0.5)
    #expect(running.gates[.input]?.state == .pass && running.gates[.input]?.passed == 3)
    replay.go(to: FixtureRun.at(9))
    #expect(states(replay) == ["success", "held_output", "failed"])
    #expect(replay.status[FixtureProject.id("user_signups")].rows == 5000)
    #expect(replay.status[FixtureProject.id("user_dim")].step?.reason == "3 rows")
    #expect(replay.isOver && replay.now == FixtureRun.at(4.2))
  }

  /// A run whose process was killed is found dead by whoever looks next, which may be days later.
  @Test func `What is told of a run after its end does not lengthen it`() {
    let found = Self.event(90_000, "run.state", nil, #"{"state":"crashed"}"#)
    var replay = Replay(run: FixtureRun.record(.crashed), steps: [], events: Self.events + [found], speed: 1)
    #expect(replay.seconds.all == 4.2)
    replay.go(to: FixtureRun.at(4.2))
    #expect(replay.isOver)
  }

  @Test(arguments: [(0.4, 0.05), (4.2, 0.5), (12, 1), (90, 2), (2_400, 100)])
  func `A run is told at a pace the eye can follow`(seconds: Double, speed: Double) {
    let replay = Replay(
      run: FixtureRun.record(.success, seconds: seconds), steps: [], events: [Self.event(0, "log", nil, "")])
    #expect(replay.speed == speed)
  }

  @Test func `Going back shows what going forward showed`() {
    for moment in stride(from: 0.0, through: 4.2, by: 0.3) {
      var there = Self.replay()
      there.go(to: FixtureRun.at(moment))
      var back = Self.replay()
      back.go(to: FixtureRun.at(4.2))
      back.go(to: FixtureRun.at(moment))
      #expect(states(there) == states(back))
      #expect(there.now == back.now)
    }
  }

  @Test(arguments: [1.0, 10, 100]) func `Time passes as many times faster as asked`(_ speed: Double) {
    var replay = Self.replay(speed)
    replay.tick(FixtureRun.at(1000))
    replay.tick(FixtureRun.at(1000.02))
    #expect(abs(replay.now.seconds(since: FixtureRun.at(0)) - 0.02 * speed) < 1e-5)
    replay.togglePlaying()
    replay.tick(FixtureRun.at(2000))
    #expect(abs(replay.now.seconds(since: FixtureRun.at(0)) - 0.02 * speed) < 1e-5)
  }

  @Test func `A replay ends by itself, and playing it again begins at the beginning`() {
    var replay = Self.replay(100)
    replay.tick(FixtureRun.at(0))
    replay.tick(FixtureRun.at(1))
    #expect(replay.isOver && !replay.isPlaying)
    replay.togglePlaying()
    #expect(replay.isPlaying && replay.now == FixtureRun.at(0))
    replay.step(1)
    #expect(replay.now == FixtureRun.at(1) && !replay.isPlaying)
    replay.step(1)
    replay.step(-1)
    #expect(replay.now == FixtureRun.at(1))
  }
}
