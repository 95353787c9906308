internal import Project
internal import TerminalKit

/// The keys by which any grid is walked.
enum GridKeys {
  /// Bindings for the grid that `change` reaches; `moved` is what follows a move.
  static func all<S>(
    _ change: @escaping @Sendable (inout S, (inout RowGrid) -> Void) -> Void,
    moved: @escaping @Sendable (inout S, ScreenContext) -> [Effect]
  ) -> [KeyBinding<S>] {
    func key(_ chords: [Chord], _ help: String, _ body: @escaping @Sendable (inout RowGrid) -> Void) -> KeyBinding<S> {
      KeyBinding<S>(chords, help: help) { screen, context in
        change(&screen, body)
        return moved(&screen, context)
      }
    }
    return [
      key([Chord(.down), "j"], "next row") { $0.cursor.move(by: 1) },
      key([Chord(.up), "k"], "previous row") { $0.cursor.move(by: -1) },
      key([Chord(.right), "l"], "next column") { $0.moveColumn(1) },
      key([Chord(.left), "h"], "previous column") { $0.moveColumn(-1) },
      key([Chord(.pageDown), .control("f")], "next page") { $0.cursor.move(by: $0.cursor.height) },
      key([Chord(.pageUp), .control("b")], "previous page") { $0.cursor.move(by: -$0.cursor.height) },
      key([Chord(.home)], "first row") { $0.cursor.move(to: 0) },
      key([Chord(.end), "G"], "last row that is known") { $0.cursor.move(to: $0.cursor.count) },
      key(["0", "^"], "first column") { $0.column = 0 },
      key(["$"], "last column") { $0.column = max(0, $0.shownColumns.count - 1) },
      key([">"], "wider column") { $0.resizeColumn(4) },
      key(["<"], "narrower column") { $0.resizeColumn(-4) },
      key(["_"], "freeze columns up to this one, or none") {
        $0.frozen = $0.frozen == $0.column + 1 ? 0 : $0.column + 1
      },
      key(["H"], "hide this column") { grid in
        if let name = grid.chosenName, grid.shownColumns.count > 1 { grid.hidden.insert(name) }
        grid.moveColumn(0)
      },
      key(["U"], "show all columns again") { $0.hidden = [] },
    ]
  }

  /// A row written below each other: names left, values right.
  static func record(_ grid: RowGrid) -> [String] {
    guard let row = grid.chosenRow else { return [] }
    let width = min(30, grid.columns.map { displayWidth($0.name) }.max() ?? 0)
    return zip(grid.columns, row).flatMap { column, value -> [String] in
      let lines = JSONLayout.pretty(value ?? "NULL")
      let first = fitted(column.name, to: width) + "  " + (lines.first ?? "")
      return [first] + lines.dropFirst().map { String(repeating: " ", count: width + 2) + $0 }
    }
  }
}
