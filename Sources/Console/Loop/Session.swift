internal import Glibc
internal import TerminalKit

/// What is remembered of the last time, for one project: theme, screen, and what each screen wants to keep.
struct Session: Hashable {
  var theme = ""
  var screen: ScreenID?
  var alerts = false
  /// What was typed on the `:` line, oldest first.
  var commands: [String] = []
  /// Each screen's memory, by its name.
  var screens: [ScreenID: [String: String]] = [:]

  /// The remembered state; empty where nothing is remembered or readable.
  static func load(_ path: String?) -> Session {
    var session = Session()
    guard let path, let text = TextFile.read(path) else { return session }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "theme": session.theme = parts[1]
      case "screen": session.screen = ScreenID(rawValue: parts[1])
      case "alerts": session.alerts = parts[1] == "on"
      case "command": session.commands.append(parts[1])
      default:
        // `Graph.zoom=line`
        let words = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
        guard words.count == 2, let id = ScreenID(rawValue: words[0]) else { continue }
        session.screens[id, default: [:]][words[1]] = parts[1]
      }
    }
    return session
  }

  /// Remembers the state; failing to is no harm.
  func save(_ path: String?) {
    guard let path else { return }
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
    _ = TextFile.write(text, to: path, replacing: true)
  }

  private var text: String {
    var lines = ["theme=\(theme)", "screen=\(screen?.rawValue ?? "")", "alerts=\(alerts ? "on" : "off")"]
    for id in ScreenID.allCases {
      for (key, value) in (screens[id] ?? [:]).sorted(by: { $0.key < $1.key }) where !value.contains("\n") {
        lines.append("\(id.rawValue).\(key)=\(value)")
      }
    }
    lines += commands.suffix(100).filter { !$0.contains("\n") }.map { "command=\($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Session {
  /// What is to be remembered of a console.
  init(of state: ConsoleState) {
    theme = state.themeKey
    screen = state.screenID
    alerts = state.alertsAreOn
    commands = state.commandHistory
    for screen in state.screens { screens[type(of: screen).id] = screen.memory }
  }

  /// Gives a console what was remembered.
  func restore(_ state: inout ConsoleState) {
    state.alertsAreOn = alerts
    state.commandHistory = commands
    for index in state.screens.indices {
      if let kept = screens[type(of: state.screens[index]).id] { state.screens[index].restore(kept) }
    }
  }
}
