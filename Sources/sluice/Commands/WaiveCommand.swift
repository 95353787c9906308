import CommandLineKit
import Engine
import Project

/// `sluice waive`: lets a failing check pass until a day, and shows what is let pass.
enum WaiveCommand {
  private static let until = CommandOption<String?>.value(
    "--until", placeholder: "DATE", help: "The last day on which it is let pass, in UTC: 2026-01-31.")
  private static let reason = CommandOption<String?>.value("--reason", placeholder: "TEXT", help: "Why.")
  private static let node = CommandOption<String?>.value(
    "--node", placeholder: "NODE", help: "Whose check; needed for checks every node has, such as volume.")
  private static let end = CommandOption<Bool>.flag("--end", help: "End the check's waivers now.")
  private static let all = CommandOption<Bool>.flag("--all", help: "List those that are over as well.")
  private static let check = CommandOperand<String?>.optional("CHECK", "The check's name, as in: sluice gates --checks")

  static let command = Command(
    "waive", summary: "Let a failing check pass until a day, with a reason; alone: list what is let pass.",
    discussion: "A waived check holds nothing and is shown as waived. After its last day it holds again by itself.",
    options: [until, reason, node, end, all, CommonOptions.output, CommonOptions.projectDirectory],
    operands: [check], section: "Run"
  ) { arguments in
    let lookup = try RunLookup(arguments)
    guard let name = arguments[check] ?? nil else {
      list(try lookup.reader.waivers(activeAt: arguments[all] ? nil : .now), arguments[CommonOptions.output])
      return .success
    }
    let book = WaiverBook(lookup.place.state)
    if arguments[end] { return try endAll(name, arguments[node], lookup, book) }
    guard let day = arguments[until] else {
      throw CommandFailure("a waiver needs a last day", hint: "sluice waive \(name) --until 2026-01-31 --reason '…'")
    }
    guard let last = Instant(afterDay: day) else {
      throw CommandFailure("'\(day)' is no day", hint: "write it as 2026-01-31")
    }
    let holder = try found(name, arguments[node], lookup.reader)
    let waiver = try book.waive(
      name, of: holder, until: last, reason: arguments[reason] ?? "", by: TargetLock.user)
    Narration.line("\(name) is \(waiver.words)")
    return .success
  }

  /// The node whose check is meant: only a check that was seen can be waived, so that a slip of the pen is told.
  private static func found(_ name: String, _ word: String?, _ reader: RunStoreReader) throws -> NodeID? {
    let nodes = try reader.nodes(withCheck: name)
    guard !nodes.isEmpty else {
      throw CommandFailure("no run had a check '\(name)'", hint: "sluice gates --checks lists them")
    }
    let meant = nodes.filter { NodeName.matches($0, word.map { [$0] } ?? []) }
    guard let only = meant.first else {
      throw CommandFailure(
        "'\(word ?? "")' has no check '\(name)'",
        hint: "it is one of \(nodes.map(NodeName.short).joined(separator: ", "))")
    }
    // A test of a source stands in the input gate of every reader: its name alone means all of them.
    if word == nil, meant.count > 1, try reader.isTest(name) { return nil }
    guard meant.count == 1 else {
      throw CommandFailure(
        "\(meant.count) nodes have a check '\(name)'",
        hint: "say which: --node \(meant.prefix(5).map(NodeName.short).joined(separator: " | "))")
    }
    return only
  }

  private static func endAll(
    _ name: String, _ word: String?, _ lookup: RunLookup, _ book: WaiverBook
  ) throws -> ExitStatus {
    let active = try lookup.reader.waivers(activeAt: .now).filter { waiver in
      waiver.check == name && (waiver.node.map { NodeName.matches($0, word.map { [$0] } ?? []) } ?? true)
    }
    for waiver in active { try book.end(waiver.id, by: TargetLock.user) }
    Narration.line(active.isEmpty ? "\(name) has no waiver" : "\(name) holds again")
    return active.isEmpty ? .failure : .success
  }

  private static func list(_ waivers: [Waiver], _ format: OutputFormat) {
    DataOutput.print(
      format, columns: ["waiver", "check", "node", "until", "by", "given", "state", "reason"],
      rows: waivers.map { waiver in
        [
          .integer(waiver.id), .text(waiver.check), waiver.node.map { .text(NodeName.short($0)) } ?? .null,
          .text(String(Instant(microseconds: waiver.until.microseconds - 1).iso8601.prefix(10))), .text(waiver.by),
          .text(String(waiver.createdAt.iso8601.prefix(19)) + "Z"), .text(state(of: waiver)), .text(waiver.reason),
        ]
      })
  }

  private static func state(of waiver: Waiver) -> String {
    if waiver.endedAt != nil { return "ended" }
    return waiver.isActive(at: .now) ? "active" : "over"
  }
}
