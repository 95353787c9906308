internal import Engine
internal import Project
internal import TerminalKit

/// Looks for a text in all rows of a table, where those that are held do not have it.
struct RowSearch: Sendable, Hashable {
  let text: String
  let backwards: Bool
  /// The first row to be looked at; backwards, the row behind it.
  let start: Int
  let rows: TablePageRequest
}

/// The search of a screen that shows rows: asked for, going on, given up.
struct RowSearching: Sendable {
  private var wanted: RowSearch?
  private var current: RowSearch?
  private var isGivenUp = false

  var isGoingOn: Bool { current != nil }

  mutating func ask(_ search: RowSearch) { wanted = search }

  mutating func giveUp() { (current, isGivenUp) = (nil, true) }

  /// Other rows come into front.
  mutating func end() { (wanted, current) = (nil, nil) }

  private mutating func end(_ search: RowSearch) -> Bool {
    guard current == search else { return false }
    current = nil
    return true
  }

  /// What is to be done for it now.
  ///
  /// - Parameter found: goes to a row.
  mutating func effects<S: ConsoleScreen>(
    at path: any WritableKeyPath<S, RowSearching> & Sendable,
    _ found: @escaping @Sendable (inout S, Int, ScreenContext) -> [Effect]
  ) -> [Effect] {
    var effects: [Effect] = isGivenUp ? [.cancelLoad("search"), .say("stopped", .muted)] : []
    isGivenUp = false
    guard let search = wanted else { return effects }
    (wanted, current) = (nil, search)
    effects += [
      .say("looking for `\(search.text)` in all rows …  Esc gives up", .running),
      .load("search", for: S.self) { source in
        try await Answer<Int?>(asking: {
          try await source.place(of: search.text, in: search.rows, from: search.start, backwards: search.backwards)
        })
      } then: { screen, answer, context in
        guard screen[keyPath: path].end(search) else { return [] }
        switch answer {
        case .success(let row?): return [.say("", .muted)] + found(&screen, row, context)
        case .success(nil): return [.say("`\(search.text)` is in no row", .warn)]
        case .failure(let error): return [.say(error.description, .fail)]
        }
      },
    ]
    return effects
  }
}

extension RowGrid {
  /// Looks for a text in the rows held, and asks for the others to be looked through where they may have it.
  ///
  /// - Parameter anchors: rows whose places are known, ascending.
  mutating func search(
    _ text: String, backwards: Bool, of rows: TablePageRequest?, anchors: [RowAnchor] = [],
    _ searching: inout RowSearching
  ) -> Bool {
    if search(text, backwards: backwards, beginsAnew: isWhole) { return true }
    guard var rows, !isWhole, !self.rows.isEmpty, !text.isEmpty else { return false }
    let start = backwards ? min(offset, cursor.index) : max(end, cursor.index + 1)
    rows.total = rows.total ?? total
    rows.anchor = anchors.last { $0.position <= start }
    searching.ask(RowSearch(text: text.lowercased(), backwards: backwards, start: start, rows: rows))
    return true
  }
}
