internal import Engine
internal import Project
internal import TerminalKit

/// Letting a check pass until a day, and making it hold again.
enum Waiving {
  /// Those of some waivers that let a check pass now.
  static func active(_ waivers: [Waiver], for check: CheckRecord, _ context: ScreenContext) -> [Waiver] {
    waivers.filter { $0.covers(check.name, of: check.node) && $0.isActive(at: context.now) }
  }

  /// How long a check is let pass unless another day is typed.
  static let days: Int64 = 7

  /// Asks for the last day, then why, then whether to do it.
  static func question(_ check: CheckRecord, by user: String, _ context: ScreenContext) -> Effect {
    let week = Instant(microseconds: context.now.microseconds + days * 86_400_000_000)
    return .ask(
      Question("let it pass until (last day, UTC)", initial: day(week), for: GatesScreen.self) { _, text, context in
        guard let until = Instant(afterDay: text) else {
          return [.say("'\(text)' is no day: write it as \(day(week)); nothing was waived", .warn)]
        }
        guard until > context.now else { return [.say("\(text) is over already; nothing was waived", .warn)] }
        return [
          .ask(
            Question("why", for: GatesScreen.self) { _, reason, context in
              guard reason.contains(where: { !$0.isWhitespace }) else {
                return [.say("a waiver needs a reason; nothing was waived", .warn)]
              }
              return [confirmation(check, day: text, until: until, reason: reason, by: user, context)]
            })
        ]
      })
  }

  /// What a waiver will touch, who gives it, until when and why; given once agreed to.
  private static func confirmation(
    _ check: CheckRecord, day: String, until: Instant, reason: String, by user: String, _ context: ScreenContext
  ) -> Effect {
    let node = context.name(of: check.node)
    let waiting =
      context.graph.map { graph in
        GraphReach.descendants(of: check.node, in: graph).count { $0 != check.node && graph[$0]?.isDrawn == true }
      } ?? 0
    var details = ["by      \(user)", "until   \(day), the whole day in UTC", "reason  \(reason)", ""]
    details.append("From the next run on its failure holds nothing:")
    details.append("\(node) is published,")
    details.append("and what is made of it is built: \(waiting) \(waiting == 1 ? "node" : "nodes").")
    details.append("It is shown as waived, never as passed. W ends it.")
    let dialog = ConfirmDialog(
      title: "Let a check pass", question: "Waive \(check.name) in the \(check.gate.rawValue) gate of \(node)?",
      details: details)
    let words = ["waive", check.name, "--node", node, "--until", day, "--reason", reason]
    return .confirm(
      dialog,
      then: [
        .remember((["sluice"] + words.map(ShellWord.quoted)).joined(separator: " ")),
        .act { source in try await source.waive(check, until: until, reason: reason) },
      ])
  }

  /// Ends what lets a check pass, once confirmed.
  static func ending(_ waivers: [Waiver], of check: CheckRecord, _ context: ScreenContext) -> Effect {
    let node = context.name(of: check.node)
    let details = waivers.map { waiver in
      (waiver.node == nil ? "of every node: " : "of \(node): ") + waiver.words
    }
    let words = ["waive", check.name, "--node", node, "--end"]
    return .confirm(
      ConfirmDialog(
        title: "End a waiver", question: "Let \(check.name) hold again from the next run on?", details: details),
      then: [
        .remember((["sluice"] + words.map(ShellWord.quoted)).joined(separator: " ")),
        .act { source in try await source.end(waivers) },
      ])
  }

  /// `waived by ada until 2024-07-01`, without the reason.
  static func words(_ waiver: Waiver) -> String {
    "waived by \(waiver.by) until \(day(Instant(microseconds: waiver.until.microseconds - 1)))"
  }

  private static func day(_ instant: Instant) -> String { String(instant.iso8601.prefix(10)) }
}

extension GateState {
  /// Whether a waiver changes anything for a check in this state.
  var isWaivable: Bool { self == .fail || self == .notEvaluated || self == .waived }
}

extension GatesScreen {
  /// The waivers that let a check pass now.
  func active(for check: CheckRecord, _ context: ScreenContext) -> [Waiver] {
    Waiving.active(waivers, for: check, context)
  }

  func waiveKey(_ context: ScreenContext) -> KeyBinding<Self> {
    let given = check.map { active(for: $0, context) } ?? []
    var works = Availability.available
    if let check {
      if context.isReadOnly {
        works = .unavailable("this console is read-only: sluice waive lets a check pass")
      } else if given.isEmpty, !check.state.isWaivable {
        works = .unavailable("this check holds nothing: there is nothing to waive")
      }
    } else {
      works = .unavailable("there is no check here")
    }
    return KeyBinding(
      ["W"], given.isEmpty ? "waive" : "end waiver", help: "let this check pass until a day, or end that", works
    ) { screen, context in
      guard let check = screen.check else { return [] }
      let given = screen.active(for: check, context)
      return [
        given.isEmpty
          ? Waiving.question(check, by: screen.user, context) : Waiving.ending(given, of: check, context)
      ]
    }
  }
}
