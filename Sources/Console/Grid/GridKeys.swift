internal import Project
internal import TerminalKit

/// The keys by which any grid is walked.
enum GridKeys {
  /// Bindings for the grid that `change` reaches; `moved` is what follows a move.
  static func all<S>(
    _ change: @escaping @Sendable (inout S, (inout RowGrid) -> Void) -> Void,
    moved: @escaping @Sendable (inout S, ScreenContext) -> [Effect]
  ) -> [KeyBinding<S>] {
    /// A key that moves or shapes the grid, and what to say when there is nothing left to do.
    func key(
      _ chords: [Chord], _ help: String, _ otherwise: String, _ body: @escaping @Sendable (inout RowGrid) -> Void
    ) -> KeyBinding<S> {
      KeyBinding<S>(chords, help: help) { screen, context in
        var hasChanged = true
        change(&screen) { grid in
          let before = grid.standing
          body(&grid)
          hasChanged = grid.standing != before
        }
        return (hasChanged ? [] : [.say(otherwise, .muted)]) + moved(&screen, context)
      }
    }
    let (top, bottom) = ("this is the first row", "this is the last row")
    let (left, right) = ("this is the first column", "this is the last column")
    return [
      key([Chord(.down), "j"], "next row", bottom) { $0.cursor.move(by: 1) },
      key([Chord(.up), "k"], "previous row", top) { $0.cursor.move(by: -1) },
      key([Chord(.right), "l"], "next column", right) { $0.moveColumn(1) },
      key([Chord(.left), "h"], "previous column", left) { $0.moveColumn(-1) },
      key([Chord(.pageDown), .control("f")], "next page", bottom) { $0.cursor.move(by: $0.cursor.height) },
      key([Chord(.pageUp), .control("b")], "previous page", top) { $0.cursor.move(by: -$0.cursor.height) },
      key([Chord(.home)], "first row", top) { $0.cursor.move(to: 0) },
      key([Chord(.end), "G"], "last row that is known", bottom) { $0.cursor.move(to: $0.cursor.count) },
      key(["0", "^"], "first column", left) { $0.column = 0 },
      key(["$"], "last column", right) { $0.column = max(0, $0.shownColumns.count - 1) },
      cell(change),
      key([">"], "wider column", "no column is wider than 200 cells") { $0.resizeColumn(4) },
      key(["<"], "narrower column", "no column is narrower than 2 cells") { $0.resizeColumn(-4) },
      key(["_"], "freeze columns up to this one, or none", "there is nothing to freeze") {
        $0.frozen = $0.frozen == $0.column + 1 ? 0 : $0.column + 1
      },
      key(["H"], "hide this column", "the only column that is shown stays") { grid in
        if let name = grid.chosenName, grid.shownColumns.count > 1 { grid.hidden.insert(name) }
        grid.moveColumn(0)
      },
      key(["U"], "show all columns again", "no column is hidden") { $0.hidden = [] },
    ]
  }

  /// The chosen cell whole, JSON laid out.
  private static func cell<S>(
    _ change: @escaping @Sendable (inout S, (inout RowGrid) -> Void) -> Void
  ) -> KeyBinding<S> {
    KeyBinding<S>(["z"], "cell", help: "the whole cell, JSON laid out") { screen, _ in
      var found: [Effect] = []
      change(&screen) { grid in
        guard let name = grid.chosenName, grid.chosenRow != nil else { return }
        let text = grid.chosenCell
        let size = text.map { "\(Figures.count(Int64($0.count))) characters" } ?? "NULL"
        found = [.show(title: "\(name) · \(grid.position) · \(size)", lines: JSONLayout.pretty(text ?? "NULL"))]
      }
      return found.isEmpty ? [.say("no cell is selected", .warn)] : found
    }
  }

  /// A row written below each other: names left, values right.
  static func record(_ grid: RowGrid) -> [String] {
    guard let row = grid.chosenRow else { return [] }
    let width = min(30, grid.columns.map { displayWidth($0.name) }.max() ?? 0)
    return zip(grid.columns, row).flatMap { column, value -> [String] in
      let lines = JSONLayout.pretty(value ?? "NULL").flatMap { line in
        line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
      let first = fitted(column.name, to: width) + "  " + (lines.first ?? "")
      return [first] + lines.dropFirst().map { String(repeating: " ", count: width + 2) + $0 }
    }
  }
}
