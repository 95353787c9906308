internal import Engine
internal import Project
internal import TerminalKit

/// Columns of the rows held, drawn: bars, columns or a line a series, told apart by the texts beside them.
struct ColumnChart: Sendable {
  /// How values are drawn.
  enum Form: CaseIterable, Sendable { case bars, columns, line }

  /// One row of values to compare with others.
  struct Series: Sendable, Hashable {
    var name: String
    var values: [Double?]
  }

  private(set) var labels: [String]
  private let measured: [Series]
  private(set) var form: Form
  /// Braille dots in place of blocks and lines.
  var usesDots = true
  /// The series others are compared with.
  private(set) var base: Int?
  private(set) var top = 0
  private let names: String
  private let rows: String

  /// The chart of the marked columns, or of the chosen one; `nil` where they hold no numbers.
  init?(_ grid: RowGrid) {
    let shown = grid.shownColumns
    func cell(_ row: [String?], _ column: Int) -> String? { row.indices.contains(column) ? row[column] : nil }
    func isNumeric(_ column: Int) -> Bool {
      let known = grid.rows.compactMap { cell($0, column) }
      return !known.isEmpty && known.allSatisfy { Double($0)?.isFinite ?? false }
    }
    let marked = shown.filter { grid.marked.contains(grid.columns[$0].name) && isNumeric($0) }
    let chosen = shown.indices.contains(grid.column) ? [shown[grid.column]].filter(isNumeric) : []
    let columns = marked.isEmpty ? chosen : marked
    guard !columns.isEmpty else { return nil }
    let texts = shown.filter { column in
      !columns.contains(column) && !isNumeric(column) && grid.rows.contains { cell($0, column) != nil }
    }
    let values = columns.map { column in grid.rows.map { cell($0, column).flatMap { Double($0) } } }
    names = columns.map { grid.columns[$0].name }.joined(separator: ", ")
    let last = grid.offset + grid.rows.count
    let all = grid.total.map { " of \(Figures.count($0))" } ?? ""
    rows = "rows \(Figures.count(Int64(grid.offset + 1)))–\(Figures.count(Int64(last)))\(all)"
    let told = grid.rows.map { row in texts.prefix(2).map { cell(row, $0) ?? "NULL" } }
    if columns.count == 1, let split = Self.split(told) {
      labels = split.labels
      measured = split.series.map { Series(name: $0.name, values: $0.rows.map { $0.flatMap { values[0][$0] } }) }
    } else {
      labels = told.enumerated().map { index, parts in
        parts.isEmpty ? String(grid.offset + index + 1) : parts.joined(separator: " ")
      }
      measured = zip(columns, values).map { Series(name: grid.columns[$0].name, values: $1) }
    }
    form = labels.count > 24 ? .line : .bars
  }

  /// Rows told by two texts, the one with few values made the series: a feature's cohorts stand beside each other.
  private static func split(
    _ texts: [[String]]
  ) -> (labels: [String], series: [(name: String, rows: [Int?])])? {
    guard texts.count > 1, texts.allSatisfy({ $0.count == 2 }) else { return nil }
    func distinct(_ place: Int) -> [String] {
      var seen: Set<String> = []
      return texts.map { $0[place] }.filter { seen.insert($0).inserted }
    }
    let (first, second) = (distinct(0), distinct(1))
    let place = second.count <= first.count ? 1 : 0
    let (names, labels) = place == 1 ? (second, first) : (first, second)
    guard (2...6).contains(names.count), Set(texts).count == texts.count else { return nil }
    let rows = Dictionary(texts.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    return (
      labels,
      names.map { name in (name, labels.map { label in rows[place == 1 ? [label, name] : [name, label]] }) }
    )
  }

  /// What is drawn: the values, or how far they lie above the base.
  var series: [Series] {
    guard let base, measured.indices.contains(base) else { return measured }
    return measured.enumerated().filter { $0.offset != base }.map { _, series in
      let lifts = zip(series.values, measured[base].values).map { value, ground -> Double? in
        guard let value, let ground, ground != 0 else { return nil }
        return (value / ground - 1) * 100
      }
      return Series(name: series.name, values: lifts)
    }
  }

  /// What the breadcrumb says.
  var title: String { names }

  /// What is drawn of which rows, for the line above.
  var caption: String {
    let what = base.map { "\(names): lift over \(measured[$0].name) in %" } ?? names
    return "\(what) · \(rows)"
  }

  /// Whether there is a series to compare others with.
  var canCompare: Bool { measured.count > 1 }

  mutating func nextForm() {
    let forms = Form.allCases
    form = forms[((forms.firstIndex(of: form) ?? 0) + 1) % forms.count]
    top = 0
  }

  mutating func nextBase() {
    guard canCompare else { return }
    let next = base.map { $0 + 1 } ?? 0
    base = next < measured.count ? next : nil
    top = 0
  }

  mutating func scroll(_ lines: Int) { top = max(0, min(top + lines, max(0, labels.count - 1))) }

  /// The colour of a series.
  func style(_ index: Int) -> Style {
    let roles: [StyleRole] = [.info, .warn, .pass, .gate, .running, .stale]
    return Style(roles[index % roles.count])
  }

  /// A value as it is written beside its bar.
  func figure(_ value: Double?) -> String {
    guard let value else { return "NULL" }
    return base == nil ? Figures.measure(value) : (value > 0 ? "+" : "") + Figures.tenths(value) + "%"
  }

  func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let (head, body) = rect.cutTop(rect.height > 6 ? (series.count > 1 ? 3 : 2) : 0)
    drawHead(into: &canvas, head)
    switch form {
    case .bars: BarsDrawing(chart: self).draw(into: &canvas, body)
    case .columns: PlotDrawing(chart: self).drawColumns(into: &canvas, body)
    case .line: PlotDrawing(chart: self).drawLines(into: &canvas, body)
    }
  }

  private func drawHead(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.write(caption, rect.x, rect.y, .muted, limit: rect.width)
    guard series.count > 1, rect.height > 1 else { return }
    var x = rect.x
    let names = series.map(\.name)
    // Where they do not fit whole, every name gets an equal share.
    let fits = names.reduce(0) { $0 + displayWidth($1) + 4 } - 2 <= rect.width
    let share = fits ? Int.max : max(1, (rect.width + 2) / names.count - 4)
    for (index, name) in names.enumerated() where x + 3 < rect.maxX {
      x += canvas.write("■ ", x, rect.y + 1, style(index))
      x += canvas.write(clipped(name, to: min(share, rect.maxX - x), at: .middle), x, rect.y + 1, .text) + 2
    }
  }
}
