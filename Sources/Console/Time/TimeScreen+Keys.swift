internal import Engine
internal import Project
internal import TerminalKit

extension TimeScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    if relation == nil { return tableKeys }
    return stepKeys + versionKeys(context) + rowKeys
  }

  private var tableKeys: [KeyBinding<Self>] {
    let chosen: Availability = shown.isEmpty ? .unavailable("there is no table here") : .available
    return [
      KeyBinding([Chord(.enter), Chord(.right), "l"], "open", help: "walk this table's history", chosen) { screen, _ in
        let shown = screen.shown
        guard shown.indices.contains(screen.tableCursor.index) else { return [] }
        return screen.openTable(shown[screen.tableCursor.index].relation)
      }
    ] + ListKeys.all(by: { $0.tableCursor.move(by: $1) }, to: { $0.tableCursor.move(to: $1) })
  }

  private var stepKeys: [KeyBinding<Self>] {
    let earlier: Availability =
      moment > min(0, current) ? .available : .unavailable("this is the first moment kept")
    let later: Availability =
      moment < moments.count - 1
      ? .available : .unavailable(isNow ? "this is now" : "nothing later is known")
    let axes: Availability = strip == nil ? .unavailable("this table keeps published versions only") : .available
    let dated: Availability =
      axis == .effective && !moments.isEmpty ? .available : .unavailable("days are steps of effective time")
    return [
      KeyBinding(["<", ","], "earlier", help: "to the change before", earlier) { screen, context in
        screen.goTo(screen.moment - 1, context)
      },
      KeyBinding([">", "."], "later", help: "to the change after, up to what is now and what is to come", later) {
        screen, context in
        screen.goTo(screen.moment + 1, context)
      },
      KeyBinding(["{"], "day", help: "to the day before", dated) { screen, context in screen.day(-1, context) },
      KeyBinding(["}"], help: "to the day after", dated) { screen, context in screen.day(1, context) },
      KeyBinding(["t"], "to", help: "type a date, or a version as v3") { screen, _ in [screen.askMoment()] },
      KeyBinding(
        ["m"], mark == nil ? "mark" : "unmark", help: "set a second mark; what changed between the two is shown"
      ) {
        screen, context in
        if screen.mark != nil {
          screen.mark = nil
          screen.changes = nil
          return []
        }
        screen.mark = screen.moment
        return [.say("marked; < and > show what changed since", .info)]
      },
      KeyBinding(["v"], "axis", help: "effective time, or published versions", axes) { screen, context in
        screen.axis = screen.axis == .effective ? .published : .effective
        screen.mark = nil
        screen.changes = nil
        screen.moment = screen.current
        return screen.askRows(context)
      },
    ]
  }

  private var rowKeys: [KeyBinding<Self>] {
    let history: Availability =
      strip == nil
      ? .unavailable("only slowly changing tables know the versions of a key")
      : grid.chosenRow == nil ? .unavailable("no row is selected") : .available
    let open = KeyBinding<Self>([Chord(.enter)], "key", help: "the versions of this row's key", history) { screen, _ in
      screen.askKey()
    }
    if !keyVersions.isEmpty {
      return ListKeys.all(by: { $0.keyCursor.move(by: $1) }, to: { $0.keyCursor.move(to: $1) })
    }
    if let changes {
      let key: Availability =
        strip == nil || changes.keyColumns.isEmpty
        ? .unavailable("only slowly changing tables know the versions of a key") : .available
      let versions = KeyBinding<Self>([Chord(.enter)], "key", help: "the versions of this key", key) { screen, _ in
        guard let changes = screen.changes, changes.lines.indices.contains(changes.cursor.index) else { return [] }
        return screen.askKey(changes.lines[changes.cursor.index].key)
      }
      let whole = KeyBinding<Self>(
        ["z", " "], "change", help: "the whole change, a column a line",
        changes.chosen == nil ? .unavailable("no change is selected") : .available
      ) { screen, _ in
        guard let changes = screen.changes, let line = changes.chosen else { return [] }
        let key = zip(changes.keyColumns, line.key).map { "\($0) \($1 ?? "NULL")" }.joined(separator: ", ")
        return [.show(title: "\(key) \(line.kind.rawValue)", lines: line.words)]
      }
      return [versions, whole]
        + ListKeys.all(by: { $0.changes?.cursor.move(by: $1) }, to: { $0.changes?.cursor.move(to: $1) })
    }
    let grid: [KeyBinding<Self>] = GridKeys.all({ screen, body in body(&screen.grid) }) { screen, context in
      screen.grid.missing(page: TimeScreen.pageSize).map { screen.askRows(context, offset: $0) } ?? []
    }
    let write = KeyBinding<Self>(
      ["w"], help: "write all rows of this moment to a file: csv, json or jsonl"
    ) { screen, _ in
      guard let relation = screen.relation else { return [] }
      let rows = TablePageRequest(
        relation: relation, moment: screen.tableMoment, count: TimeScreen.pageSize,
        filters: FilterExpression.parse(screen.filterText))
      let names = screen.grid.shownColumns.map { screen.grid.columns[$0].name }.filter { $0 != Self.badgeColumn }
      return [TableExport.question(rows, columns: names, for: TimeScreen.self)]
    }
    // Here `<` and `>` step through time.
    return [open, write] + grid.filter { !$0.chords.contains("<") && !$0.chords.contains(">") }
  }

  private mutating func day(_ direction: Int, _ context: ScreenContext) -> [Effect] {
    let (moments, current) = (moments, current)
    func date(_ index: Int) -> Substring { moments.indices.contains(index) ? moments[index].prefix(10) : "" }
    var next = moment + direction
    while next > min(0, current), next < moments.count - 1, date(next) == date(moment) { next += direction }
    // Of a day is shown how it ended, whichever way one comes.
    while direction > 0, next != current, next < moments.count - 1, date(next + 1) == date(next) { next += 1 }
    return goTo(next, context)
  }

  private func askMoment() -> Effect {
    let runs = versions.map { "run \($0.run)" }
    return .ask(
      Question("as of", choices: moments + runs, for: TimeScreen.self) { screen, text, context in
        if text.isEmpty || text == "now" { return screen.goTo(screen.current, context) }
        if text.hasPrefix("run ") || text.hasPrefix("v") || screen.axis == .published {
          return screen.goToVersion(text, context)
        }
        return screen.goToDate(text, context)
      })
  }

  /// Goes to how things stood on a date: the state at an instant is that of the last change up to it.
  private mutating func goToDate(_ text: String, _ context: ScreenContext) -> [Effect] {
    let moments = moments
    guard MomentAxis.seconds(text) != nil || moments.contains(where: { $0.hasPrefix(text) }) else {
      return [.say("`\(text)` is no date: write 2024-05-14, a version as v3, or run 12", .warn)]
    }
    guard let upTo = moments.lastIndex(where: { $0 <= text || $0.hasPrefix(text) }) else {
      return [.say("nothing is known of \(text): the first change is \(moments.first ?? "none")", .warn)]
    }
    let effects = goTo(upTo, context)
    if moments[upTo].hasPrefix(text) { return effects }
    let words = upTo == current ? ", which is how it is now" : ""
    return effects + [.say("on \(text) it stood as it did since \(moments[upTo])\(words)", .info)]
  }

  /// Goes to the version of a name, of a run, or of a date: the last one published up to it.
  private mutating func goToVersion(_ text: String, _ context: ScreenContext) -> [Effect] {
    let ascending = Array(versions.reversed())
    let found: Int?
    if text.hasPrefix("run "), let run = Int64(text.dropFirst(4)) {
      found = ascending.lastIndex { $0.run.rawValue <= run }
    } else if let number = Int64(text.hasPrefix("v") ? text.dropFirst() : text[...]) {
      found = ascending.firstIndex { $0.id == number }
    } else if let seconds = MomentAxis.seconds(text) {
      // A date without a time means its whole day.
      let end = seconds + (text.utf8.count <= 10 ? 86_400 : 0)
      found = ascending.lastIndex { Double($0.publishedAt.microseconds) / 1e6 < end }
    } else {
      return [.say("`\(text)` is no version, run or date: write v3, run 12 or 2024-05-14", .warn)]
    }
    guard let found else { return [.say("no version was published up to `\(text)`", .warn)] }
    if axis != .published {
      axis = .published
      mark = nil
      changes = nil
    }
    return goTo(found, context)
  }

  private mutating func askKey() -> [Effect] {
    guard let strip, let row = grid.chosenRow else { return [] }
    return askKey(
      strip.keyColumns.map { name in
        grid.columns.firstIndex { $0.name == name }.flatMap { row.indices.contains($0) ? row[$0] : nil }
      })
  }

  mutating func askKey(_ key: [String?]) -> [Effect] {
    guard let relation else { return [] }
    return [
      .load("key", for: TimeScreen.self) { source in
        try await source.versions(of: key, in: relation)
      } then: { screen, versions, context in
        screen.key = key
        screen.keyVersions = versions
        screen.keyCursor = ListCursor()
        screen.settle(context)
        return versions.isEmpty ? [.say("no version of this key is kept", .warn)] : []
      }
    ]
  }
}
