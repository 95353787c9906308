import CommandLineKit
import Engine
import Project

/// `sluice history TABLE [KEY]`: when a slowly changing table changed, or every version of one key with its cause.
enum HistoryCommand {
  private static let table = CommandOperand<String>.required(
    "TABLE", "A slowly changing table or a snapshot, by its name.")
  private static let key = CommandOperand<[String]>.rest(
    "KEY", "One key: a value for each column of the table's unique key.")

  static let command = Command(
    "history", summary: "Show when a slowly changing table changed, or every version of one key and what caused it.",
    examples: [
      .init("sluice history user_dim", "the instants at which it changed"),
      .init(
        "sluice history user_dim U-0042", "what one user was, from when to when, and by which run that became known"),
    ],
    options: [CommonOptions.output] + ProjectOptions.all, operands: [table, key], section: "Look"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "show")
    let browser = WarehouseBrowser(project)
    let name = arguments[table] ?? ""
    let nodes = project.graph.nodes.values.filter { $0.relation != nil && NodeName.matches($0.id, [name]) }
    guard nodes.count == 1, let node = nodes.first, let relation = node.relation else {
      throw CommandFailure(
        nodes.isEmpty ? "there is no table '\(name)'" : "'\(name)' means several tables", hint: "sluice ls lists them")
    }
    let values = arguments[key] ?? []
    if values.isEmpty {
      try show(browser.history(of: relation), arguments)
    } else {
      try show(browser.versions(of: values, in: relation), of: values, arguments)
    }
    return .success
  }

  private static func show(_ strip: HistoryStrip, _ arguments: Arguments) {
    DataOutput.print(
      arguments[CommonOptions.output], columns: ["at", "opened", "closed"],
      rows: strip.changes.map { [.text($0.at), .integer(Int64($0.opened)), .integer(Int64($0.closed))] })
  }

  private static func show(_ versions: [KeyVersion], of key: [String], _ arguments: Arguments) throws {
    guard !versions.isEmpty else { throw CommandFailure("there is no version of \(key.joined(separator: ", "))") }
    let columns = [
      "from", "to", "change", "changed_columns", "known_at", "version", "run", "cause", "ended_by_version",
      "ended_by_run",
    ]
    let rows = versions.enumerated().map { index, version -> [OutputCell] in
      [
        .text(version.from), OutputCell(version.to), .text(words(version, isFirst: index == 0)),
        .text(
          version.changed.map { column in
            "\(column): \((versions[index - 1].values[column] ?? nil) ?? "NULL") → \((version.values[column] ?? nil) ?? "NULL")"
          }.joined(separator: "; ")),
        OutputCell(version.knownAt), number(version.opened?.version), number(version.opened?.run.rawValue),
        OutputCell(version.opened.map(\.reason)), number(version.closed?.version),
        number(version.closed?.run.rawValue),
      ]
    }
    DataOutput.print(arguments[CommonOptions.output], columns: columns, rows: rows)
  }

  private static func number(_ value: Int64?) -> OutputCell { value.map { .integer($0) } ?? .null }

  /// What kind of version it is, in a few words.
  private static func words(_ version: KeyVersion, isFirst: Bool) -> String {
    let kind = ["deletion", "revived"].first { version.badges.contains($0) }
    var words = [isFirst ? "first" : kind ?? "changed"]
    if version.badges.contains("late") { words.append("late") }
    if version.badges.contains("future") { words.append("future") }
    if version.to == nil { words.append("open") } else if version.isDeleted { words.append("deleted") }
    return words.joined(separator: ", ")
  }
}
