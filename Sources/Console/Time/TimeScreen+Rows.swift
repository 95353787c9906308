internal import Engine
internal import Project
internal import TerminalKit

/// The rows at a moment, with what is remarkable of each version beside its key.
extension TimeScreen {
  static let pageSize = 400
  /// The head of the column that tells what is remarkable of a version.
  static let badgeColumn = "◷"

  /// The rows in front, from one of them on.
  func shownRows(from offset: Int) -> TablePageRequest? {
    relation.map {
      TablePageRequest(
        relation: $0, moment: tableMoment, offset: offset, count: TimeScreen.pageSize,
        filters: FilterExpression.parse(filterText))
    }
  }

  mutating func askRows(_ context: ScreenContext, offset: Int = 0) -> [Effect] {
    guard let relation else { return [] }
    guard let request = shownRows(from: offset) else { return [] }
    // Other rows than those that are looked through.
    if offset == 0 { searching.end() }
    // A version is held before it is read, and for as long as the screen stays at it: no vacuum takes it away meanwhile.
    let numbers = heldNumbers
    return [
      .load("rows", for: TimeScreen.self) { source in
        var holds: [VersionHold] = []
        for number in numbers {
          if let hold = try await source.hold(number, of: relation) { holds.append(hold) }
        }
        return (try await source.page(request), holds)
      } then: { screen, answer, context in
        guard screen.relation == relation, screen.tableMoment == request.moment,
          request.filters == FilterExpression.parse(screen.filterText)
        else { return [] }
        screen.holds = answer.1
        screen.page = answer.0
        screen.grid.take(screen.badged(answer.0))
        screen.settle(context)
        return screen.askBadges()
      }
    ]
  }

  /// The published versions that are looked at: where the screen stands, and its mark.
  private var heldNumbers: [Int64] {
    guard axis == .published else { return [] }
    let ascending = versions.reversed().map(\.id)
    return [moment, mark].compactMap { $0 }.filter { $0 != current && ascending.indices.contains($0) }
      .map { ascending[$0] }
  }

  private var showsBadges: Bool { strip != nil && axis == .effective }

  /// Asks what is remarkable of the versions on the page, after its rows are shown.
  private func askBadges() -> [Effect] {
    guard showsBadges, let relation, let strip, let page else { return [] }
    let places = strip.keyColumns.compactMap { name in page.columns.firstIndex { $0.name == name } }
    guard places.count == strip.keyColumns.count else { return [] }
    let keys = Set(page.rows.map { row in places.map { row[$0] } })
    return [
      .load("badges", for: TimeScreen.self) { source in
        try await source.badges(of: Array(keys), in: relation)
      } then: { screen, found, context in
        guard screen.relation == relation, screen.showsBadges, let page = screen.page else { return [] }
        screen.badges = found
        screen.grid.take(screen.badged(page))
        screen.settle(context)
        return []
      }
    ]
  }

  /// The page with a column for what is remarkable, behind the key; it has its place before anything is known, so that
  /// nothing moves.
  private func badged(_ page: TablePage) -> TablePage {
    guard showsBadges, let strip, !page.columns.contains(where: { $0.name == Self.badgeColumn }) else { return page }
    let keys = strip.keyColumns.compactMap { name in page.columns.firstIndex { $0.name == name } }
    guard let from = page.columns.firstIndex(where: { $0.name == strip.fromColumn }) else { return page }
    var out = page
    let place = page.keyColumns.isEmpty ? 0 : min(page.keyColumns.count, page.columns.count)
    out.columns.insert(AdapterColumn(name: Self.badgeColumn, dataType: "TEXT"), at: place)
    for index in out.rows.indices {
      let row = page.rows[index]
      let moment = KeyMoment(key: keys.map { row[$0] }, from: row[from] ?? "")
      out.rows[index].insert((badges[moment] ?? []).map { $0.uppercased() }.joined(separator: " "), at: place)
    }
    return out
  }
}
