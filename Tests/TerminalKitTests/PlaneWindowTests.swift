import Testing

@testable import TerminalKit

@Suite struct PlaneWindowTests {
  private let rect = Rect(0, 2, 20, 4)

  private func window(_ x: Int, _ y: Int, identity: Int = 1, fixed: Rect = Rect(0, 0, 0, 0)) -> PlaneWindow {
    PlaneWindow(rect, origin: Point(x, y), identity: identity, fixed: fixed)
  }

  @Test func `A window that goes right moves what stays in view left, and rows by as much as it goes down`() {
    let move = window(9, 3).move(from: window(4, 1))
    #expect(move?.shifts == (2..<6).map { RowShift(row: $0, columns: 0..<20, distance: -5) })
    #expect(move?.scrolled.rows == 2..<6)
    #expect(move?.scrolled.distance == 2)
  }

  @Test func `What lies over the window at its edge stays`() {
    let fixed = Rect(14, 4, 6, 2)
    let move = window(0, 0, fixed: fixed).move(from: window(5, 0, fixed: fixed))
    #expect(move?.shifts.map(\.columns) == [0..<20, 0..<20, 0..<14, 0..<14])
    #expect(move?.shifts.allSatisfy { $0.distance == 5 } == true)
  }

  @Test func `Nothing is moved where nothing would stay, on another plane, or when rows alone scroll`() {
    #expect(window(15, 0).move(from: window(0, 0)) == nil)
    #expect(window(5, 3).move(from: window(0, 0)) == nil)
    #expect(window(5, 0, identity: 2).move(from: window(0, 0)) == nil)
    #expect(window(0, 1).move(from: window(0, 0)) == nil)
  }

  @Test func `Blanks between words keep the pen, wider gaps have the ground's own ink`() {
    var canvas = Canvas(Size(24, 2))
    canvas.write("a  b", 0, 0, Style(.pass))
    canvas.write("c", 16, 0, Style(.muted))
    canvas.write("   ", 20, 0, Style(.warn))
    canvas.write("x y", 0, 1, Style(.pass, .underline))
    let settled = canvas.settlingBlanks
    #expect(settled.lines == canvas.lines)
    #expect(settled[1, 0].style == Style(.pass) && settled[2, 0].style == Style(.pass))
    #expect((4..<16).allSatisfy { settled[$0, 0].style == .text })
    #expect(settled[21, 0].style == .text)
    // A line below a blank is seen.
    #expect(settled[1, 1].style == Style(.pass, .underline))
  }

  @Test func `Wide gaps of a plane have the ink of its lines, those beside it the ground's own`() {
    var canvas = Canvas(Size(24, 4))
    canvas.plane = PlaneWindow(Rect(2, 1, 20, 2), origin: Point(0, 0), identity: 1, gaps: .muted)
    canvas.write("a", 4, 1, Style(.fail))
    canvas.write("b", 21, 1, Style(.pass))
    canvas.write("a", 4, 3, Style(.fail))
    let settled = canvas.settlingBlanks
    #expect((5..<21).allSatisfy { settled[$0, 1].style == Style(.muted) })
    #expect((5..<24).allSatisfy { settled[$0, 3].style == .text })
    #expect(settled[23, 1].style == .text)
  }

  @Test func `Rows that look alike are alike, whatever stood there before`() {
    var canvas = Canvas(Size(12, 2))
    canvas.write("one", 0, 0)
    canvas.write("   ", 4, 0, Style(.fail))
    canvas.write("one", 0, 1)
    let settled = canvas.settlingBlanks
    #expect((0..<12).allSatisfy { settled[$0, 0] == settled[$0, 1] })
  }
}
