internal import TerminalKit

/// A chart as horizontal bars: a group a label, a bar a series, growing to the left of zero where values are negative.
struct BarsDrawing {
  let chart: ColumnChart

  /// One line of the drawing.
  private struct Line {
    var label: String
    var series: Int?
    var value: Double?
  }

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let series = chart.series
    guard !rect.isEmpty, !series.isEmpty else { return }
    var lines: [Line] = []
    let isAiry = series.count > 1
    for index in chart.labels.indices.dropFirst(chart.top) {
      for (number, one) in series.enumerated() {
        lines.append(Line(label: number == 0 ? chart.labels[index] : "", series: number, value: one.values[index]))
      }
      if isAiry { lines.append(Line(label: "")) }
      if lines.count >= rect.height { break }
    }
    let labelWidth = min(rect.width * 2 / 5, chart.labels.map { displayWidth($0) }.max() ?? 0)
    let names = series.map(\.name)
    let longestName = names.map { displayWidth($0) }.max() ?? 0
    let nameWidth = series.count > 1 && rect.width >= 70 ? min(rect.width / 4, longestName) : 0
    let figureWidth = min(
      rect.width / 3, lines.map { $0.series == nil ? 0 : displayWidth(chart.figure($0.value)) }.max() ?? 0)
    let left = rect.x + labelWidth + (nameWidth > 0 ? nameWidth + 2 : 0) + 1
    let room = rect.maxX - figureWidth - 1 - left
    let scale = ChartScale(series.flatMap { $0.values.compactMap { $0 } }, fromZero: true, ticks: 4)
    canvas.clipped(to: rect) { canvas in
      for (line, y) in zip(lines, rect.y..<rect.maxY) {
        canvas.write(clipped(line.label, to: labelWidth), rect.x, y, .text)
        guard let number = line.series else { continue }
        if nameWidth > 0 {
          canvas.write(clipped(names[number], to: nameWidth), rect.x + labelWidth + 2, y, .muted)
        }
        let style = chart.style(number)
        if room > 1, let value = line.value { bar(value, scale, into: &canvas, left, y, room, style) }
        let figure = chart.figure(line.value)
        canvas.write(
          fitted(figure, to: figureWidth, .right), rect.maxX - figureWidth, y, line.value == nil ? .muted : .text)
      }
    }
  }

  private func bar(
    _ value: Double, _ scale: ChartScale, into canvas: inout Canvas, _ x: Int, _ y: Int, _ width: Int, _ style: Style
  ) {
    guard scale.low < 0 else {
      ProgressBar(share: scale.share(value), style: style).draw(into: &canvas, x, y, width: width)
      return
    }
    let zero = Int(scale.share(0) * Double(width - 1))
    canvas.write("│", x + zero, y, .muted)
    if value >= 0 {
      let room = width - zero - 1
      let share = scale.high > 0 ? value / scale.high : 0
      ProgressBar(share: share, style: style).draw(into: &canvas, x + zero + 1, y, width: room)
    } else {
      // To the left only half cells can be told, so the bar ends with one of them.
      let halves = Int((value / scale.low) * Double(zero * 2) + 0.5)
      let text = (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
      canvas.write(text, x + zero - text.count, y, style)
    }
  }
}
