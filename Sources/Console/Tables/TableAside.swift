internal import Engine
internal import Project
internal import TerminalKit

/// What a column is made of, in place of the rows.
enum TableAside: Sendable {
  case working(String)
  case profile(ColumnProfile)
  case frequency(ColumnFrequency, ListCursor)
  case chart(ColumnChart)

  /// What the breadcrumb says.
  var title: String {
    switch self {
    case .working(let text): text
    case .profile(let profile): "profile of \(profile.column.name)"
    case .frequency(let frequency, _): "frequency of \(frequency.column)"
    case .chart(let chart): "chart of \(chart.title)"
    }
  }
}

/// A column of the rows held, drawn: numbers as a line or as bars, with another column's texts as labels.
struct ColumnChart: Sendable {
  var title: String
  var labels: [String]
  var values: [Double?]
  var isLine: Bool

  /// The chart of the chosen column; `nil` where it holds no numbers.
  init?(_ grid: RowGrid) {
    let shown = grid.shownColumns
    guard shown.indices.contains(grid.column) else { return nil }
    let index = shown[grid.column]
    values = grid.rows.map { $0.indices.contains(index) ? $0[index].flatMap { Double($0) } : nil }
    guard values.contains(where: { $0 != nil }) else { return nil }
    // The first columns that are texts tell the bars apart.
    let texts = shown.filter { column in
      column != index
        && grid.rows.contains { $0.indices.contains(column) && $0[column].map { Double($0) == nil } ?? false }
    }
    labels = grid.rows.enumerated().map { row, cells in
      let parts = texts.prefix(2).compactMap { cells.indices.contains($0) ? cells[$0] : nil }
      return parts.isEmpty ? String(grid.offset + row + 1) : parts.joined(separator: " ")
    }
    title = grid.columns[index].name
    isLine = values.count > 24
  }

  func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    if !isLine {
      let bars = zip(labels, values).map { label, value in
        BarChart.Bar(label, max(0, value ?? 0), figure: value.map(Figures.measure) ?? "NULL")
      }
      BarChart(bars).draw(into: &canvas, in: rect)
      return
    }
    let known = values.compactMap { $0 }
    let top = Figures.measure(known.max() ?? 0)
    let bottom = Figures.measure(known.min() ?? 0)
    let width = min(rect.width / 2, max(displayWidth(top), displayWidth(bottom)))
    canvas.write(fitted(top, to: width, .right), rect.x, rect.y, .muted)
    canvas.write(fitted(bottom, to: width, .right), rect.x, rect.maxY - 1, .muted)
    canvas.vertical(rect.x + width + 1, rect.y, to: rect.maxY - 1)
    BrailleChart(values).draw(into: &canvas, in: Rect(rect.x + width + 2, rect.y, rect.width - width - 2, rect.height))
  }
}
