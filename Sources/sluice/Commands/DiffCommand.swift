import CommandLineKit
import Engine
import Project

/// `sluice diff`: how two versions of a table differ.
enum DiffCommand {
  private static let from = CommandOption<String?>.value(
    "--from", placeholder: "POINT", help: "The earlier side: a version's number, a date or timestamp, or run:N.")
  private static let to = CommandOption<String?>.value(
    "--to", placeholder: "POINT", help: "The later side; without it what is published now.")
  private static let key = CommandOption<String?>.value(
    "--key", placeholder: "COLUMNS", help: "Columns that tell rows apart, joined by commas; '': compare whole rows.")

  static let command = Command(
    "diff", summary: "Compare two versions of a table, row by row and cell by cell.",
    examples: [
      .init("sluice diff -s user_dim", "the published version with the one before"),
      .init("sluice diff -s user_dim --from 2024-06-01 --limit -1", "all that changed since a day"),
      .init("sluice diff -s user_dim --from run:7 --to run:9 --output jsonl", "between two runs, for a program"),
    ],
    options: [from, to, key, CommonOptions.limit, CommonOptions.output] + SelectionOptions.all + ProjectOptions.all,
    section: "Look"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "show")
    let browser = WarehouseBrowser(project)
    let relation = try VersionPlace.table(arguments, project, command: "diff").relation
    let limit = arguments[CommonOptions.limit]
    let request = VersionDiffRequest(
      relation: relation, from: try arguments[from].map(VersionPlace.point),
      to: try arguments[to].map(VersionPlace.point),
      key: arguments[key].map { $0.split(separator: ",").map { String($0.trimmed) } },
      count: limit < 0 ? Int.max : limit)
    let diff = try browser.diff(request)
    print(diff, arguments)
    return .success
  }

  private static func print(_ diff: VersionDiff, _ arguments: Arguments) {
    tell(diff)
    let columns = ["change"] + diff.columns.map(\.name)
    if arguments[CommonOptions.output] == .table {
      DataOutput.print(.table, columns: columns, rows: diff.rows.map { cells($0, diff) })
    } else {
      // For programs: both sides of every row, and how often.
      let both = ["change", "times"] + diff.columns.flatMap { ["\($0.name)_before", "\($0.name)_after"] }
      let rows = diff.rows.map { row in
        [.text(row.kind.rawValue), .integer(row.count)]
          + zip(
            TypedRow.cells(row.before ?? diff.columns.map { _ in nil }, diff.columns),
            TypedRow.cells(row.after ?? diff.columns.map { _ in nil }, diff.columns)
          ).flatMap { [$0, $1] }
      }
      DataOutput.print(arguments[CommonOptions.output], columns: both, rows: rows)
    }
    if !diff.isLast {
      Narration.line("\(Figures.count(diff.rows.count)) differing rows, and there are more; --limit -1 shows all")
    }
  }

  private static func tell(_ diff: VersionDiff) {
    func side(_ version: VersionRecord) -> String {
      "v\(version.id) (\(Times.second(version.publishedAt)), run \(version.run))"
    }
    Narration.line("\(diff.from.relation): \(side(diff.from)) → \(side(diff.to))")
    let by = diff.keyColumns.isEmpty ? "by whole row" : "by \(diff.keyColumns.joined(separator: ", "))"
    Narration.line(
      diff.isEmpty
        ? "the same rows, \(by)"
        : "\(Figures.count(diff.added)) added, \(Figures.count(diff.removed)) removed, \(Figures.count(diff.changed)) changed, \(by)"
    )
    if !diff.changesByColumn.isEmpty {
      Narration.line(
        "changed cells: "
          + diff.changesByColumn.map { "\($0.column) \(Figures.count($0.rows))" }.joined(separator: ", "))
    }
    if !diff.newColumns.isEmpty { Narration.line("new columns: \(diff.newColumns.joined(separator: ", "))") }
    if !diff.goneColumns.isEmpty { Narration.line("columns gone: \(diff.goneColumns.joined(separator: ", "))") }
    if let note = diff.note { Narration.line(note) }
  }

  /// One line a row; a changed cell as `before → after`.
  private static func cells(_ row: VersionDiff.Row, _ diff: VersionDiff) -> [OutputCell] {
    let mark = row.kind == .added ? "+" : row.kind == .removed ? "-" : "~"
    var cells: [OutputCell] = [.text(row.count == 1 ? mark : "\(mark) ×\(row.count)")]
    for place in diff.columns.indices {
      let before = row.before?[place]
      let after = row.after?[place]
      if row.changed.contains(place) {
        cells.append(.text("\((before ?? nil) ?? "NULL") → \((after ?? nil) ?? "NULL")"))
      } else {
        cells.append(OutputCell((after ?? nil) ?? (before ?? nil)))
      }
    }
    return cells
  }
}

extension Substring {
  /// Without the blanks around it.
  fileprivate var trimmed: Substring {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return part
  }
}
