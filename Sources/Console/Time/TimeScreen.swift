internal import Engine
internal import Project
internal import TerminalKit

/// A table as it was: the moments at which it changed, and its rows at one of them.
package struct TimeScreen: ConsoleScreen {
  package static let id = ScreenID.time

  /// Which time is walked.
  enum Axis: Sendable, Hashable {
    /// When a fact held, by the table's own columns.
    case effective
    /// Which version of the table was published.
    case published
  }

  var tables: [TableOutline] = []
  var tableCursor = ListCursor()
  var relation: RelationName?
  var axis = Axis.effective
  var strip: HistoryStrip?
  var versions: [VersionRecord] = []
  /// The moment looked at, as an index into `moments`; `current` stands for now.
  var moment = 0
  /// The second mark.
  var mark: Int?
  var grid = RowGrid()
  var changes: MomentDifference?
  var keyVersions: [KeyVersion] = []
  var keyCursor = ListCursor()
  var key: [String?] = []
  /// Conditions on the rows, at every moment.
  var filterText = ""
  var searching = RowSearching()
  /// A filter was left; the rows are still to be asked for.
  private var isUnfiltered = false
  var hasLoaded = false
  var wanted: RelationName?
  /// A key to show the versions of, once its table is read.
  private var wantedKey: [String?]?
  /// How it was left the last time, until the table is read.
  var awaited: [String: String] = [:]
  /// The rows in front as they were read.
  var page: TablePage?
  /// What is remarkable of versions on the page.
  var badges: [KeyMoment: [String]] = [:]
  /// Keep the versions that are looked at from being dropped.
  var holds: [VersionHold] = []
  /// The present moment as the table's columns would write it.
  var present = ""
  var peeking = AtRest<PeekWish>()
  var peek: Peek?
  private var pace = ReadingPace()

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { filterText }
  package var place: Place? { relation.map(Place.table) }

  package var path: [String] {
    guard let relation else { return [] }
    var path = [relation.identifier]
    if !keyVersions.isEmpty { path.append(key.map { $0 ?? "NULL" }.joined(separator: ", ")) }
    if changes != nil { path.append("changes") }
    return path
  }

  /// The moments of the axis, ascending, as text.
  var moments: [String] {
    switch axis {
    case .effective: strip?.changes.map(\.at) ?? []
    case .published: versions.reversed().map { "v\($0.id)" }
    }
  }

  /// Where the moments lie along the strip.
  func momentAxis(_ now: Instant) -> MomentAxis {
    switch axis {
    case .effective: MomentAxis(moments, now: now)
    case .published: MomentAxis(versions.reversed().map(\.publishedAt), now: now)
    }
  }

  /// The index of a moment on the strip, where the one behind the last is now.
  func stripIndex(_ index: Int) -> Int { index == current || index < 0 ? moments.count : index }

  /// Before this nothing is kept, where retention dropped what was before.
  var horizon: String? {
    switch axis {
    case .effective: return strip?.horizon
    case .published:
      guard let first = versions.last, first.id > 1 else { return nil }
      return "v\(first.id)"
    }
  }

  /// The last moment that is not to come: what it brought is what there is now. `-1` where nothing came yet.
  var current: Int {
    switch axis {
    case .effective: moments.lastIndex { $0 <= present } ?? -1
    case .published: Array(versions.reversed()).lastIndex { $0.disposition == .current } ?? -1
    }
  }

  /// Whether what is shown is what there is now.
  var isNow: Bool { moment == current }

  /// A moment in words.
  func label(_ index: Int) -> String { index != current && moments.indices.contains(index) ? moments[index] : "now" }

  /// What the rows are asked for.
  var tableMoment: TableMoment { tableMoment(at: moment) }

  func tableMoment(at index: Int) -> TableMoment {
    guard index != current, moments.indices.contains(index) else {
      // Now, a slowly changing table shows what is in effect, not every version it keeps.
      return axis == .effective && strip != nil ? .effective(present) : .now
    }
    switch axis {
    case .effective: return .effective(moments[index])
    case .published: return .version(versions.reversed()[index].id)
    }
  }

  /// Tables with history first.
  var shown: [TableOutline] { tables.filter(\.hasHistory) + tables.filter { !$0.hasHistory } }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    if case .table(let relation) = place { wanted = relation }
    if case .node(let node) = place { wanted = context.graph?[node]?.relation }
    let civil = Figures.civil(context.now)
    present = civil.date + " " + civil.time
    pace = ReadingPace()
    return refresh(context)
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    var rows = isUnfiltered ? goTo(moment, context) : []
    isUnfiltered = false
    rows += searching.effects(at: \TimeScreen.searching) { screen, row, context in
      screen.grid.stand(at: row)
      return screen.askRows(context, offset: max(0, row - TimeScreen.pageSize / 2))
    }
    // A run tells something every moment; what it published is looked for once a second, and when it has ended.
    guard pace.isDue(context) else { return rows }
    let open = strip == nil && versions.isEmpty ? nil : relation
    return rows + [
      .load("tables", for: TimeScreen.self) { source in
        let tables = try await source.tables()
        guard let open else { return (tables, [VersionRecord]?.none) }
        return (tables, try await source.publishedVersions(of: open))
      } then: { screen, answer, context in
        let (tables, published) = answer
        screen.tables = tables
        screen.hasLoaded = true
        if let open, let published, screen.relation == open, screen.wanted == nil || screen.wanted == open,
          screen.isNews(published)
        {
          return screen.askAgain(open)
        }
        screen.chooseTable()
        screen.settle(context)
        guard let wanted = screen.wanted, screen.relation != wanted else { return [] }
        guard tables.contains(where: { $0.relation == wanted }) else {
          screen.wanted = nil
          return []
        }
        return screen.openTable(wanted)
      }
    ]
  }

  private func isNews(_ published: [VersionRecord]) -> Bool {
    func standing(_ versions: [VersionRecord]) -> [String] {
      versions.filter { $0.disposition != .vacuumed }.map { "\($0.id) \($0.disposition)" }
    }
    return standing(published) != standing(versions)
  }

  /// Reads the moments of the table in front anew, after it was published again; one stays where one is, and who looks at
  /// what is now goes on doing so.
  private func askAgain(_ relation: RelationName) -> [Effect] {
    let hasStrip = strip != nil
    return [
      .load("history", for: TimeScreen.self) { source in
        (hasStrip ? try await source.history(of: relation) : nil, try await source.publishedVersions(of: relation))
      } then: { screen, answer, context in
        guard screen.relation == relation else { return [] }
        let places = [screen.moment, screen.mark].map { place in place.map { ($0 == screen.current, screen.label($0)) }
        }
        screen.strip = answer.0
        screen.versions = answer.1.filter { $0.disposition != .vacuumed }
        let found = places.map { place in
          place.flatMap { isNow, label in isNow ? screen.current : screen.moments.firstIndex(of: label) }
        }
        screen.moment = found[0] ?? screen.current
        screen.mark = found[1]
        let civil = Figures.civil(context.now)
        screen.present = civil.date + " " + civil.time
        var effects = screen.askRows(context, offset: screen.grid.offset)
        if screen.changes != nil { effects += screen.askChanges() }
        if !screen.keyVersions.isEmpty { effects += screen.askKey(screen.key) }
        return effects
      }
    ]
  }

  mutating func openTable(_ relation: RelationName) -> [Effect] {
    wanted = nil
    self.relation = relation
    strip = nil
    versions = []
    moment = -1
    mark = nil
    changes = nil
    keyVersions = []
    filterText = ""
    grid = RowGrid()
    (page, badges, holds) = (nil, [:], [])
    let hasHistory = tables.first { $0.relation == relation }?.hasHistory ?? false
    axis = hasHistory ? .effective : .published
    return [
      .load("history", for: TimeScreen.self) { source in
        let strip = hasHistory ? try await source.history(of: relation) : nil
        return (strip, try await source.publishedVersions(of: relation))
      } then: { screen, answer, context in
        guard screen.relation == relation else { return [] }
        screen.strip = answer.0
        screen.versions = answer.1.filter { $0.disposition != .vacuumed }
        let rows = screen.takeUp(relation, context)
        guard let key = screen.wantedKey else { return rows }
        screen.wantedKey = nil
        return rows + screen.askKey(key)
      }
    ]
  }

  /// Shows the versions of a key of a table, as soon as the table is read.
  mutating func showKey(_ key: [String?], of relation: RelationName) -> [Effect] {
    if self.relation == relation, strip != nil { return askKey(key) }
    wantedKey = key
    return []
  }

  /// Goes to a moment and, when a second mark is set, to what changed between the two.
  mutating func goTo(_ index: Int, _ context: ScreenContext) -> [Effect] {
    moment = max(min(0, current), min(index, moments.count - 1))
    keyVersions = []
    changes = nil
    return askRows(context) + (mark == nil ? [] : askChanges())
  }

  /// Asks for the rows at both marks and compares them by key.
  mutating func askChanges() -> [Effect] {
    guard let relation, let mark else { return [] }
    let (first, second) = (min(mark, moment), max(mark, moment))
    if axis == .published { return askVersionChanges(relation, first, second) }
    let (from, to) = (tableMoment(at: first), tableMoment(at: second))
    let limit = MomentDifference.limit
    let filters = FilterExpression.parse(filterText)
    return [
      .load("changes", for: TimeScreen.self) { source in
        let before = try await source.page(
          TablePageRequest(relation: relation, moment: from, count: limit, filters: filters))
        let after = try await source.page(
          TablePageRequest(relation: relation, moment: to, count: limit, filters: filters))
        return MomentDifference(before: before, after: after)
      } then: { screen, changes, context in
        screen.changes = changes
        screen.settle(context)
        return []
      }
    ]
  }

  private func askVersionChanges(_ relation: RelationName, _ first: Int, _ second: Int) -> [Effect] {
    let ascending = versions.reversed().map(\.id)
    guard ascending.indices.contains(first) else { return [] }
    let request = VersionDiffRequest(
      relation: relation, from: .version(ascending[first]),
      to: second != current && ascending.indices.contains(second) ? .version(ascending[second]) : nil, count: 2_000)
    return [
      .load("changes", for: TimeScreen.self) { source in
        MomentDifference(try await source.differences(request))
      } then: { screen, changes, context in
        guard screen.relation == relation else { return [] }
        screen.changes = changes
        screen.settle(context)
        return []
      }
    ]
  }

  package mutating func settle(_ context: ScreenContext) {
    tableCursor.setCount(shown.count)
    tableCursor.setHeight(max(1, room(Rect(context.body)).list.height - 1))
    let height = max(1, context.body.height - TimeDrawing.stripHeight)
    grid.settle(Size(context.body.width - 1, height))
    changes?.cursor.setHeight(max(1, height - 3))
    keyCursor.setCount(KeyTimeline.lines(keyVersions).count)
    keyCursor.setHeight(max(1, height - 1))
    wishPeek(context)
  }

  package func waits(for question: String) -> Bool { question == "search" && searching.isGoingOn }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if searching.isGoingOn {
      searching.giveUp()
    } else if !keyVersions.isEmpty {
      keyVersions = []
    } else if changes != nil {
      changes = nil
      mark = nil
    } else if !filterText.isEmpty {
      filterText = ""
      isUnfiltered = true
    } else if relation != nil {
      relation = nil
      holds = []
    } else {
      return false
    }
    return true
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    // What is written in the list is what can be looked for, the schema too.
    if relation == nil { return tableCursor.search(shown.map(\.relation.tableName), for: text, backwards: backwards) }
    return grid.search(text, backwards: backwards, of: shownRows(from: 0), &searching)
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    guard relation != nil else { return [.say("open a table first; / finds one", .warn)] }
    let filters = FilterExpression.parse(text)
    let names = grid.columns.map(\.name).filter { $0 != Self.badgeColumn }
    if let problem = FilterExpression.problem(in: filters, columns: names) { return [.say(problem, .warn)] }
    filterText = text
    grid.cursor.move(to: 0)
    return goTo(moment, context)
  }

  /// The command that shows the same rows: of a past moment a query, of now the history they are part of.
  package func shellCommand(_ context: ScreenContext) -> String? {
    guard let relation else { return nil }
    let table = "\(relation.schema).\(relation.identifier)"
    guard !isNow else { return "sluice history \(ShellWord.quoted(relation.identifier))" }
    switch tableMoment {
    case .effective(let instant):
      return "sluice show --inline " + ShellWord.quoted("select * from \(table) for effective '\(instant)'")
    case .version(let number):
      return "sluice show --inline " + ShellWord.quoted("select * from \(table) version as of \(number)")
    default: return "sluice history \(ShellWord.quoted(relation.identifier))"
    }
  }
}
