internal import Glibc
internal import TerminalKit

/// What is remembered of the last time.
struct Session: Hashable {
  var theme = ""
  var screen: ScreenID?

  /// The remembered state; empty where nothing is remembered or readable.
  static func load(_ path: String?) -> Session {
    var session = Session()
    guard let path, let text = TextFile.read(path) else { return session }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] == "theme" { session.theme = parts[1] }
      if parts[0] == "screen" { session.screen = ScreenID(rawValue: parts[1]) }
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
    _ = TextFile.write("theme=\(theme)\nscreen=\(screen?.rawValue ?? "")\n", to: path, replacing: true)
  }
}
