/// A row of bars, one cell a value, seven heights: a full cell would run into the bars of the line above.
package struct Sparkline: Sendable {
  /// Oldest first; `nil` where nothing was measured.
  package var values: [Double?]

  /// A line of these values.
  package init(_ values: [Double?]) { self.values = values }

  private static let heights: [Character] = Array("▁▂▃▄▅▆▇")

  /// The newest values in at most `width` columns, scaled from zero to the greatest.
  package func text(width: Int) -> String {
    let shown = values.suffix(max(0, width))
    let greatest = shown.compactMap { $0 }.filter(\.isFinite).max() ?? 0
    return String(
      shown.map { value in
        guard let value, value.isFinite else { return " " }
        guard greatest > 0 else { return Sparkline.heights[0] }
        return Sparkline.heights[min(6, max(0, Int(value / greatest * 6 + 0.5)))]
      })
  }
}
