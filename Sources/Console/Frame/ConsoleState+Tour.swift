package import Engine
internal import TerminalKit

extension ConsoleState {
  /// Lets the tour go on by the clock.
  package mutating func tickTour(_ now: Instant) -> [Outgoing] {
    guard var guide = tour else { return [] }
    let chord = guide.tick(now, context)
    tour = guide.isOver ? nil : guide
    guard let chord else { return [] }
    message = nil
    return press(chord)
  }

  /// Keys that belong to the tour while it goes on; `nil` for all others, which pause it.
  mutating func pressTour(_ chord: Chord) -> [Outgoing]? {
    guard var guide = tour else { return nil }
    switch chord {
    case Chord(.escape): tour = nil
    case " ", Chord(.right):
      guide.arrive(context.now, context)
      tour = guide.isOver ? nil : guide
    case "p":
      guide.togglePause()
      tour = guide
    default:
      if !guide.isPaused { guide.togglePause() }
      tour = guide
      return nil
    }
    return []
  }
}
