internal import Engine
internal import Project
internal import TerminalKit

/// Keys and commands that deal with statements: those that made a table, and those a person types.
extension TablesScreen {
  var statementKeys: [KeyBinding<Self>] {
    let made: Availability = node == nil ? .unavailable("no model makes these rows") : .available
    return [
      KeyBinding(["s"], "sql", help: "the statement that made this table, and the one that reads it") { screen, _ in
        guard let node = screen.node else {
          return [.show(title: "SQL", lines: TablesScreen.lines(screen.sql))]
        }
        let reading = screen.sql
        return [
          .load("aside", for: TablesScreen.self) { source in
            do { return Result<MadeBy, WarehouseError>.success(try await source.madeBy(node)) } catch {
              return .failure(WarehouseError("\(error)"))
            }
          } then: { _, answer, context in
            [.show(title: context.name(of: node), lines: TablesScreen.told(answer, reading: reading))]
          }
        ]
      },
      KeyBinding(["c"], "ctes", help: "look at every common table of the model on its own", made) { screen, context in
        guard let node = screen.node else { return [] }
        screen.aside = .working("reading \(context.name(of: node))")
        return [
          .load("aside", for: TablesScreen.self) { source in
            try await source.madeBy(node)
          } then: { screen, made, _ in
            guard case .working = screen.aside else { return [] }
            screen.aside = nil
            if let problem = made.problem { return [.say(problem, .fail)] }
            guard !made.commonTables.isEmpty else { return [.say("this model has no common tables", .warn)] }
            var cursor = ListCursor()
            cursor.setCount(made.commonTables.count)
            screen.aside = .commonTables(node, made.commonTables, cursor)
            return []
          }
        ]
      },
    ]
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A statement in its forms, as text to read.
  private static func told(_ answer: Result<MadeBy, WarehouseError>, reading: String) -> [String] {
    let read = ["-- these rows", reading]
    switch answer {
    case .failure(let error): return ["-- \(error.description)", ""] + read
    case .success(let made):
      var out = ["-- \(made.location.file)"] + lines(made.written)
      if made.written.contains("{") { out += ["", "-- after Jinja"] + lines(made.compiled) }
      if let problem = made.problem { out += ["", "-- cannot be translated: \(problem)"] }
      if let translated = made.translated { out += ["", "-- as SQLite runs it"] + lines(translated) }
      return out + [""] + read
    }
  }

  var commonTableKeys: [KeyBinding<Self>] {
    let moves: [KeyBinding<Self>] = ListKeys.all(
      by: { screen, rows in screen.moveCommonTable { $0.move(by: rows) } },
      to: { screen, row in screen.moveCommonTable { $0.move(to: row) } })
    return [
      KeyBinding([Chord(.enter)], "rows", help: "the rows of this common table") { screen, _ in
        guard case .commonTables(let node, let tables, let cursor) = screen.aside,
          tables.indices.contains(cursor.index), let relation = screen.request?.relation
        else { return [] }
        let name = RelationName(
          database: relation.database, schema: relation.schema, identifier: tables[cursor.index].name)
        screen.keepForReturn()
        return screen.openRows(
          TablePageRequest(
            relation: name, source: .commonTable(node, cursor.index), count: TablesScreen.pageSize))
      }
    ] + moves
  }

  private mutating func moveCommonTable(_ change: (inout ListCursor) -> Void) {
    guard case .commonTables(let node, let tables, var cursor) = aside else { return }
    cursor.setCount(tables.count)
    change(&cursor)
    aside = .commonTables(node, tables, cursor)
  }

  /// `:sql` knows the columns in front and what was asked before.
  package func commands(_ context: ScreenContext) -> [ConsoleCommand] {
    let words = words
    return [
      ConsoleCommand(
        "sql", .needed("type a query after :sql"), help: "a query that only reads; ↑ recalls earlier ones",
        values: { context in (words.isEmpty ? GlobalCommands.tableNames(context) : words) + Self.language }
      ) { text, _ in [.change(TablesScreen.self) { screen, context in screen.ask(sql: text, context) }] }
    ]
  }

  private static let language = [
    "select", "from", "where", "group by", "order by", "having", "limit", "join", "left join", "on", "using",
    "count(*)", "distinct", "case when", "with",
  ]

  /// Words a query may hold: tables, the columns in front, what was asked before.
  private var words: [String] {
    tables.map { "\($0.relation.schema).\($0.relation.identifier)" } + grid.columns.map(\.name) + queries.reversed()
  }

  private mutating func ask(sql text: String, _ context: ScreenContext) -> [Effect] {
    queries.removeAll { $0 == text }
    queries.append(text)
    // What was asked for just now comes before what was open the last time.
    (wanted, remembered, earlier) = (nil, [:], [])
    let database = tables.first?.relation.database ?? context.project?.target ?? ""
    return openRows(
      TablePageRequest(
        relation: RelationName(database: database, schema: "", identifier: "query"), source: .statement(text),
        count: TablesScreen.pageSize))
  }
}
