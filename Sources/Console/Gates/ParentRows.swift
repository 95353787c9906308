internal import Engine
internal import Project
internal import TerminalKit

/// The rows of one table upstream that share a failing row's key.
struct ParentRows: Sendable {
  let node: NodeID
  let relation: RelationName
  /// The columns by which was looked, with their values.
  let key: [(column: String, value: String)]
  let page: TablePage

  /// The condition that finds the rows, as it would be typed.
  var filter: String { key.map { FilterExpression.equals($0.column, $0.value) }.joined(separator: " ") }

  /// How many rows are looked at of each table.
  static let count = 50

  /// What rows are looked for by: the node's key; without one, or where it is empty, the columns that are named as ids are.
  static func key(of node: Node, _ cells: [String: String?]) -> [(column: String, value: String)] {
    func filled(_ names: [String]) -> [(column: String, value: String)] {
      names.compactMap { name in (cells[name] ?? nil).map { (name, $0) } }
    }
    let own = filled(node.config.uniqueKey)
    if !own.isEmpty { return own }
    return filled(cells.keys.filter { $0 == "id" || $0.hasSuffix("_id") || $0.hasSuffix("_key") }.sorted())
  }

  /// Tables above a node, nearest first.
  static func ancestors(of id: NodeID, in graph: ProjectGraph) -> [(node: NodeID, relation: RelationName)] {
    var found: [(node: NodeID, relation: RelationName)] = []
    var open = graph[id]?.dependsOn ?? []
    var seen: Set<NodeID> = [id]
    while !open.isEmpty, found.count < 24 {
      let next = open.removeFirst()
      guard seen.insert(next).inserted, let node = graph[next] else { continue }
      open += node.dependsOn
      guard let relation = node.relation, node.resourceType != .source, node.resourceType != .test else { continue }
      found.append((next, relation))
    }
    return found
  }

  /// Looks in each table for rows with those of the key's columns that it has.
  static func find(
    _ key: [(column: String, value: String)], in tables: [(node: NodeID, relation: RelationName)],
    from source: any ConsoleDataSource
  ) async throws -> [ParentRows] {
    var found: [ParentRows] = []
    for table in tables {
      try Task.checkCancellation()
      var request = TablePageRequest(relation: table.relation, count: 0)
      // A table that was never built has no rows to look at.
      guard let head = try? await source.page(request) else { continue }
      let own = key.filter { part in head.columns.contains { $0.name.lowercased() == part.column.lowercased() } }
      guard !own.isEmpty else { continue }
      request.count = count
      request.filters = own.map { part in
        var filter = RowFilter(column: part.column, comparison: .equals, value: part.value)
        filter.isNull = false
        return filter
      }
      let page = try await source.page(request)
      found.append(ParentRows(node: table.node, relation: table.relation, key: own, page: page))
    }
    return found
  }
}

extension GatesScreen {
  func parentsKey(_ id: NodeID, _ context: ScreenContext) -> KeyBinding<Self> {
    let key = context.graph?[id].map { ParentRows.key(of: $0, failures?.cells(grid.cursor.index) ?? [:]) } ?? []
    let works: Availability =
      key.isEmpty ? .unavailable("this row has no key to look for upstream") : .available
    return KeyBinding(["p"], "parents", help: "the rows upstream with this row's key", works) { screen, context in
      guard let graph = context.graph, case .rows(let node, let check) = screen.level else { return [] }
      let tables = ParentRows.ancestors(of: node, in: graph)
      screen.level = .parents(node, checkID: check)
      screen.parents = nil
      screen.parentCursor = ListCursor()
      return [
        .load("parents", for: GatesScreen.self) { source in
          try await ParentRows.find(key, in: tables, from: source)
        } then: { screen, found, context in
          screen.parents = found
          screen.settle(context)
          return []
        }
      ]
    }
  }

  var parentKeys: [KeyBinding<Self>] {
    let chosen: Availability = chosenParent == nil ? .unavailable("no table upstream is chosen") : .available
    return [
      KeyBinding([Chord(.enter)], "open", help: "these rows in the table they are of", chosen) { screen, _ in
        guard let parent = screen.chosenParent else { return [] }
        return [
          .change(TablesScreen.self) { tables, _ in
            tables.remember(filter: parent.filter, of: parent.relation)
            return []
          },
          .go(.tables, .table(parent.relation)),
        ]
      }
    ] + ListKeys.all(by: { $0.parentCursor.move(by: $1) }, to: { $0.parentCursor.move(to: $1) })
  }

  var chosenParent: ParentRows? {
    parents.flatMap { $0.indices.contains(parentCursor.index) ? $0[parentCursor.index] : nil }
  }
}

extension GatesDrawing {
  /// The tables upstream above, the chosen one's rows below.
  func drawParents(into canvas: inout Canvas, _ rect: Rect) {
    guard let parents = screen.parents else {
      canvas.write("looking upstream …  Esc gives up", rect.x + 2, rect.y + 1, Style(.running), limit: rect.width - 3)
      return
    }
    guard !parents.isEmpty else {
      canvas.write(
        "no table upstream has a column of this row's key", rect.x + 2, rect.y + 1, .muted, limit: rect.width - 3)
      return
    }
    let (list, rest) = rect.cutTop(min(parents.count + 1, max(2, rect.height / 2)))
    let width = min(40, max(8, parents.map { displayWidth(context.name(of: $0.node)) }.max() ?? 8))
    let columns = [
      TableColumn("upstream", width: width), TableColumn("rows", width: 6, .right),
      TableColumn("with", width: max(8, list.width - width - 14)),
    ]
    Table(columns: columns, cursor: screen.parentCursor).draw(
      into: &canvas, in: Rect(list.x + 1, list.y, list.width - 1, list.height)
    ) { row, column in
      let parent = parents[row]
      let count = parent.page.rows.count
      switch column {
      case 0: return TableCell(context.name(of: parent.node))
      case 1: return TableCell("\(count)\(parent.page.isLast ? "" : "+")", Style(count == 0 ? .fail : .text))
      default: return TableCell(parent.filter, .muted)
      }
    }
    guard rest.height > 2, let parent = screen.chosenParent else { return }
    canvas.horizontal(rest.x + 1, to: rest.maxX - 2, rest.y)
    let body = Rect(rest.x + 1, rest.y + 1, rest.width - 1, rest.height - 1)
    guard !parent.page.rows.isEmpty else {
      canvas.write("no row there has this key", body.x, body.y, Style(.fail), limit: body.width)
      return
    }
    var grid = RowGrid()
    grid.take(parent.page)
    grid.settle(body.size)
    grid.draw(into: &canvas, in: body, focused: false)
  }
}
