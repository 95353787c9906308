/// Horizontal bars with a label left and a figure right: frequencies and histograms.
package struct BarChart: Sendable {
  /// One bar.
  package struct Bar: Sendable {
    package var label: String
    package var value: Double
    package var figure: String
    package var style: Style

    /// A bar of a value, with the text that tells it.
    package init(_ label: String, _ value: Double, figure: String, style: Style = Style(.info)) {
      self.label = label
      self.value = value
      self.figure = figure
      self.style = style
    }
  }

  package var bars: [Bar]

  /// A chart of these bars, from top to bottom.
  package init(_ bars: [Bar]) { self.bars = bars }

  /// Draws as many bars as there are rows.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let labelWidth = min(bars.map { displayWidth($0.label) }.max() ?? 0, rect.width / 2)
    let figureWidth = min(bars.map { displayWidth($0.figure) }.max() ?? 0, rect.width / 3)
    let room = rect.width - labelWidth - figureWidth - 2
    let greatest = bars.map(\.value).filter(\.isFinite).max() ?? 0
    canvas.clipped(to: rect) { canvas in
      for (row, bar) in bars.prefix(rect.height).enumerated() {
        let y = rect.y + row
        canvas.write(fitted(bar.label, to: labelWidth), rect.x, y, .text)
        if room > 0 {
          let share = greatest > 0 ? bar.value / greatest : 0
          ProgressBar(share: share, style: bar.style).draw(into: &canvas, rect.x + labelWidth + 1, y, width: room)
        }
        canvas.write(fitted(bar.figure, to: figureWidth, .right), rect.maxX - figureWidth, y, .muted)
      }
    }
  }
}
