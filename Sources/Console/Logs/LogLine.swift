package import Engine
internal import Project

/// One event as a line of text.
struct LogLine {
  let text: String

  init(_ event: EventRecord, _ context: ScreenContext) {
    let civil = Figures.civil(event.at)
    var parts = [civil.date + "T" + civil.time + "Z", event.level.rawValue.uppercased()]
    if let run = event.run { parts.append("run=\(run)") }
    if let node = event.node { parts.append(context.name(of: node)) }
    parts.append(event.messageAlone)
    text = parts.joined(separator: " ")
  }
}

extension EventRecord {
  /// What it says, without its node's name where it begins with that: the name stands beside it anyway. A test's step is told
  /// by the end of its id, which no two have in common.
  package var messageAlone: String {
    guard let node else { return message }
    let end = node.rawValue.split(separator: ".").dropFirst(2).joined(separator: ".")
    let name = [end, node.shortName].first { message.hasPrefix($0 + ": ") }
    return name.map { String(message.dropFirst($0.count + 2)) } ?? message
  }
}
