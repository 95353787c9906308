internal import CNcurses
internal import TerminalKit

/// Moves a picture on the terminal: parts of rows sideways by deleting and inserting characters, which the library does only
/// for the end of a row, then rows up or down. A window on a wide picture that goes a column of it further is so sent what
/// comes into view, not what was there.
enum PlaneMoving {
  /// Whether the terminal's description has what is needed, in the form all of today's terminals share (ECMA-48).
  static var isUnderstood: Bool {
    let needed = [
      ("dch", "\u{1B}[%p1%dP"), ("ich", "\u{1B}[%p1%d@"), ("cup", "\u{1B}[%i%p1%d;%p2%dH"), ("sc", "\u{1B}7"),
      ("rc", "\u{1B}8"), ("csr", "\u{1B}[%i%p1%d;%p2%dr"), ("ind", "\n"), ("ri", "\u{1B}M"),
    ]
    return needed.allSatisfy { name, form in sluice_capability(name).map { String(cString: $0) == form } ?? false }
  }

  /// What the terminal is sent. Cursor and ink are as before afterwards.
  static func bytes(_ move: PlaneMove, width: Int) -> [UInt8] {
    var text = "\u{1B}7\u{1B}[m"
    var place = Point(-1, -1)
    func go(_ x: Int, _ y: Int) {
      if place == Point(x, y) { return }
      // A line feed keeps the column; the next row is always the next one down.
      text += place == Point(x, y - 1) ? "\n" : "\u{1B}[\(y + 1)\(x == 0 ? "" : ";\(x + 1)")H"
      place = Point(x, y)
    }
    for shift in move.shifts {
      let count = abs(shift.distance)
      let (first, gap) = (shift.columns.lowerBound, shift.columns.upperBound - count)
      let isWhole = shift.columns.upperBound >= width
      if shift.distance < 0 {
        go(first, shift.row)
        text += "\u{1B}[\(count)P"
        if !isWhole {
          go(gap, shift.row)
          text += "\u{1B}[\(count)@"
        }
      } else {
        if !isWhole {
          go(gap, shift.row)
          text += "\u{1B}[\(count)P"
        }
        go(first, shift.row)
        text += "\u{1B}[\(count)@"
      }
    }
    let (rows, distance) = move.scrolled
    if distance != 0 {
      text += "\u{1B}[\(rows.lowerBound + 1);\(rows.upperBound)r"
      text += "\u{1B}[\(distance > 0 ? rows.upperBound : rows.lowerBound + 1)H"
      text += String(repeating: distance > 0 ? "\n" : "\u{1B}M", count: abs(distance)) + "\u{1B}[r"
    }
    return Array((text + "\u{1B}8").utf8)
  }

  /// Tells the library what the terminal shows now; what came into view is blank, in an ink nobody can see.
  static func record(_ move: PlaneMove, width: Int, blank: InkTable.Entry) {
    let screen = sluice_curscr()
    // Cells that are deleted leave blanks of the window's own ink at the end of the row.
    sluice_background(screen, blank.attributes, blank.pair)
    defer { sluice_background(screen, 0, 0) }
    for shift in move.shifts {
      let count = abs(shift.distance)
      let (row, first) = (CInt(shift.row), CInt(shift.columns.lowerBound))
      let gap = CInt(shift.columns.upperBound - count)
      let isWhole = shift.columns.upperBound >= width
      let steps: [(isDeletion: Bool, column: CInt)] =
        shift.distance < 0
        ? [(true, first)] + (isWhole ? [] : [(false, gap)]) : (isWhole ? [] : [(true, gap)]) + [(false, first)]
      for step in steps {
        for _ in 0..<count {
          _ =
            step.isDeletion
            ? sluice_delete(screen, row, step.column)
            : sluice_insert(screen, row, step.column, blank.attributes, blank.pair)
        }
      }
    }
    let (rows, distance) = move.scrolled
    if distance != 0 { sluice_scroll(screen, CInt(rows.lowerBound), CInt(rows.upperBound) - 1, CInt(distance)) }
  }
}
