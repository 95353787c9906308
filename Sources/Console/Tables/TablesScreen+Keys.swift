internal import Engine
internal import Project
internal import TerminalKit

extension TablesScreen {
  package func bindings(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let rows: Availability =
      side == .catalog && request == nil ? .unavailable("no table is open; ⏎ opens one") : .available
    let panes = KeyBinding<Self>([Chord(.tab)], help: "from catalog to rows and back", rows) { screen, _ in
      screen.side = screen.side == .catalog ? .grid : .catalog
      return []
    }
    if side == .catalog { return catalogKeys + [panes] + keysOfOpenRows(context) }
    switch aside {
    case .working: return [giveUpKey, panes]
    case .profile: return profileKeys + [panes]
    case .frequency: return frequencyKeys + [panes]
    case .chart: return chartKeys + [panes]
    case .commonTables: return commonTableKeys + [panes]
    case nil: return gridKeys(context) + [panes]
    }
  }

  private var catalogKeys: [KeyBinding<Self>] {
    let chosen: Availability = chosenEntry == nil ? .unavailable("there is no table here") : .available
    let moves: [KeyBinding<Self>] = ListKeys.all(by: { $0.tree.move(by: $1) }, to: { $0.tree.move(to: $1) })
    let isTable: Availability = if case .table = chosenEntry { .available } else { .unavailable("choose a table") }
    return [
      KeyBinding([Chord(.enter), Chord(.right), "l"], "open", help: "open the table, or fold the schema", chosen) {
        screen, _ in
        switch screen.chosenEntry {
        case .table(let relation):
          if relation == screen.request?.relation, screen.request?.source == .relation, screen.problem.isEmpty {
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
      KeyBinding(["t"], "time", help: "the table's history", isTable) { screen, _ in
        guard case .table(let relation) = screen.chosenEntry else { return [] }
        return [.go(.time, .table(relation))]
      },
    ] + moves
  }

  /// From the catalog too, what is asked of a column is asked of the rows beside it.
  private func keysOfOpenRows(_ context: ScreenContext) -> [KeyBinding<Self>] {
    guard request != nil, aside == nil else { return [] }
    let asking: Set<Chord> = ["o", "O", "F", "I", "C", "s", "c", "w", "z"]
    return gridKeys(context).filter { asking.isSuperset(of: $0.chords) }.map { binding in
      KeyBinding<Self>(binding.chords, help: binding.help, binding.availability) { screen, context in
        screen.side = .grid
        return binding.action(&screen, context)
      }
    }
  }

  private func gridKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    let table: Availability =
      request?.source == .relation ? .available : .unavailable("these rows are a query's, not a table's")
    let row: Availability = grid.chosenRow == nil ? .unavailable("no row is selected") : .available
    return [
      KeyBinding([Chord(.enter), " "], "record", help: "the whole row, one column a line, JSON laid out", row) {
        screen, _ in
        [.show(title: screen.grid.position, lines: GridKeys.record(screen.grid))]
      }
    ] + columnKeys + statementKeys + [
      KeyBinding(["t"], "time", help: "the table's history", table) { screen, _ in
        screen.request.map { [.go(.time, .table($0.relation))] } ?? []
      },
      KeyBinding(["g"], help: "go to a row by its number") { _, _ in
        [
          .ask(
            Question("row", for: TablesScreen.self) { screen, text, _ in
              guard let row = Int(text.filter { $0 != " " }), row > 0 else {
                return [.say("`\(text)` is no row number", .warn)]
              }
              screen.grid.cursor.move(to: row - 1)
              return screen.askPage(offset: max(0, screen.grid.cursor.index - TablesScreen.pageSize / 2))
            })
        ]
      },
      KeyBinding(["w"], "write", help: "write all these rows to a file: csv, json or jsonl") { screen, _ in
        screen.askExport()
      },
      KeyBinding(["Y"], help: "copy the whole row, as tab-separated text") { screen, _ in
        guard let row = screen.grid.chosenRow else { return [.say("no row is selected", .warn)] }
        return [.copy(row.map { $0 ?? "" }.joined(separator: "\t"))]
      },
    ]
      + GridKeys.all({ screen, body in body(&screen.grid) }) { screen, _ in
        screen.grid.missing(page: TablesScreen.pageSize).map { screen.askPage(offset: $0) } ?? []
      }
  }
}
