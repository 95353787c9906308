package import Engine
internal import TerminalKit

/// Something done here, as the shell command that does the same.
package struct JournalEntry: Sendable, Hashable {
  package var at: Instant
  package var shell: String
}

extension ConsoleState {
  /// More are not remembered: a night of watching must not grow.
  private static let journalLimit = 500

  mutating func remember(_ shell: String) {
    if journal.last?.shell == shell { return }
    journal.append(JournalEntry(at: context.now, shell: shell))
    if journal.count > Self.journalLimit { journal.removeFirst(journal.count - Self.journalLimit) }
  }

  /// What `:history` shows: oldest first, each a line that a shell takes.
  var journalLines: [String] {
    if journal.isEmpty { return ["nothing was done here yet"] }
    return journal.map { Figures.civil($0.at).time + "  " + $0.shell }
  }

  mutating func setWatching(_ isOn: Bool) {
    isWatching = isOn
    message = Message(
      text: isOn ? "watching: saving a file builds what it touches" : "no longer watching", role: .info)
  }

  mutating func setAlerts(_ isOn: Bool) {
    alertsAreOn = isOn
    message = Message(
      text: isOn ? "alerts on: the terminal rings when a run ends or a gate holds" : "alerts off", role: .info)
  }
}
