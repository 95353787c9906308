internal import Engine
internal import TerminalKit

/// Where a tour is.
package struct TourGuide: Sendable {
  let tour: Tour
  private(set) var index = -1
  private var arrivedAt: Instant?
  /// Keys of this stop that are still to be pressed, one at a time, so that the eye can follow.
  private var waiting: [Chord] = []
  private var nextKeyAt: Instant?
  package private(set) var isPaused = false
  /// Which of the stops that are made this is, and how many there are: some are for runs that end otherwise.
  private(set) var number = 0
  private(set) var count = 0

  /// At the beginning of a tour.
  package init(_ tour: Tour) { self.tour = tour }

  var stop: Tour.Stop? { tour.stops.indices.contains(index) ? tour.stops[index] : nil }
  var isOver: Bool { index >= tour.stops.count }

  /// What the clock makes of it: a key to press now, if any.
  mutating func tick(_ now: Instant, _ context: ScreenContext) -> Chord? {
    if index < 0 { arrive(now, context) }
    guard !isPaused, let stop, let arrivedAt else { return nil }
    if !waiting.isEmpty {
      guard nextKeyAt.map({ now >= $0 }) ?? true else { return nil }
      nextKeyAt = now.advanced(by: 0.45)
      return waiting.removeFirst()
    }
    let spent = now.seconds(since: arrivedAt)
    switch stop.wait {
    case .seconds(let seconds): if spent >= seconds { arrive(now, context) }
    case .runEnds: if spent >= 2.5, !context.status.isLive { arrive(now, context) }
    }
    return nil
  }

  /// Goes to the next stop, at once.
  mutating func arrive(_ now: Instant, _ context: ScreenContext) {
    repeat { index += 1 } while stop.map { !Self.applies($0, context) } ?? false
    number += 1
    count = number + tour.stops.dropFirst(index + 1).count { Self.applies($0, context) }
    arrivedAt = now
    waiting = stop?.keys ?? []
    nextKeyAt = now.advanced(by: 1.2)
    isPaused = false
  }

  mutating func togglePause() { isPaused.toggle() }

  private static func applies(_ stop: Tour.Stop, _ context: ScreenContext) -> Bool {
    guard let wished = stop.onlyAfter, let run = context.status.run else { return stop.onlyAfter == nil }
    let failed = run.state.isTerminal && run.state != .success && run.state != .warned
    return failed == (wished == .failure)
  }

  /// What the caption leaves of the screen: what lies over the screen stands there.
  func area(above footer: Rect, in rect: Rect) -> Rect {
    guard let box = box(above: footer, in: rect) else { return rect }
    return Rect(rect.x, rect.y, rect.width, box.y - rect.y)
  }

  private func box(above footer: Rect, in rect: Rect) -> Rect? {
    guard let stop, rect.width >= 20 else { return nil }
    let width = min(72, rect.width - 8)
    let height = wrapped(stop.caption, to: width).count + 3
    guard footer.y - height > rect.y else { return nil }
    return Rect(rect.x + (rect.width - width - 4) / 2, footer.y - height - 1, width + 4, height)
  }

  /// The caption at the foot of the screen.
  func draw(into canvas: inout Canvas, above footer: Rect, in rect: Rect) {
    guard let stop, let box = box(above: footer, in: rect) else { return }
    let width = box.width - 4
    let lines = wrapped(stop.caption, to: width)
    canvas.fill(box, " ", Style(.text, on: .panel))
    canvas.frame(box, title: "\(number) of \(count)", Style(.info, on: .panel))
    for (row, line) in lines.enumerated() {
      canvas.write(line, box.x + 2, box.y + 1 + row, Style(.title, on: .panel), limit: width)
    }
    let hint = isPaused ? "space next · p goes on · Esc ends the tour" : "space next · p pauses · Esc ends the tour"
    canvas.write(hint, box.x + 2, box.maxY - 2, Style(.muted, on: .panel), limit: width)
  }
}
