internal import Engine
internal import Project
internal import TerminalKit

/// Draws what a column holds: facts with their shares, the way values lie between least and greatest, and a histogram
/// beside the most frequent values.
struct ProfileDrawing {
  let profile: ColumnProfile

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard rect.width > 12 else { return }
    var y = rect.y + (rect.height > 12 ? 1 : 0)
    let present = profile.rows - profile.nulls
    fact("type", typeWords, into: &canvas, rect, &y)
    fact("rows", Figures.count(profile.rows), into: &canvas, rect, &y)
    share("nulls", profile.nulls, of: profile.rows, profile.nulls > 0 ? .warn : .text, into: &canvas, rect, &y)
    if profile.blanks > 0 { share("blank", profile.blanks, of: profile.rows, .warn, into: &canvas, rect, &y) }
    guard let distribution = profile.distribution else {
      bounds([], into: &canvas, rect, &y)
      canvas.write("sorting the values …  Esc stops", rect.x, y + 1, Style(.running), limit: rect.width)
      return
    }
    share("distinct", distribution.distinct, of: max(1, present), .text, into: &canvas, rect, &y)
    bounds(distribution.quantiles, into: &canvas, rect, &y)
    y += rect.height > 16 ? 1 : 0
    let rest = Rect(rect.x, y, rect.width - 1, rect.maxY - y)
    guard !rest.isEmpty else { return }
    let isDistinct = distribution.commonest.allSatisfy { $0.count == 1 }
    if distribution.histogram.isEmpty {
      commonest(distribution, into: &canvas, rest)
    } else if rest.width >= 76, !isDistinct {
      let (left, right) = rest.cutLeft(rest.width / 2 - 2)
      histogram(distribution, into: &canvas, left)
      commonest(distribution, into: &canvas, Rect(right.x + 4, right.y, right.width - 4, right.height))
    } else {
      histogram(distribution, into: &canvas, rest)
    }
  }

  private var typeWords: String {
    let declared = profile.column.dataType.isEmpty ? "not declared" : profile.column.dataType
    var words = [declared]
    if profile.kinds.count > 1 {
      words.append("stored as " + profile.kinds.map { "\($0.name) \(Figures.count($0.count))" }.joined(separator: ", "))
    } else if let kind = profile.kinds.first {
      words.append("stored as \(kind.name)")
    }
    if let lengths = profile.lengths {
      words.append(
        lengths.least == lengths.greatest
          ? "\(lengths.least) characters" : "\(lengths.least)–\(lengths.greatest) characters")
    }
    return words.joined(separator: " · ")
  }

  private func fact(
    _ name: String, _ value: String, _ role: StyleRole = .text, into canvas: inout Canvas, _ rect: Rect, _ y: inout Int
  ) {
    guard y < rect.maxY else { return }
    canvas.write(fitted(name, to: 9), rect.x, y, .muted)
    canvas.write(clipped(value, to: rect.width - 10), rect.x + 10, y, Style(role))
    y += 1
  }

  /// A count with its share of all, as figure and as bar.
  private func share(
    _ name: String, _ count: Int64, of all: Int64, _ role: StyleRole, into canvas: inout Canvas, _ rect: Rect,
    _ y: inout Int
  ) {
    let part = all > 0 ? Double(count) / Double(all) : 0
    let percent = count > 0 && part < 0.001 ? "<0.1%" : Figures.tenths(part * 100) + "%"
    let row = y
    let text = fitted(Figures.count(count), to: 13) + fitted(percent, to: 7, .right)
    fact(name, text, role, into: &canvas, rect, &y)
    let room = min(40, rect.width - 33)
    guard y > row, room > 4 else { return }
    canvas.write(String(repeating: "·", count: room), rect.x + 32, row, .muted)
    let filled = ProgressBar(share: part).text(width: room)
    let bar = String(filled.reversed().drop { $0 == " " }.reversed())
    canvas.write(bar, rect.x + 32, row, Style(role == .text ? .info : role))
  }

  /// Least, quantiles, greatest: in one line where they fit, below each other where they do not.
  private func bounds(
    _ quantiles: [(share: Double, value: String)], into canvas: inout Canvas, _ rect: Rect, _ y: inout Int
  ) {
    guard let least = profile.least, let greatest = profile.greatest else { return }
    var points: [(name: String, value: String)] = [("least", short(least))]
    for quantile in quantiles {
      points.append((quantile.share == 0.5 ? "median" : "\(Int(quantile.share * 100 + 0.5))%", short(quantile.value)))
    }
    points.append(("greatest", short(greatest)))
    if let mean = profile.mean, profile.isNumeric { fact("mean", Figures.measure(mean), into: &canvas, rect, &y) }
    let widths = points.map { max(displayWidth($0.name), displayWidth($0.value)) + 3 }
    guard widths.reduce(0, +) <= rect.width, y + 3 < rect.maxY else {
      for point in points where point.name != "5%" && point.name != "95%" {
        fact(point.name, point.value, into: &canvas, rect, &y)
      }
      return
    }
    y += 1
    var x = rect.x
    for (point, width) in zip(points, widths) {
      canvas.write(point.name, x, y, .muted)
      canvas.write(point.value, x, y + 1, point.name == "median" ? .title : .text)
      x += width
    }
    y += 2
  }

  private func short(_ value: String) -> String {
    guard profile.isNumeric, value.utf8.count > 6 else { return clipped(value, to: 24) }
    return Int64(value).map(Figures.count) ?? Double(value).map(Figures.measure) ?? clipped(value, to: 24)
  }

  private func histogram(_ distribution: ColumnProfile.Distribution, into canvas: inout Canvas, _ rect: Rect) {
    canvas.write("histogram", rect.x, rect.y, .muted)
    let bars = distribution.histogram.map { bar in
      let label = profile.isNumeric ? grouped(bar.label) : bar.label
      return BarChart.Bar(label, Double(bar.count), figure: Figures.count(bar.count))
    }
    BarChart(bars).draw(into: &canvas, in: Rect(rect.x, rect.y + 1, rect.width, max(0, rect.height - 1)))
  }

  private func grouped(_ label: String) -> String { Int64(label).map { Figures.count($0) } ?? label }

  private func commonest(_ distribution: ColumnProfile.Distribution, into canvas: inout Canvas, _ rect: Rect) {
    guard let first = distribution.commonest.first else { return }
    canvas.write(first.count == 1 ? "values, each once" : "most frequent", rect.x, rect.y, .muted)
    let bars = distribution.commonest.map { value in
      let label = value.value.isEmpty ? "\"\"" : value.value
      return BarChart.Bar(label, Double(value.count), figure: Figures.count(value.count), style: Style(.gate))
    }
    BarChart(bars).draw(into: &canvas, in: Rect(rect.x, rect.y + 1, rect.width, max(0, rect.height - 1)))
  }
}
