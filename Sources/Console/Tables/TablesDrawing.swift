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
  ///
  /// - Parameter names: the columns the catalog has use for; it gets them as far as the rows can spare them.
  static func split(
    _ rect: Rect, hasTable: Bool, side: TablesScreen.Side, names: Int
  ) -> (left: Rect, right: Rect) {
    if !hasTable { return (rect, Rect(rect.x, rect.y, 0, 0)) }
    if rect.width < 70 {
      return side == .catalog ? (rect, Rect(rect.x, rect.y, 0, 0)) : (Rect(rect.x, rect.y, 0, 0), rect)
    }
    let (left, rest) = rect.cutLeft(min(max(32, names), max(24, rect.width / 4)))
    return (left, Rect(rest.x + 2, rest.y, rest.width - 2, rest.height))
  }

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let (left, right) = screen.split(rect)
    drawCatalog(into: &canvas, left)
    guard !right.isEmpty else { return }
    if !left.isEmpty { canvas.vertical(right.x - 2, rect.y, to: rect.maxY - 1) }
    if screen.request == nil { return drawPeek(into: &canvas, right) }
    let (head, body) = right.cutTop(1)
    drawHead(into: &canvas, head)
    canvas.clipped(to: body) { canvas in drawBody(into: &canvas, body) }
  }

  private func drawCatalog(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    let entries = screen.entries
    guard !entries.isEmpty else {
      let text = screen.hasLoaded ? context.whyNoTables : "reading the catalog …"
      for (line, y) in zip(wrapped(text, to: rect.width - 3), rect.y + 1..<rect.maxY) {
        canvas.write(line, rect.x + 2, y, .muted)
      }
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
    guard let request = screen.request else { return }
    var facts: [String] = []
    if screen.isReading, !screen.grid.columns.isEmpty {
      facts.append(request.sorts.isEmpty ? "reading …" : "sorting …")
    }
    if !screen.filterText.isEmpty { facts.append("& \(screen.filterText)") }
    if !screen.grid.hidden.isEmpty { facts.append("\(screen.grid.hidden.count) hidden") }
    if !screen.grid.columns.isEmpty { facts.append(screen.grid.position) }
    let right = clipped(facts.joined(separator: " · "), to: rect.width * 2 / 3, at: .start)
    var title = screen.title
    if case .statement(let text) = request.source { title = text.replacing("\n", with: " ") }
    if case .commonTable(let node, _) = request.source { title = "\(context.name(of: node)) › \(title)" }
    canvas.write(clipped(title, to: rect.width - displayWidth(right) - 2), rect.x, rect.y, .title)
    canvas.write(right, rect.maxX - displayWidth(right) - 1, rect.y, Style(screen.isReading ? .running : .muted))
  }

  private func drawBody(into canvas: inout Canvas, _ rect: Rect) {
    switch screen.aside {
    case .working(let text): canvas.write(text + " …  Esc gives up", rect.x, rect.y + 1, Style(.running))
    case .profile(let profile): ProfileDrawing(profile: profile).draw(into: &canvas, rect)
    case .frequency(let frequency, let cursor): drawFrequency(frequency, cursor, into: &canvas, rect)
    case .chart(let chart): chart.draw(into: &canvas, in: Rect(rect.x, rect.y, rect.width - 1, rect.height))
    case .commonTables(_, let tables, let cursor): drawCommonTables(tables, cursor, into: &canvas, rect)
    case nil:
      if !screen.problem.isEmpty {
        for (line, y) in zip(wrapped(screen.problem, to: rect.width - 2), rect.y + 1..<rect.maxY) {
          canvas.write(line, rect.x, y, Style(.fail))
        }
      } else if screen.grid.columns.isEmpty {
        canvas.write("reading …", rect.x, rect.y + 1, .muted)
      } else {
        screen.grid.draw(into: &canvas, in: rect, focused: screen.side == .grid)
        if screen.grid.rows.isEmpty {
          let text = screen.filterText.isEmpty ? "no rows" : "no row passes the filter"
          canvas.write(text, rect.x, rect.y + 1, .muted, limit: rect.width)
        }
      }
    }
  }

  /// The common tables above, the text of the chosen one below.
  private func drawCommonTables(
    _ tables: [CommonTableOutline], _ cursor: ListCursor, into canvas: inout Canvas, _ rect: Rect
  ) {
    let (list, text) = rect.cutTop(rect.height < 8 ? rect.height : min(tables.count + 1, rect.height / 2))
    let width = min(40, max(12, tables.map { displayWidth($0.name) }.max() ?? 8))
    let rest = max(8, list.width - width - 4)
    let columns = [TableColumn("common table", width: width), TableColumn("query", width: rest)]
    var cursor = cursor
    cursor.setCount(tables.count)
    Table(columns: columns, cursor: cursor).draw(into: &canvas, in: list) { row, column in
      if column == 0 { return TableCell(tables[row].name) }
      return TableCell(tables[row].text.split(whereSeparator: { $0.isWhitespace }).joined(separator: " "), .muted)
    }
    guard text.height > 2, tables.indices.contains(cursor.index) else { return }
    canvas.frame(text, title: tables[cursor.index].name, .muted)
    let inside = text.inset(2, 1)
    let lines = tables[cursor.index].text.split(separator: "\n").map(String.init)
    // The text keeps its own shape but not the margin it has inside the model.
    let margin = lines.dropFirst().map { $0.prefix { $0 == " " }.count }.min() ?? 0
    canvas.clipped(to: inside) { canvas in
      let shown = lines.enumerated().flatMap { index, line in
        let isIndented = line.prefix { $0 == " " }.count >= margin
        return wrapped(isIndented ? String(line.dropFirst(index == 0 ? 0 : margin)) : line, to: inside.width)
      }
      for (index, line) in shown.enumerated() { canvas.write(line, inside.x, inside.y + index, .text) }
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
    var text = Figures.rows(frequency.rows)
    if frequency.otherValues > 0 { text += ", \(Figures.count(frequency.otherValues)) more values are not listed" }
    canvas.write(text, foot.x, foot.y, .muted, limit: foot.width)
  }
}
