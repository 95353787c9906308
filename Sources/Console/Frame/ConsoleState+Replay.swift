package import Engine
internal import TerminalKit

extension ConsoleState {
  /// The clock goes on; a run being told again goes on with it, at its own speed.
  package mutating func advance(to instant: Instant) {
    guard var replay else {
      context.now = instant
      return
    }
    replay.tick(instant)
    self.replay = replay
    show(replay)
  }

  private mutating func show(_ replay: Replay) {
    context.now = replay.now
    context.status = replay.status
    screens[current].settle(context)
  }

  mutating func begin(_ replay: Replay) -> [Outgoing] {
    if self.replay == nil { beforeReplay = current }
    self.replay = replay
    show(replay)
    message = Message(text: "run \(replay.run.id) as it went: p pauses, < > change the speed, q ends", role: .info)
    return resolve([.go(.graph, nil)], from: current)
  }

  private mutating func endReplay() {
    replay = nil
    context.status = liveStatus
    // Back to where it was asked for.
    if let beforeReplay { current = beforeReplay }
    beforeReplay = nil
    screens[current].settle(context)
  }

  /// The keys of a replay, while one is shown on the graph.
  var replayBindings: [GlobalBindings.GlobalBinding] {
    guard replay != nil, screenID == .graph else { return [] }
    func key(
      _ chords: [Chord], _ label: String = "", _ help: String, _ change: @escaping @Sendable (inout Replay) -> Void
    ) -> GlobalBindings.GlobalBinding {
      GlobalBindings.GlobalBinding(chords, label, help: help) { state in
        guard var replay = state.replay else { return [] }
        change(&replay)
        state.replay = replay
        state.show(replay)
        return []
      }
    }
    return [
      key(["p"], replay?.isPlaying == true ? "pause" : "play", "replay: pause, or go on") { $0.togglePlaying() },
      key(["<"], "slower", "replay: slower, down to a twentieth") { $0.changeSpeed(-1) },
      key([">"], "faster", "replay: faster, up to 100×") { $0.changeSpeed(1) },
      key(["."], "next", "replay: to the next change of a step") { $0.step(1) },
      key([","], "", "replay: to the change of a step before") { $0.step(-1) },
      key(["0"], "", "replay: from the beginning") { $0.go(to: $0.run.startedAt ?? $0.run.createdAt) },
      GlobalBindings.GlobalBinding([Chord(.escape), "q"], "end", help: "replay: back to the pipeline as it is") {
        state in
        state.endReplay()
        return state.screens[state.current].refresh(state.context)
      },
    ]
  }

  mutating func pressReplay(_ chord: Chord) -> [Effect]? {
    guard let binding = replayBindings.first(where: { $0.chords.contains(chord) }) else { return nil }
    return binding.action(&self)
  }
}
