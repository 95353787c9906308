internal import Engine
internal import Project
internal import TerminalKit

/// Draws what a column holds.
struct ProfileDrawing {
  let profile: ColumnProfile

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    var y = rect.y + 1
    func line(_ name: String, _ value: String, _ role: StyleRole = .text) {
      canvas.write(fitted(name, to: 10), rect.x, y, .muted)
      canvas.write(value, rect.x + 11, y, Style(role), limit: rect.width - 12)
      y += 1
    }
    let rows = max(1, profile.rows)
    func share(_ count: Int64) -> String {
      let percent = 100 * Double(count) / Double(rows)
      return count > 0 && percent < 0.1 ? "<0.1%" : Figures.tenths(percent) + "%"
    }
    line("type", profile.column.dataType.isEmpty ? "not declared" : profile.column.dataType)
    line("rows", Figures.count(profile.rows))
    line("nulls", "\(Figures.count(profile.nulls))  \(share(profile.nulls))", profile.nulls > 0 ? .warn : .text)
    line("distinct", "\(Figures.count(profile.distinct))  \(share(profile.distinct))")
    if let least = profile.least { line("least", least) }
    if let greatest = profile.greatest { line("greatest", greatest) }
    if let mean = profile.mean { line("mean", Figures.measure(mean)) }
    for quantile in profile.quantiles { line("\(Int(quantile.share * 100 + 0.5)) %", quantile.value) }
    y += 1
    let bars = profile.histogram.map { BarChart.Bar($0.label, Double($0.count), figure: Figures.count($0.count)) }
    BarChart(bars).draw(into: &canvas, in: Rect(rect.x, y, rect.width - 1, rect.maxY - y))
  }
}
