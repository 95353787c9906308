internal import TerminalKit

/// A chart over a value axis at the left: columns in blocks, or lines in braille dots or box lines.
struct PlotDrawing {
  let chart: ColumnChart

  /// The axis with its figures and the labels below; returns what is left for the values.
  private func frame(
    into canvas: inout Canvas, _ rect: Rect, fromZero: Bool
  ) -> (plot: Rect, scale: ChartScale)? {
    let values = chart.series.flatMap { $0.values.compactMap { $0 } }
    guard rect.width > 8, rect.height > 2 else { return nil }
    let scale = ChartScale(values, fromZero: fromZero, ticks: max(1, min(6, rect.height / 3)))
    let figures = scale.ticks.map { chart.figure($0) }
    let width = min(rect.width / 3, figures.map { displayWidth($0) }.max() ?? 0)
    let plot = Rect(rect.x + width + 2, rect.y, rect.width - width - 2, rect.height - 2)
    guard !plot.isEmpty else { return nil }
    canvas.vertical(plot.x - 1, plot.y, to: plot.maxY - 1)
    for (tick, figure) in zip(scale.ticks, figures) {
      let y = row(scale.share(tick), plot)
      canvas.write(fitted(figure, to: width, .right), rect.x, y, .muted)
      canvas.write("┤", plot.x - 1, y, .muted)
    }
    canvas.write("└", plot.x - 1, plot.maxY, .muted)
    canvas.horizontal(plot.x, to: plot.maxX - 1, plot.maxY)
    return (plot, scale)
  }

  private func row(_ share: Double, _ plot: Rect) -> Int {
    plot.maxY - 1 - Int(share * Double(plot.height - 1) + 0.5)
  }

  func drawColumns(into canvas: inout Canvas, _ rect: Rect) {
    guard let (plot, scale) = frame(into: &canvas, rect, fromZero: true) else { return }
    let series = chart.series
    let labels = Array(chart.labels.dropFirst(chart.top))
    let count = max(1, series.count)
    // As wide as fits: a group is its columns and a gap.
    let most = max(1, plot.width / (count + 1))
    let shown = min(labels.count, most)
    guard shown > 0 else { return }
    let group = max(count + 1, min(plot.width / shown, count * 8 + 2))
    let thick = max(1, (group - 1) / count)
    let eighths: [Character] = Array(" ▁▂▃▄▅▆▇█")
    let zero = scale.share(0)
    for index in 0..<shown {
      let x = plot.x + index * group
      for (number, one) in series.enumerated() {
        guard let value = one.values[index + chart.top] else { continue }
        let (from, to) = (min(zero, scale.share(value)), max(zero, scale.share(value)))
        let units = Double(plot.height * 8)
        let (start, end) = (Int(from * units + 0.5), max(Int(to * units + 0.5), Int(from * units + 0.5) + 1))
        for cell in start / 8...(max(start, end - 1)) / 8 {
          // Columns that hang from zero are drawn in whole cells: there are no blocks that hang.
          let fill = start % 8 == 0 || cell > start / 8 ? min(8, end - cell * 8) : 8
          guard fill > 0 else { continue }
          let text = String(repeating: eighths[fill], count: thick)
          canvas.write(text, x + number * thick, plot.maxY - 1 - cell, chart.style(number), limit: plot.maxX - x)
        }
      }
      canvas.write(clipped(labels[index], to: max(1, group - 1)), x, plot.maxY + 1, .muted, limit: plot.maxX - x)
    }
    if shown < labels.count {
      let more = "\(labels.count - shown) more to the right: j"
      if displayWidth(more) < plot.width / 2 { canvas.write(more, plot.maxX - displayWidth(more), plot.y, .muted) }
    }
  }

  func drawLines(into canvas: inout Canvas, _ rect: Rect) {
    guard let (plot, scale) = frame(into: &canvas, rect, fromZero: false) else { return }
    for (number, one) in chart.series.enumerated() {
      if chart.usesDots {
        dots(one.values, scale, into: &canvas, plot, chart.style(number))
      } else {
        line(one.values, scale, into: &canvas, plot, chart.style(number))
      }
    }
    let labels = chart.labels
    let room = max(1, plot.width / 3 - 2)
    guard let first = labels.first, let last = labels.last else { return }
    canvas.write(clipped(first, to: room), plot.x, plot.maxY + 1, .muted)
    let end = clipped(last, to: room)
    if labels.count > 1 { canvas.write(end, plot.maxX - displayWidth(end), plot.maxY + 1, .muted) }
    if labels.count > 2 {
      let middle = clipped(labels[labels.count / 2], to: room)
      canvas.write(middle, plot.x + (plot.width - displayWidth(middle)) / 2, plot.maxY + 1, .muted)
    }
  }

  /// The value at a place between 0 and 1 along the line, on the straight line between its neighbours.
  private func sample(_ values: [Double?], _ share: Double) -> Double? {
    guard values.count > 1 else { return values.first ?? nil }
    let position = share * Double(values.count - 1)
    let left = min(values.count - 1, Int(position))
    let right = min(values.count - 1, left + 1)
    guard let a = values[left] else { return nil }
    guard let b = values[right] else { return position == Double(left) ? a : nil }
    return a + (b - a) * (position - Double(left))
  }

  /// Bits of the dots of a cell by column and row (Unicode, Braille Patterns).
  private static let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  private func dots(
    _ values: [Double?], _ scale: ChartScale, into canvas: inout Canvas, _ plot: Rect, _ style: Style
  ) {
    let (columns, rows) = (plot.width * 2, plot.height * 4)
    var cells = [UInt32](repeating: 0, count: plot.width * plot.height)
    var previous: Int?
    for column in 0..<columns {
      guard let value = sample(values, Double(column) / Double(max(1, columns - 1))) else {
        previous = nil
        continue
      }
      let row = rows - 1 - Int(scale.share(value) * Double(rows - 1) + 0.5)
      let from = previous.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
      for dot in min(from, row)...max(from, row) {
        cells[dot / 4 * plot.width + column / 2] |= Self.bits[column % 2][dot % 4]
      }
      previous = row
    }
    for (index, dots) in cells.enumerated() where dots != 0 {
      guard let scalar = Unicode.Scalar(0x2800 + dots) else { continue }
      canvas.write(String(scalar), plot.x + index % plot.width, plot.y + index / plot.width, style)
    }
  }

  private func line(
    _ values: [Double?], _ scale: ChartScale, into canvas: inout Canvas, _ plot: Rect, _ style: Style
  ) {
    var previous: Int?
    for column in 0..<plot.width {
      guard let value = sample(values, Double(column) / Double(max(1, plot.width - 1))) else {
        previous = nil
        continue
      }
      let y = row(scale.share(value), plot)
      let x = plot.x + column
      defer { previous = y }
      guard let before = previous, before != y else {
        canvas.write("─", x, y, style)
        continue
      }
      // The turn stands in the column of the new value.
      canvas.write(before > y ? "╯" : "╮", x, before, style)
      canvas.write(before > y ? "╭" : "╰", x, y, style)
      for between in min(before, y) + 1..<max(before, y) { canvas.write("│", x, between, style) }
    }
  }
}
