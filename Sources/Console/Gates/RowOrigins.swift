internal import Engine
internal import Project
internal import TerminalKit

extension GatesScreen {
  /// The chosen row with the check that found it.
  var failingRow: FailingRow? {
    if whole != nil, let check {
      guard let cells = wholeGrid.chosenRow else { return nil }
      let columns = wholeGrid.columns.map(\.name)
      return FailingRow(check, Dictionary(zip(columns, cells)) { first, _ in first })
    }
    guard let check, let failures, grid.chosenRow != nil else { return nil }
    return FailingRow(check, failures.cells(grid.cursor.index))
  }

  /// Whether the chosen row came from anywhere.
  private var whetherFromData: Availability {
    guard let failingRow else { return .unavailable("no row is selected") }
    return failingRow.isMadeUp ? .unavailable("a unit test makes its own rows: they stand in no table") : .available
  }

  /// Whether the chosen row stands in a table.
  var whetherFromTable: Availability {
    failingRow?.place == nil ? whetherFromData : .unavailable("this is a record of a file: r shows its line")
  }

  /// The line of the file that the chosen row came from, as it stands there.
  var rawKey: KeyBinding<Self> {
    KeyBinding(["r"], "raw line", help: "the line of the file this row came from", whetherFromData) { screen, _ in
      guard let row = screen.failingRow else { return [] }
      let level = screen.level
      return [
        .say("looking for its line …", .running),
        .load("origins", for: GatesScreen.self) { source in
          try await source.origins(of: row)
        } then: { screen, found, context in
          // Somebody who went on does not want a box over what they see now.
          guard screen.level == level else { return [] }
          guard !found.isEmpty else {
            return [.say("no record of the files read now is known to have made this row; p shows its parents", .warn)]
          }
          return [
            .say("", .muted), .show(title: Self.title(found), lines: Self.lines(found, row, context.project?.root)),
          ]
        },
      ]
    }
  }

  private static func title(_ found: [RecordOrigin]) -> String {
    found.count == 1 ? "the record this row came from" : "\(found.count) records this row came from, 5 at most"
  }

  /// Each record's place and line; for a bad record what is wrong with it first.
  private static func lines(_ found: [RecordOrigin], _ row: FailingRow, _ root: String?) -> [String] {
    var lines: [String] = []
    if row.place != nil, let reason = row.cells["reason"] ?? nil { lines += [reason, ""] }
    for origin in found {
      lines.append(origin.place.words(in: root))
      let kept = row.place == nil ? nil : row.cells["raw_text"] ?? nil
      let line = origin.line ?? ""
      if let kept, !line.isEmpty, kept.contains(line) {
        // A record may go over several lines.
        lines.append(kept)
      } else {
        lines.append(origin.line ?? "the file has no line \(origin.place.line) any more")
        if let kept, !line.contains(kept) { lines += ["", "the file was changed since; the run read there:", kept] }
      }
      lines.append("")
    }
    return lines.dropLast()
  }
}
