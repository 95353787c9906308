package import TerminalKit

/// A scripted walk through the console: captions, and the keys a person would press.
package struct Tour: Sendable {
  /// One caption and what is done while it stands.
  package struct Stop: Sendable {
    /// When the tour goes on by itself.
    package enum Wait: Sendable, Hashable {
      case seconds(Double)
      /// When no run is going any more, but no sooner than after two seconds.
      case runEnds
    }

    package var caption: String
    package var keys: [Chord]
    package var wait: Wait
    /// The stop is left out unless the last run failed, or unless it did not.
    package var onlyAfter: Outcome?

    /// A stop; keys are written as in `Tour.chords`.
    package init(_ caption: String, keys: String = "", wait: Wait = .seconds(6), onlyAfter: Outcome? = nil) {
      self.caption = caption
      self.keys = Tour.chords(keys)
      self.wait = wait
      self.onlyAfter = onlyAfter
    }
  }

  /// How the last run ended.
  package enum Outcome: Sendable {
    case success, failure
  }

  package var stops: [Stop]

  /// A tour of stops in their order.
  package init(_ stops: [Stop]) { self.stops = stops }

  private static let named: [String: Chord] = [
    "enter": Chord(.enter), "esc": Chord(.escape), "tab": Chord(.tab), "up": Chord(.up), "down": Chord(.down),
    "left": Chord(.left), "right": Chord(.right), "pgdn": Chord(.pageDown), "pgup": Chord(.pageUp),
    "home": Chord(.home), "end": Chord(.end), "space": " ",
  ]

  /// Keys out of text: named ones in angle brackets, as `<enter>`, others as they are.
  package static func chords(_ text: String) -> [Chord] {
    var chords: [Chord] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "<", let end = rest.firstIndex(of: ">"),
        let chord = named[String(rest[rest.index(after: rest.startIndex)..<end])]
      {
        chords.append(chord)
        rest = rest[rest.index(after: end)...]
      } else {
        chords.append(.char(first))
        rest = rest.dropFirst()
      }
    }
    return chords
  }
}
