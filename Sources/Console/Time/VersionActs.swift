internal import Engine
internal import Project
internal import TerminalKit

/// Publishing a version by hand: one that was held, or an earlier one again. Each says what it touches and asks first.
enum VersionActs {
  /// Asks why a held version is let through, then whether to do it.
  static func release<S: ConsoleScreen>(_ held: VersionRecord, for screen: S.Type, _ context: ScreenContext) -> Effect {
    .ask(
      Question("why is v\(held.id) let through", for: screen) { _, reason, context in
        guard reason.contains(where: { !$0.isWhitespace }) else {
          return [.say("releasing a version needs a reason; nothing was released", .warn)]
        }
        let node = context.name(of: held.node)
        let details = [
          "rows    \(Figures.count(held.rows)), held in run \(held.run)", "reason  \(reason)", "",
          "Readers of \(node) see it at once; the version", "they see now stays as the one before.",
          "What is made of \(node) is built by the next run.",
        ]
        let dialog = ConfirmDialog(
          title: "Release a held version", question: "Publish v\(held.id) of \(held.relation.tableName)?",
          details: details)
        let words = ["quarantine", "release", node, "--reason", reason]
        return [
          .confirm(
            dialog,
            then: [
              .remember((["sluice"] + words.map(ShellWord.quoted)).joined(separator: " ")),
              .act { source in try await source.release(held.node, reason: reason) },
            ])
        ]
      })
  }

  /// Asks whether an earlier version is to be published again.
  static func restore(_ version: VersionRecord, over current: VersionRecord?, _ context: ScreenContext) -> Effect {
    let node = context.name(of: version.node)
    let command = RunInvocation("restore", select: [node], arguments: ["--to", "\(version.id)", "--yes"])
    let civil = Figures.civil(version.publishedAt)
    var details = [
      "rows    \(Figures.count(version.rows)), published \(civil.date) \(civil.time)Z by run \(version.run)"
    ]
    if let current {
      details.append("now     v\(current.id) with \(Figures.rows(current.rows)), which stays as the one before")
    }
    details += [
      "", "Its rows go through the output gate and become the", "next version. The next build leaves them as they are",
      "until the code or the inputs of \(node) change.",
    ]
    let dialog = ConfirmDialog(
      title: "Restore a version", question: "Publish v\(version.id) of \(version.relation.tableName) again?",
      details: details)
    return .confirm(dialog, then: RunActs.start(command))
  }
}

extension TimeScreen {
  /// The published version that is looked at.
  var chosenVersion: VersionRecord? {
    guard axis == .published, !isNow, moments.indices.contains(moment) else { return nil }
    return versions.reversed()[moment]
  }

  func versionKeys(_ context: ScreenContext) -> [KeyBinding<Self>] {
    var works = context.canStartRun
    let isHeld = chosenVersion?.disposition == .quarantined
    if works == .available {
      if axis != .published {
        works = .unavailable(
          strip == nil ? "go to an earlier version with <" : "v goes to the published versions, which can be restored")
      } else if chosenVersion == nil || chosenVersion?.disposition == .current {
        works = .unavailable("this is what readers see now; < goes to an earlier version")
      }
    }
    return [
      KeyBinding(
        ["P"], chosenVersion == nil ? "" : isHeld ? "release" : "restore",
        help: "publish this version: one that was held, or an earlier one again", works
      ) { screen, context in
        guard let version = screen.chosenVersion else { return [] }
        if version.disposition == .quarantined {
          return [VersionActs.release(version, for: TimeScreen.self, context)]
        }
        return [
          VersionActs.restore(version, over: screen.versions.first { $0.disposition == .current }, context)
        ]
      }
    ]
  }
}

extension GatesScreen {
  /// Lets the version through that the node's output gate holds.
  func releaseKey(_ context: ScreenContext) -> KeyBinding<Self> {
    var works = context.canStartRun
    let node = chosenNode(context)
    let isHeld = node.map { context.status[$0].state == .heldAtOutput } ?? false
    if works == .available, !isHeld { works = .unavailable("no version of this node is held at its output gate") }
    return KeyBinding(
      ["P"], isHeld ? "release" : "", help: "publish the version the output gate holds, for a reason", works
    ) { screen, context in
      guard let node = screen.chosenNode(context) else { return [] }
      return [
        .load("held", for: GatesScreen.self) { source in
          try await source.heldVersion(of: node)
        } then: { _, held, context in
          guard let held else { return [.say("no version of \(context.name(of: node)) is held", .warn)] }
          return [VersionActs.release(held, for: GatesScreen.self, context)]
        }
      ]
    }
  }
}
