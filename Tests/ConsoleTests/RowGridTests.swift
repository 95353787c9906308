import Engine
import Project
import TerminalKit
import Testing

@testable import Console

@Suite struct RowGridTests {
  private func grid(_ columns: [(String, String)], _ width: Int) -> (RowGrid, [String]) {
    var grid = RowGrid()
    grid.take(
      TablePage(
        columns: columns.map { AdapterColumn(name: $0.0, dataType: "TEXT") }, rows: [columns.map(\.1)], isLast: true))
    grid.settle(Size(width, 4))
    return (grid, lines(grid, width))
  }

  private func lines(_ grid: RowGrid, _ width: Int) -> [String] {
    var canvas = Canvas(Size(width, 4))
    grid.draw(into: &canvas, in: Rect(0, 0, width, 4))
    return canvas.lines
  }

  private let long = String(repeating: "abcdefghij", count: 9)

  @Test func `A long value gets the room that is left, and no more than that`() {
    #expect(grid([("id", "1"), ("text", long)], 120).1[1].contains(long))
    let (_, cut) = grid([("id", "1"), ("text", long)], 80)
    #expect(cut[1].hasSuffix("…") && cut[1].count == 78)
    // Where columns do not fit anyway each keeps its usual width.
    let (_, many) = grid([("a", long), ("b", long), ("c", long)], 100)
    #expect(many[0].distance(from: many[0].startIndex, to: many[0].firstIndex(of: "b") ?? many[0].endIndex) == 42)
  }

  @Test func `Two long values share it, the shorter one gets no more than it needs`() {
    let middle = String(long.prefix(50))
    let (_, lines) = grid([("a", long), ("b", middle)], 130)
    #expect(lines[1].contains(middle) && !lines[1].contains(long))
    #expect(lines[1].split(separator: "…")[0].count == 75)
  }

  @Test func `A column that got more is made wider and narrower from where it is`() {
    var (grid, _) = grid([("id", "1"), ("text", long)], 90)
    grid.moveColumn(1)
    grid.resizeColumn(-4)
    grid.settle(Size(90, 4))
    let shown = lines(grid, 90)[1]
    #expect(shown.filter { $0 != "…" && $0 != "1" && $0 != " " }.count == 77)
  }
}
