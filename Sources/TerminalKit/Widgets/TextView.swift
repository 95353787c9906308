/// A longer text that scrolls, wrapped at the width or cut there.
package struct TextView: Hashable, Sendable {
  package var lines: [String]
  package var wraps: Bool
  package var cursor = ListCursor()

  /// A view of these lines.
  package init(_ lines: [String], wraps: Bool = true) {
    self.lines = lines
    self.wraps = wraps
  }

  /// The lines as they are shown in a width.
  package func shown(width: Int) -> [String] {
    wraps ? lines.flatMap { Self.hung($0, to: width) } : lines
  }

  /// A line that is too long goes on below where its text begins: behind the margin, and of a name with its value, told apart
  /// by two blanks or more, below the value.
  private static func hung(_ line: String, to width: Int) -> [String] {
    line.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      guard displayWidth(line) > width else { return [String(line)] }
      let head = head(of: line.prefix(width))
      let hang = displayWidth(head)
      guard hang > 0, hang < line.count else { return wrapped(String(line), to: width) }
      let value = String(line.dropFirst(head.count))
      if hang <= width / 2 {
        let parts = wrapped(value, to: width - hang)
        let margin = String(repeating: " ", count: hang)
        return parts.enumerated().map { ($0 == 0 ? String(head) : margin) + $1 }
      }
      // No room beside the name.
      return wrapped(String(head), to: width) + wrapped(value, to: width - 2).map { "  " + $0 }
    }
  }

  /// What a line begins with, up to where its text does.
  private static func head(of line: Substring) -> Substring {
    let margin = line.prefix { $0 == " " }
    if !margin.isEmpty { return margin }
    guard let gap = line.indices.first(where: { line[$0...].hasPrefix("  ") }) else { return line.prefix(0) }
    return line[..<(line[gap...].firstIndex { $0 != " " } ?? gap)]
  }

  /// Draws the window that holds the cursor's line at its top.
  package func draw(into canvas: inout Canvas, in rect: Rect, style: Style = .text) {
    guard !rect.isEmpty else { return }
    let all = shown(width: max(1, rect.width - 2))
    let first = max(0, min(cursor.index, all.count - rect.height))
    for (line, y) in zip(all[first...], rect.y..<rect.maxY) {
      canvas.write(line, rect.x, y, style, limit: max(1, rect.width - 2))
    }
    ScrollBar(first: first, shown: min(all.count, rect.height), total: all.count).draw(into: &canvas, in: rect)
  }
}
