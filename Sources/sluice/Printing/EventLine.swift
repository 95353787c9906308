import CommandLineKit
import Console
import Engine
import Project

/// `--log-format`: how events are told.
enum LogFormat: String, CaseIterable, ArgumentValue {
  case text, json

  static let option = CommandOption<LogFormat>.value(
    "--log-format", placeholder: "FORMAT", default: .text, environment: ["DBT_LOG_FORMAT", "SLUICE_LOG_FORMAT"],
    help: "Events as text, or one JSON object a line.")
}

/// One event as one line.
enum EventLine {
  static func text(_ event: EventRecord, _ format: LogFormat) -> String {
    switch format {
    case .text:
      let node = event.node.map { NodeName.short($0) + ": " } ?? ""
      let level = event.level == .info ? "" : "\(event.level.rawValue) "
      return "\(Times.clock(event.at)) \(level)\(EscapedText.of(node + event.messageAlone))"
    case .json:
      var fields = [
        "\"id\": \(event.id)", "\"at\": \(JSONText.quoted(event.at.iso8601))",
        "\"level\": \(JSONText.quoted(event.level.rawValue))", "\"kind\": \(JSONText.quoted(event.kind))",
      ]
      if let run = event.run { fields.append("\"run\": \(run)") }
      if let node = event.node { fields.append("\"node\": \(JSONText.quoted(node.rawValue))") }
      fields.append("\"message\": \(JSONText.quoted(event.message))")
      if !event.details.isEmpty { fields.append("\"details\": \(event.details)") }
      return "{" + fields.joined(separator: ", ") + "}"
    }
  }
}
