/// What a screen would show of its own accord beside a list: asked for once the keys have come to rest, and once only until
/// something else is wished.
struct AtRest<Wish: Equatable & Sendable>: Sendable {
  /// What is to be shown now; nil for nothing.
  var wished: Wish?
  /// What was asked for last: an answer to anything else is out of date.
  private(set) var asked: Wish?

  /// Whether there is a wish that was not asked for yet.
  var isDue: Bool { wished != nil && wished != asked }

  /// The wish that is due, asked for from now on.
  mutating func ask() -> Wish? {
    guard isDue else { return nil }
    asked = wished
    return wished
  }
}
