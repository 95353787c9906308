/// A bar that fills from the left in eighths of a cell.
package struct ProgressBar: Sendable {
  /// From 0 to 1; anything else is brought inside.
  package var share: Double
  package var style: Style

  /// A bar filled to `share`.
  package init(share: Double, style: Style = Style(.running)) {
    self.share = share
    self.style = style
  }

  private static let eighths: [Character] = Array(" ▏▎▍▌▋▊▉")

  /// The bar as text of exactly `width` columns.
  package func text(width: Int) -> String {
    guard width > 0 else { return "" }
    let filled = share.isNaN ? 0 : Int(min(1, max(0, share)) * Double(width * 8))
    var out = String(repeating: "█", count: filled / 8)
    if filled % 8 > 0 { out.append(ProgressBar.eighths[filled % 8]) }
    return out + String(repeating: " ", count: width - out.count)
  }

  /// Draws the bar in one row of a canvas.
  package func draw(into canvas: inout Canvas, _ x: Int, _ y: Int, width: Int) {
    canvas.write(text(width: width), x, y, style)
  }
}
