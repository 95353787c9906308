internal import Engine
internal import Project
internal import TerminalKit

/// The rows of one parent that a failing row came from.
struct ParentRows: Sendable {
  let node: NodeID
  let relation: RelationName
  /// The parent's columns by which was looked, with their values.
  let key: [(column: String, value: String?)]
  let page: TablePage
  /// Why nothing could be looked up; `nil` when it was.
  let problem: String?
  /// Its rows are records of files: there is no table of it to open.
  let isOfFiles: Bool

  init(_ found: UpstreamRows, in project: ProjectOutline?) {
    node = found.node
    relation = found.relation
    key = found.key
    problem = found.problem
    isOfFiles = project?.graph[found.node]?.resourceType == .source
    let places = found.places.map { $0.words(in: project?.root) }
    // Where a record stands comes last: what it holds is what was asked for.
    let hasPlaces = !places.isEmpty && places.count == found.rows.count
    page = TablePage(
      columns: (found.columns + (hasPlaces ? ["file:line"] : [])).map { AdapterColumn(name: $0, dataType: "") },
      keyColumns: found.key.map(\.column),
      rows: hasPlaces ? zip(found.rows, places).map { $0 + [$1] } : found.rows, isLast: found.isLast)
  }

  /// The condition that finds the rows, as it would be typed.
  var filter: String { key.map { FilterExpression.equals($0.column, $0.value) }.joined(separator: " ") }
}

extension GatesScreen {
  func parentsKey(_ context: ScreenContext) -> KeyBinding<Self> {
    KeyBinding(["p"], "parents", help: "the rows of the parents this row came from", whetherFromTable) { screen, _ in
      guard let row = screen.failingRow else { return [] }
      switch screen.level {
      case .rows(let node, let check), .whole(let node, let check): screen.level = .parents(node, checkID: check)
      default: return []
      }
      screen.parents = nil
      screen.parentCursor = ListCursor()
      return [
        .load("parents", for: GatesScreen.self) { source in
          try await source.parents(of: row)
        } then: { screen, found, context in
          // Parents that nothing can be told of come last.
          let told = found.filter { $0.problem == nil } + found.filter { $0.problem != nil }
          screen.parents = told.map { ParentRows($0, in: context.project) }
          screen.settle(context)
          return []
        }
      ]
    }
  }

  var parentKeys: [KeyBinding<Self>] {
    var chosen: Availability = chosenParent == nil ? .unavailable("no table upstream is chosen") : .available
    if let parent = chosenParent {
      if let problem = parent.problem { chosen = .unavailable(problem) }
      if parent.isOfFiles {
        chosen = .unavailable("\(parent.relation.identifier) lies in files: its records are below")
      }
    }
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
        "this node has no parents: nothing lies upstream of its rows", rect.x + 2, rect.y + 1, .muted,
        limit: rect.width - 3)
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
      case 1:
        if parent.problem != nil { return TableCell("?", .muted) }
        return TableCell("\(count)\(parent.page.isLast ? "" : "+")", Style(count == 0 ? .fail : .text))
      default: return TableCell(parent.problem ?? parent.filter, .muted)
      }
    }
    guard rest.height > 2, let parent = screen.chosenParent else { return }
    canvas.horizontal(rest.x + 1, to: rest.maxX - 2, rest.y)
    let body = Rect(rest.x + 1, rest.y + 1, rest.width - 1, rest.height - 1)
    guard !parent.page.rows.isEmpty else {
      let text = parent.problem ?? "no row there has this key"
      let role: StyleRole = parent.problem == nil ? .fail : .muted
      for (line, part) in wrapped(text, to: body.width).prefix(body.height).enumerated() {
        canvas.write(part, body.x, body.y + line, Style(role))
      }
      return
    }
    var grid = RowGrid()
    grid.take(parent.page)
    grid.settle(body.size)
    grid.draw(into: &canvas, in: body, focused: false)
  }
}
