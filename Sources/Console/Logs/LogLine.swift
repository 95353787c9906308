internal import Engine
internal import Project

/// One event as a line of text.
struct LogLine {
  let text: String

  init(_ event: EventRecord, _ context: ScreenContext) {
    let civil = Figures.civil(event.at)
    var parts = [civil.date + "T" + civil.time + "Z", event.level.rawValue.uppercased()]
    if let run = event.run { parts.append("run=\(run)") }
    if let node = event.node { parts.append(context.name(of: node)) }
    parts.append(event.message)
    text = parts.joined(separator: " ")
  }
}
