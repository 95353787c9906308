import Glibc
import Synchronization

/// The built program in a window of a real terminal: a tmux server of its own, gone when the object goes.
final class TerminalWindow: Sendable {
  /// The program under test, when `SLUICE_BINARY` names it and tmux is there; else these tests are left out.
  static let binary: String? = {
    guard let path = getenv("SLUICE_BINARY").map({ String(cString: $0) }) else { return nil }
    return ShellOutput.text("command -v tmux").isEmpty ? nil : path
  }()

  private static let count = Atomic(0)
  private let name: String
  private let memory: String

  /// Opens the console on a project.
  ///
  /// - Parameters:
  ///   - memory: the folder the console remembers its state in.
  ///   - environment: more of the environment, as `env` takes it: `-u TMUX NAME=value`.
  init(
    _ project: String, _ words: String = "", columns: Int = 80, rows: Int = 24, memory: String,
    environment: String = ""
  ) {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    name = "sluice-test-\(getpid())-\(number)"
    self.memory = memory
    let command =
      "cd '\(project)' && exec env \(environment) LANG=C.UTF-8 EDITOR=true XDG_STATE_HOME='\(memory)' '\(Self.binary ?? "")' \(words)"
    tmux("new-session -d -x \(columns) -y \(rows) \"\(command)\" \\; set remain-on-exit on \\; set status off")
  }

  deinit { tmux("kill-server") }

  @discardableResult
  private func tmux(_ words: String) -> String {
    ShellOutput.text("TMUX= LANG=C.UTF-8 tmux -u -L \(name) -f /dev/null \(words) 2>/dev/null")
  }

  /// Sends keys by tmux's names: `Enter`, `Escape`, `Down`, single characters.
  func send(_ keys: String...) {
    for key in keys {
      tmux("send-keys '\(key)'")
      // An escape with a character close behind it is another key: Alt and the character.
      if key == "Escape" { usleep(150_000) }
    }
  }

  /// Types text as it is.
  func type(_ text: String) { tmux("send-keys -l -- '\(text.replacing("'", with: "'\\''"))'") }

  /// What stands on the screen.
  var screen: String { tmux("capture-pane -p") }

  /// Waits until the screen shows a text; gives the screen, and says whether it came. A machine that builds at the same time
  /// is slow: the wait is long, and ends as soon as it can.
  @discardableResult
  func wait(_ text: String, seconds: Int = 60) -> (screen: String, came: Bool) {
    wait(seconds: seconds) { $0.contains(text) }
  }

  @discardableResult
  func wait(seconds: Int = 60, _ holds: (String) -> Bool) -> (screen: String, came: Bool) {
    var last = ""
    for _ in 0..<seconds * 20 {
      last = screen
      if holds(last) { return (last, true) }
      usleep(50_000)
    }
    return (last, false)
  }

  /// From now on writes every byte the program sends to a file.
  func record(to path: String) { tmux("pipe-pane -o \"cat > '\(path)'\"") }

  /// Lets programs set the clipboard, as `set -g set-clipboard on` in a person's own settings does.
  func allowClipboard() { tmux("set -s set-clipboard on") }

  /// What was last copied.
  var clipboard: String { tmux("show-buffer") }

  /// Whether the window rang.
  var rang: Bool { tmux("display-message -p '#{window_bell_flag}'").contains("1") }

  func resize(_ columns: Int, _ rows: Int) { tmux("resize-window -x \(columns) -y \(rows)") }

  /// Closes the window as a lost line does: the program is told to hang up.
  func close() { tmux("kill-server") }

  /// The program's process.
  var process: pid_t { pid_t(tmux("display-message -p '#{pane_pid}'").filter(\.isNumber)) ?? 0 }

  /// How the program ended; nil while it runs.
  var exitStatus: Int? {
    let said = tmux("display-message -p '#{pane_dead} #{pane_dead_status}'").split(whereSeparator: \.isWhitespace)
    guard said.first == "1" else { return nil }
    return said.count > 1 ? Int(said[1]) : 0
  }

  /// Starts the program anew in the window it left.
  func restart() { tmux("respawn-pane -k") }

  /// Kilobytes of memory the program holds.
  var memoryInUse: Int {
    let lines = ShellOutput.text("cat /proc/\(process)/status 2>/dev/null").split(separator: "\n")
    return lines.first { $0.hasPrefix("VmRSS:") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
