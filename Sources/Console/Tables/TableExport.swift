internal import Engine
internal import Project
internal import TerminalKit

/// Writing all rows of a table, not only those that were read, to a file.
enum TableExport {
  /// The tables there are, as comma-separated values.
  static func list(_ tables: [TableOutline]) -> String {
    CommaSeparated.text(
      ["database", "schema", "table", "kind", "rows"],
      tables.map { table in
        [
          table.relation.database, table.relation.schema, table.relation.identifier, table.kind,
          table.rows.map { "\($0)" },
        ]
      })
  }

  /// Asks where to, then writes.
  static func question<S: ConsoleScreen>(
    _ rows: TablePageRequest, columns: [String], for screen: S.Type
  ) -> Effect {
    let stem = String(rows.relation.identifier.map { $0.isLetter || $0.isNumber || "_-".contains($0) ? $0 : "_" })
    let choices = ExportFormat.allCases.map { "\(stem).\($0.rawValue)" }
    return .ask(
      Question("write all rows to", initial: choices[0], choices: choices, for: S.self) { _, path, _ in
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let format = ExportFormat(rawValue: ending) else {
          return [.say("`\(path)` should end in .csv, .json or .jsonl", .warn)]
        }
        return [
          .say("writing \(path) …", .running),
          .load("export", for: S.self) { source in
            try await source.export(rows, columns: columns, as: format, to: path)
          } then: { _, written, _ in
            [.say("wrote \(Figures.rows(written)) to \(path)", .pass)]
          },
        ]
      })
  }
}
