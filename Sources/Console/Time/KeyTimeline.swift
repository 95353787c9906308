internal import Engine
internal import TerminalKit

/// One key's versions below each other, each with its bar over the moments of the table, gaps left open, and what
/// changed, why, and when it became known.
struct KeyTimeline {
  let versions: [KeyVersion]
  let axis: MomentAxis

  /// One row of the drawing.
  enum Line: Hashable {
    case version(Int)
    /// A column of a version that changed: its old and its new value.
    case change(Int, String)
    /// Why a version began, and when that was known.
    case cause(Int)
    case gap(from: String, to: String)
  }

  /// The rows, oldest version first.
  static func lines(_ versions: [KeyVersion]) -> [Line] {
    var lines: [Line] = []
    for (index, version) in versions.enumerated() {
      if index > 0, let end = versions[index - 1].to, end < version.from {
        lines.append(.gap(from: end, to: version.from))
      }
      lines.append(.version(index))
      lines += version.changed.map { .change(index, $0) }
      lines.append(.cause(index))
    }
    return lines
  }

  func draw(into canvas: inout Canvas, _ rect: Rect, cursor: ListCursor) {
    guard !rect.isEmpty else { return }
    var cursor = cursor
    let lines = Self.lines(versions)
    cursor.setCount(lines.count)
    cursor.setHeight(rect.height)
    let labelWidth = min(50, max(24, rect.width / 2))
    let bar = Rect(rect.x + labelWidth + 2, rect.y, max(0, rect.width - labelWidth - 3), 1)
    canvas.clipped(to: rect) { canvas in
      for (index, y) in zip(cursor.visible(height: rect.height), rect.y...) {
        let ground: StyleRole = index == cursor.index ? .selection : .background
        if index == cursor.index { canvas.fill(Rect(rect.x, y, rect.width, 1), " ", Style(.text, on: ground)) }
        draw(lines[index], into: &canvas, Rect(rect.x + 1, y, rect.width - 2, 1), bar.moved(0, y - rect.y), ground)
      }
    }
    ScrollBar(first: cursor.top, shown: min(lines.count, rect.height), total: lines.count).draw(into: &canvas, in: rect)
  }

  private func draw(
    _ line: Line, into canvas: inout Canvas, _ row: Rect, _ bar: Rect, _ ground: StyleRole
  ) {
    func style(_ role: StyleRole, _ attributes: TextAttributes = []) -> Style { Style(role, on: ground, attributes) }
    switch line {
    case .gap(let from, let to):
      let long = MomentAxis.distance(from, to).map { "\($0), " } ?? ""
      canvas.write("╌ gap: \(long)nothing held", row.x, row.y, style(.stale), limit: bar.x - row.x - 1)
      drawGap(from, to, into: &canvas, bar, ground)
    case .version(let index):
      let version = versions[index]
      let isOpen = version.to == nil
      var x = row.x
      x += canvas.write(isOpen ? "● " : "○ ", x, row.y, style(isOpen ? .pass : .info))
      let span = "\(version.from) → \(version.to ?? "open")"
      x += canvas.write(span, x, row.y, style(.title, isOpen ? .bold : []), limit: bar.x - x - 1) + 1
      for badge in version.badges where x + displayWidth(badge) < bar.x {
        x += canvas.write(badge.uppercased(), x, row.y, style(.gate, .bold)) + 1
      }
      drawBar(version, into: &canvas, bar, ground)
    case .change(let index, let name):
      let old = index > 0 ? versions[index - 1].values[name] ?? nil : nil
      let new = versions[index].values[name] ?? nil
      var x = row.x + 4
      x += canvas.write(name + "  ", x, row.y, style(.muted))
      x += canvas.write(clipped(old ?? "NULL", to: max(4, (row.maxX - x) / 2 - 2)), x, row.y, style(.fail))
      x += canvas.write(" → ", x, row.y, style(.muted))
      canvas.write(clipped(new ?? "NULL", to: row.maxX - x), x, row.y, style(.pass))
    case .cause(let index):
      canvas.write(clipped(cause(index), to: row.width - 4), row.x + 4, row.y, style(.muted))
    }
  }

  /// Why a version began, when that became known, and how it ended where the key did.
  private func cause(_ index: Int) -> String {
    let version = versions[index]
    var parts: [String] = []
    if index == 0 { parts.append("first known") }
    if index > 0, version.changed.isEmpty { parts.append("the same values again") }
    if let opened = version.opened {
      parts.append("known since \(moment(opened)) by run \(opened.run), v\(opened.version): \(opened.reason)")
    } else if let known = version.knownAt {
      parts.append("known since \(known)")
    }
    if version.isDeleted, let closed = version.closed {
      parts.append("deleted by run \(closed.run) at \(moment(closed))")
    }
    return parts.isEmpty ? "when it became known is not recorded" : parts.joined(separator: " · ")
  }

  private func moment(_ cause: VersionCause) -> String {
    let civil = Figures.civil(cause.at)
    return "\(civil.date) \(civil.time)Z"
  }

  private func drawBar(_ version: KeyVersion, into canvas: inout Canvas, _ rect: Rect, _ ground: StyleRole) {
    guard rect.width > 2, let start = axis.column(of: version.from, width: rect.width),
      let end = axis.column(of: version.to, width: rect.width)
    else { return }
    let role: StyleRole = version.badges.contains("future") ? .stale : version.to == nil ? .pass : .info
    canvas.fill(
      Rect(rect.x + start, rect.y, max(1, min(rect.width, end) - start), 1), version.to == nil ? "█" : "▓",
      Style(role, on: ground))
  }

  private func drawGap(_ from: String, _ to: String, into canvas: inout Canvas, _ rect: Rect, _ ground: StyleRole) {
    guard rect.width > 2, let start = axis.column(of: from, width: rect.width),
      let end = axis.column(of: to, width: rect.width)
    else { return }
    canvas.fill(Rect(rect.x + start, rect.y, max(1, end - start), 1), "╌", Style(.stale, on: ground))
  }
}
