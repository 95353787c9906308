package import Engine
package import Project
package import TerminalKit

/// Rows and columns of data to walk about in: a window of rows over something that may be far longer.
package struct RowGrid: Sendable {
  package private(set) var columns: [AdapterColumn] = []
  package private(set) var rows: [[String?]] = []
  /// The position of the first row held.
  package private(set) var offset = 0
  /// Rows in all, where known.
  package private(set) var total: Int64?
  private(set) var isLast = true
  package var cursor = ListCursor()
  package var column = 0
  var firstColumn = 0
  package var frozen = 0
  var hidden: Set<String> = []
  /// Columns chosen for a chart.
  package var marked: [String] = []
  /// The columns the rows are sorted by, told in the head.
  package var sorts: [RowSort] = []
  var widths: [String: Int] = [:]
  /// What each column has use for; its width goes no further than is good for a table of many columns.
  private var wanted: [String: Int] = [:]
  /// The widths in the window, where some may have got more.
  private var shownWidths: [String: Int] = [:]
  /// Columns whose width a person chose.
  var resized: Set<String> = []
  /// How it was left the last time, until the first page is there.
  var awaited: [String: String] = [:]
  private var isNumeric: [Bool] = []

  package init() {}

  /// Takes a page; the cursor keeps its row.
  package mutating func take(_ page: TablePage) {
    let fresh = columns != page.columns
    columns = page.columns
    rows = page.rows
    offset = page.offset
    total = page.total
    isLast = page.isLast
    // While the end is not known there is always one more row to step to, which asks for the next page.
    let known = total.map { Int($0) } ?? (offset + rows.count + (isLast ? 0 : 1))
    cursor.setCount(isLast ? offset + rows.count : max(known, offset + rows.count + 1))
    if fresh {
      frozen = min(max(0, page.keyColumns.count), max(0, columns.count - 1), 3)
      column = 0
      firstColumn = 0
    }
    measure(keepingWidths: !fresh)
    if fresh { takeUp() }
  }

  /// Learns how many rows there are in all.
  package mutating func know(total count: Int64) {
    guard !isLast else { return }
    total = count
    cursor.setCount(max(Int(count), offset + rows.count))
  }

  private mutating func measure(keepingWidths: Bool) {
    isNumeric = columns.indices.map { index in
      let values = rows.lazy.compactMap { $0.indices.contains(index) ? $0[index] : nil }
      return !values.isEmpty && values.allSatisfy { Double($0) != nil }
    }
    if !keepingWidths { (widths, wanted, resized) = ([:], [:], []) }
    for (index, column) in columns.enumerated() where !resized.contains(column.name) {
      let longest = rows.prefix(200).map { displayWidth(($0.indices.contains(index) ? $0[index] : nil) ?? "NULL") }
        .max()
      // A column grows with what is read later, ids above all, but never shrinks under the eye.
      let need = max(3, max(displayWidth(column.name) + 2, longest ?? 0))
      widths[column.name] = max(min(40, need), widths[column.name] ?? 0)
      wanted[column.name] = max(min(Self.widest, need), wanted[column.name] ?? 0)
    }
  }

  private static let widest = 200

  /// The widths of the shown columns in a window. Where there is room for all of them and more, those that are cut get it.
  private func widths(in room: Int) -> [Int] {
    let names = shownColumns.map { columns[$0].name }
    var out = names.map { widths[$0] ?? 10 }
    var spare = room - out.reduce(0) { $0 + $1 + 2 } + 2
    func need(_ index: Int) -> Int {
      resized.contains(names[index]) ? 0 : max(0, (wanted[names[index]] ?? 0) - out[index])
    }
    let cut = out.indices.filter { need($0) > 0 }.sorted { need($0) < need($1) }
    for (place, index) in cut.enumerated() where spare > 0 {
      let more = min(need(index), spare / (cut.count - place))
      out[index] += more
      spare -= more
    }
    return out
  }

  /// Columns that are not hidden, by index.
  var shownColumns: [Int] { columns.indices.filter { !hidden.contains(columns[$0].name) } }

  /// The name of the chosen column.
  package var chosenName: String? {
    let shown = shownColumns
    return shown.indices.contains(column) ? columns[shown[column]].name : nil
  }

  /// The cells of the chosen row, while it is held.
  package var chosenRow: [String?]? {
    let index = cursor.index - offset
    return rows.indices.contains(index) ? rows[index] : nil
  }

  /// The chosen cell.
  package var chosenCell: String? {
    let shown = shownColumns
    guard let row = chosenRow, shown.indices.contains(column), row.indices.contains(shown[column]) else { return nil }
    return row[shown[column]]
  }

  /// A cell by the row's position and the column's name, while the row is held.
  package func value(_ row: Int, _ name: String) -> String? {
    guard rows.indices.contains(row - offset), let index = columns.firstIndex(where: { $0.name == name }),
      rows[row - offset].indices.contains(index)
    else { return nil }
    return rows[row - offset][index]
  }

  /// Rows that should be asked for, when the cursor has left those held.
  package func missing(page: Int) -> Int? {
    let height = max(1, cursor.height)
    let window = cursor.visible(height: height)
    let needsBefore = window.lowerBound < offset
    let needsAfter = window.upperBound > offset + rows.count && !isLast
    guard needsBefore || needsAfter else { return nil }
    return max(0, cursor.index - page / 2)
  }

  /// Where the cursor stands and how the columns are shaped, to see whether a key changed anything.
  var standing: [Int] {
    [cursor.index, column, frozen, hidden.count] + columns.map { widths[$0.name] ?? 0 }
  }

  /// Goes so many columns to the right.
  mutating func moveColumn(_ steps: Int) {
    column = max(0, min(column + steps, shownColumns.count - 1))
  }

  /// Makes the chosen column wider or narrower.
  mutating func resizeColumn(_ change: Int) {
    guard let name = chosenName else { return }
    widths[name] = max(2, min(Self.widest, (shownWidths[name] ?? widths[name] ?? 10) + change))
    shownWidths[name] = widths[name]
    resized.insert(name)
  }

  /// Goes to the next held row with the text in any cell.
  ///
  /// - Parameter beginsAnew: from the other end too; only where all rows are held may that be the answer.
  mutating func search(_ text: String, backwards: Bool, beginsAnew: Bool = true) -> Bool {
    let wanted = text.lowercased()
    let order = backwards ? Array(rows.indices.reversed()) : Array(rows.indices)
    let here = cursor.index - offset
    let after =
      order.filter { backwards ? $0 < here : $0 > here }
      + (beginsAnew ? order.filter { backwards ? $0 >= here : $0 <= here } : [])
    for index in after where rows[index].contains(where: { $0?.lowercased().contains(wanted) ?? false }) {
      cursor.move(to: offset + index)
      choose(text: wanted)
      return true
    }
    return false
  }

  /// Goes to the first column in which the chosen row has a text, unless the chosen one has it.
  private mutating func choose(text: String) {
    guard let row = chosenRow else { return }
    let has = shownColumns.map { row.indices.contains($0) && row[$0]?.lowercased().contains(text) == true }
    if has.indices.contains(column), has[column] { return }
    if let first = has.firstIndex(of: true) { column = first }
  }

  /// Whether every row there is is held.
  var isWhole: Bool { offset == 0 && isLast }

  /// The place behind the last row held.
  var end: Int { offset + rows.count }

  /// Goes to a row that may not be held, nor known to be there.
  mutating func stand(at row: Int) {
    cursor.setCount(max(cursor.count, row + 1))
    cursor.move(to: row)
  }

  /// Brings the chosen column into view and tells the cursor how many rows there are room for.
  mutating func settle(_ size: Size) {
    cursor.setHeight(max(1, size.height - 1))
    let table = table(focused: true, width: size.width)
    firstColumn = table.firstColumn(showing: column, width: size.width - 2)
    shownWidths = Dictionary(
      zip(shownColumns.map { columns[$0].name }, table.columns.map(\.width)), uniquingKeysWith: { first, _ in first })
  }

  private func table(focused: Bool, width: Int) -> Table {
    let shown = shownColumns
    // Two columns are the scroll bar's.
    let heads = zip(shown, widths(in: width - 2)).map { index, width in
      TableColumn(
        title(columns[index].name), width: width,
        isNumeric.indices.contains(index) && isNumeric[index] ? .right : .left)
    }
    return Table(
      columns: heads, cursor: cursor, frozen: min(frozen, max(0, shown.count - 1)), firstColumn: firstColumn,
      chosenColumn: column, isFocused: focused)
  }

  /// A column's name with what was done to it: the arrow of the sort, with its place where there are several, and the
  /// mark of the chart.
  private func title(_ name: String) -> String {
    var title = marked.contains(name) ? "◆" + name : name
    if let place = sorts.firstIndex(where: { $0.column == name }) {
      title += (sorts[place].descends ? "↓" : "↑") + (sorts.count > 1 ? "\(place + 1)" : "")
    }
    return title
  }

  /// Draws head and rows; rows that are only looked at have none of them marked as chosen.
  package func draw(
    into canvas: inout Canvas, in rect: Rect, focused: Bool = true, marksChosen: Bool = true,
    style: (_ row: Int, _ column: String) -> Style = { _, _ in .text }
  ) {
    let shown = shownColumns
    var table = table(focused: focused, width: rect.width)
    table.marksChosen = marksChosen
    if !marksChosen { table.chosenColumn = nil }
    table.draw(into: &canvas, in: rect) { row, column in
      let index = row - offset
      guard rows.indices.contains(index) else { return TableCell("…", .muted) }
      let cells = rows[index]
      guard shown.indices.contains(column), cells.indices.contains(shown[column]), let text = cells[shown[column]]
      else {
        return TableCell("NULL", .muted)
      }
      return TableCell(text, style(row, columns[shown[column]].name))
    }
  }

  /// Where the cursor stands, in words.
  package var position: String {
    let row = cursor.count == 0 ? 0 : cursor.index + 1
    let all = total.map { Figures.count($0) } ?? (isLast ? Figures.count(Int64(offset + rows.count)) : "…")
    return "row \(Figures.count(Int64(row))) of \(all)"
  }

  /// The rows held, as comma-separated values (RFC 4180).
  package var commaSeparated: String { CommaSeparated.text(columns.map(\.name), rows) }
}
