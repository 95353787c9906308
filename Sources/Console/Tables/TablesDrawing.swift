internal import Engine
internal import Project
package import TerminalKit

extension TablesScreen {
  package func draw(into canvas: inout Canvas, in rect: Rect, _ context: ScreenContext) {
    TablesDrawing(screen: self, context: context).draw(into: &canvas, rect)
  }
}

/// Draws the catalog and what is open.
struct TablesDrawing {
  let screen: TablesScreen
  let context: ScreenContext

  /// The catalog's part and the rows' part; a narrow window has room for one of them.
  static func split(_ rect: Rect, hasTable: Bool, side: TablesScreen.Side) -> (left: Rect, right: Rect) {
    if !hasTable { return (rect, Rect(rect.x, rect.y, 0, 0)) }
    if rect.width < 70 {
      return side == .catalog ? (rect, Rect(rect.x, rect.y, 0, 0)) : (Rect(rect.x, rect.y, 0, 0), rect)
    }
    let (left, rest) = rect.cutLeft(min(32, max(24, rect.width / 4)))
    return (left, Rect(rest.x + 2, rest.y, rest.width - 2, rest.height))
  }

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let hasTable = screen.request != nil || !screen.sql.isEmpty
    let (left, right) = TablesDrawing.split(rect, hasTable: hasTable, side: screen.side)
    drawCatalog(into: &canvas, left)
    guard !right.isEmpty else { return }
    if !left.isEmpty { canvas.vertical(right.x - 2, rect.y, to: rect.maxY - 1) }
    let (head, body) = right.cutTop(1)
    drawHead(into: &canvas, head)
    canvas.clipped(to: body) { canvas in drawBody(into: &canvas, body) }
  }

  private func drawCatalog(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    let entries = screen.entries
    guard !entries.isEmpty else {
      let text = screen.hasLoaded ? "nothing was published yet" : "reading the catalog …"
      canvas.write(text, rect.x + 2, rect.y + 1, .muted, limit: rect.width - 3)
      return
    }
    let isOneCatalog = Set(screen.tables.map(\.relation.database)).count == 1
    let rows = entries.enumerated().map { index, entry -> TreeRow<Int> in
      switch entry {
      case .schema(let name):
        let isOpen = !screen.closedSchemas.contains(name)
        let label = isOneCatalog ? String(name.split(separator: ".").last ?? "") : name
        return TreeRow(index, depth: 0, label: label, style: Style(.info), isBranch: true, isOpen: isOpen)
      case .table(let relation):
        let outline = screen.outline(relation)
        let isOpen = relation == screen.request?.relation
        let figure = outline?.rows.map { Figures.short($0) } ?? (outline?.kind == "view" ? "view" : "")
        return TreeRow(
          index, depth: 1, label: relation.identifier + (outline?.hasHistory == true ? " ◷" : ""), figure: figure,
          style: Style(isOpen ? .title : .text, isOpen ? .bold : []))
      }
    }
    Tree(rows, cursor: screen.tree, isFocused: screen.side == .catalog).draw(into: &canvas, in: rect.inset(1, 0))
  }

  private func drawHead(into canvas: inout Canvas, _ rect: Rect) {
    var facts: [String] = []
    if let request = screen.request {
      if let sort = request.sortColumn { facts.append("\(sort) \(request.sortsDescending ? "↓" : "↑")") }
      if !request.filters.isEmpty { facts.append("filter \(screen.filterText)") }
    }
    if !screen.grid.hidden.isEmpty { facts.append("\(screen.grid.hidden.count) hidden") }
    facts.append(screen.grid.position)
    let right = facts.joined(separator: " · ")
    let title = screen.request.map { "\($0.relation.schema).\($0.relation.identifier)" } ?? screen.sql
    canvas.write(title, rect.x, rect.y, .title, limit: rect.width - displayWidth(right) - 2)
    canvas.write(right, rect.maxX - displayWidth(right) - 1, rect.y, .muted)
  }

  private func drawBody(into canvas: inout Canvas, _ rect: Rect) {
    switch screen.aside {
    case .working(let text): canvas.write(text + " …  Esc gives up", rect.x, rect.y + 1, Style(.running))
    case .profile(let profile): ProfileDrawing(profile: profile).draw(into: &canvas, rect)
    case .frequency(let frequency, let cursor): drawFrequency(frequency, cursor, into: &canvas, rect)
    case .chart(let chart): chart.draw(into: &canvas, in: rect.inset(0, 1))
    case nil:
      if screen.grid.columns.isEmpty {
        canvas.write("reading …", rect.x, rect.y + 1, .muted)
      } else {
        screen.grid.draw(into: &canvas, in: rect, focused: screen.side == .grid)
      }
    }
  }

  private func drawFrequency(
    _ frequency: ColumnFrequency, _ cursor: ListCursor, into canvas: inout Canvas, _ rect: Rect
  ) {
    let (list, foot) = rect.cutBottom(1)
    let barWidth = max(4, list.width / 3)
    let columns = [
      TableColumn(frequency.column, width: max(8, list.width - barWidth - 24)), TableColumn("rows", width: 10, .right),
      TableColumn("share", width: 6, .right), TableColumn("", width: barWidth),
    ]
    let greatest = Double(frequency.values.map(\.count).max() ?? 1)
    var cursor = cursor
    cursor.setCount(frequency.values.count)
    Table(columns: columns, cursor: cursor).draw(into: &canvas, in: list) { row, column in
      let (value, count) = frequency.values[row]
      switch column {
      case 0: return value.map { TableCell($0) } ?? TableCell("NULL", .muted)
      case 1: return TableCell(Figures.count(count))
      case 2:
        return TableCell(frequency.rows > 0 ? Figures.tenths(100 * Double(count) / Double(frequency.rows)) + "%" : "")
      default:
        return TableCell(ProgressBar(share: Double(count) / max(1, greatest)).text(width: barWidth), Style(.info))
      }
    }
    var text = "\(Figures.count(frequency.rows)) rows"
    if frequency.otherValues > 0 { text += ", \(Figures.count(frequency.otherValues)) more values are not listed" }
    canvas.write(text, foot.x, foot.y, .muted, limit: foot.width)
  }
}
