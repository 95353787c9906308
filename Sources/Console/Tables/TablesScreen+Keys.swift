internal import Engine
internal import Project
internal import TerminalKit

extension TablesScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let panes = KeyBinding<Self>([Chord(.tab)], help: "from catalog to rows and back") { screen, _ in
      screen.side = screen.side == .catalog && !screen.grid.columns.isEmpty ? .grid : .catalog
      return []
    }
    if side == .catalog { return catalogKeys(context) + [panes] }
    if case .frequency = aside { return frequencyKeys + [panes] }
    return gridKeys(context) + [panes]
  }

  private func catalogKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let chosen: Availability = chosenEntry == nil ? .unavailable("there is no table here") : .available
    let moves: [KeyBinding<Self>] = ListKeys.all(by: { $0.tree.move(by: $1) }, to: { $0.tree.move(to: $1) })
    return [
      KeyBinding([Chord(.enter), Chord(.right), "l"], "open", help: "open the table, or fold the schema", chosen) {
        screen, _ in
        switch screen.chosenEntry {
        case .table(let relation):
          if relation == screen.request?.relation {
            screen.side = .grid
            return []
          }
          return screen.openTable(relation)
        case .schema(let name):
          if screen.closedSchemas.remove(name) == nil { screen.closedSchemas.insert(name) }
          return []
        case nil: return []
        }
      },
      KeyBinding(["t"], "time", help: "the table's history", historyAvailability) { screen, _ in
        guard case .table(let relation) = screen.chosenEntry else { return [] }
        return [.go(.time, .table(relation))]
      },
    ] + moves
  }

  private var historyAvailability: Availability {
    guard case .table = chosenEntry else { return .unavailable("choose a table") }
    return .available
  }

  private func gridKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let table: Availability = request == nil ? .unavailable("this is a query, not a table") : .available
    let column: Availability = grid.chosenName == nil ? .unavailable("no column is selected") : table
    return [
      KeyBinding([Chord(.enter), " "], "record", help: "the whole row, one column a line, JSON laid out") { screen, _ in
        [.show(title: screen.grid.position, lines: GridKeys.record(screen.grid))]
      },
      KeyBinding(["o"], "sort", help: "sort by this column: up, down, not", column) { screen, _ in screen.sort() },
      KeyBinding(["F"], "frequency", help: "how often each value of this column occurs", column) { screen, _ in
        screen.askFrequency()
      },
      KeyBinding(["I"], "profile", help: "what this column holds: nulls, distinct, quantiles, histogram", column) {
        screen, _ in
        screen.askProfile()
      },
      KeyBinding(["C"], "chart", help: "this column as a chart") { screen, _ in
        guard let chart = ColumnChart(screen.grid) else { return [.say("this column holds no numbers", .warn)] }
        screen.aside = .chart(chart)
        return []
      },
      KeyBinding(["s"], "sql", help: "the statement that made these rows") { screen, _ in
        let lines = screen.sql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return [.show(title: "SQL", lines: lines)]
      },
      KeyBinding(["t"], "time", help: "the table's history", table) { screen, _ in
        screen.request.map { [.go(.time, .table($0.relation))] } ?? []
      },
      KeyBinding(["g"], help: "go to a row by its number", table) { _, _ in
        [
          .ask(
            Question("row", for: TablesScreen.self) { screen, text, _ in
              guard let row = Int(text), row > 0 else { return [.say("`\(text)` is no row number", .warn)] }
              screen.grid.cursor.move(to: row - 1)
              return screen.askPage(offset: max(0, row - 1 - TablesScreen.pageSize / 2))
            })
        ]
      },
    ]
      + GridKeys.all({ screen, body in body(&screen.grid) }) { screen, _ in
        screen.grid.missing(page: TablesScreen.pageSize).map { screen.askPage(offset: $0) } ?? []
      }
  }

  private var frequencyKeys: [KeyBinding<Self>] {
    @Sendable func moving(_ change: @escaping @Sendable (inout ListCursor) -> Void)
      -> @Sendable (inout TablesScreen) -> Void
    {
      { screen in
        guard case .frequency(let frequency, var cursor) = screen.aside else { return }
        cursor.setCount(frequency.values.count)
        change(&cursor)
        screen.aside = .frequency(frequency, cursor)
      }
    }
    let moves: [KeyBinding<Self>] = ListKeys.all(
      by: { screen, rows in moving { $0.move(by: rows) }(&screen) },
      to: { screen, row in moving { $0.move(to: row) }(&screen) })
    return [
      KeyBinding([Chord(.enter)], "rows", help: "the rows that have this value") { screen, context in
        guard case .frequency(let frequency, let cursor) = screen.aside,
          frequency.values.indices.contains(cursor.index)
        else { return [] }
        guard let value = frequency.values[cursor.index].value, !value.contains(" "), !value.isEmpty else {
          return [.say("this value cannot be written as a filter", .warn)]
        }
        screen.aside = nil
        return screen.setFilter("\(frequency.column):\(value)", context)
      }
    ] + moves
  }

  private mutating func sort() -> [Effect] {
    guard let name = grid.chosenName else { return [] }
    if request?.sortColumn != name {
      request?.sortColumn = name
      request?.sortsDescending = false
    } else if request?.sortsDescending == false {
      request?.sortsDescending = true
    } else {
      request?.sortColumn = nil
      request?.sortsDescending = false
    }
    grid.cursor.move(to: 0)
    return askPage(offset: 0)
  }

  private mutating func askFrequency() -> [Effect] {
    guard let request, let name = grid.chosenName else { return [] }
    aside = .working("counting the values of \(name)")
    return [
      .load("aside", for: TablesScreen.self) { source in
        try await source.frequency(of: name, in: request)
      } then: { screen, frequency, _ in
        guard case .working = screen.aside else { return [] }
        var cursor = ListCursor()
        cursor.setCount(frequency.values.count)
        screen.aside = .frequency(frequency, cursor)
        return []
      }
    ]
  }

  private mutating func askProfile() -> [Effect] {
    guard let request, let name = grid.chosenName else { return [] }
    aside = .working("measuring \(name)")
    return [
      .load("aside", for: TablesScreen.self) { source in
        try await source.profile(of: name, in: request)
      } then: { screen, profile, _ in
        guard case .working = screen.aside else { return [] }
        screen.aside = .profile(profile)
        return []
      }
    ]
  }

  package func commands(_ context: ScreenContext) -> [ConsoleCommand] {
    let past = queries
    return [
      ConsoleCommand("sql", help: "a statement that only reads", values: { _ in past }) { text, _ in
        guard !text.isEmpty else { return [.say("type a statement after :sql", .warn)] }
        return [.change(TablesScreen.self) { screen, _ in screen.ask(sql: text) }]
      }
    ]
  }

  private mutating func ask(sql text: String) -> [Effect] {
    if queries.last != text { queries.append(text) }
    return [
      .load("page", for: TablesScreen.self) { source in
        try await source.query(text, count: 2000)
      } then: { screen, page, context in
        screen.request = nil
        screen.aside = nil
        screen.grid = RowGrid()
        screen.grid.take(page)
        screen.sql = text
        screen.side = .grid
        screen.settle(context)
        return []
      }
    ]
  }
}
