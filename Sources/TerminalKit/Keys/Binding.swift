/// Why a key cannot work now, or that it can.
package enum Availability: Hashable, Sendable {
  case available
  /// A sentence for the person who presses the key anyway.
  case unavailable(String)
}

/// A key with what it does, told once: the footer, the help screen and the key handling all read it.
package struct Binding<Action> {
  package let chords: [Chord]
  /// One or two words for the footer; empty keeps it out of the footer.
  package let label: String
  /// A line for the help screen.
  package let help: String
  package let availability: Availability
  package let action: Action

  /// A binding of one or more chords.
  package init(
    _ chords: [Chord], _ label: String = "", help: String, _ availability: Availability = .available, action: Action
  ) {
    self.chords = chords
    self.label = label
    self.help = help
    self.availability = availability
    self.action = action
  }

  /// What footer and help need to know.
  package var summary: BindingSummary {
    BindingSummary(chords: chords, label: label, help: help, availability: availability)
  }
}

extension Binding: Sendable where Action: Sendable {}

/// A binding without its action: what footer and help show.
package struct BindingSummary: Hashable, Sendable {
  package let chords: [Chord]
  package let label: String
  package let help: String
  package let availability: Availability

  /// The keys as written in footers and help.
  package var keys: String { chords.map(\.description).joined(separator: " ") }
  /// Whether the key does something now.
  package var isAvailable: Bool { availability == .available }
}
