internal import TerminalKit

extension ListCursor {
  /// Goes to the next of the texts that holds another; `false` when none does.
  mutating func search(_ texts: [String], for wanted: String, backwards: Bool) -> Bool {
    let lower = wanted.lowercased()
    let found = texts.indices.filter { texts[$0].lowercased().contains(lower) }
    let next = backwards ? found.last { $0 < index } ?? found.last : found.first { $0 > index } ?? found.first
    guard let next else { return false }
    move(to: next)
    return true
  }
}
