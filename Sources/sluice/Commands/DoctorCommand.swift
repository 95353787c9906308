import CommandLineKit
import Engine
import Glibc
import Project

/// `sluice doctor`: what this program finds around it, for the one who wonders why.
enum DoctorCommand {
  static let command = Command(
    "doctor", summary: "Tell what was found: terminal, colours, project, target, runs, and what is wrong.",
    options: [CommonOptions.output] + ProjectOptions.all, section: "Look"
  ) { arguments in
    var facts: [(String, String)] = [
      ("sluice", Sluice.version), ("processors", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"),
      ("TERM", ProcessEnvironment["TERM"] ?? "not set"),
      ("terminal", isatty(STDOUT_FILENO) == 1 ? "\(TerminalSize.columns ?? 0) columns" : "none on standard output"),
      ("characters", Locale.isUTF8 ? "UTF-8" : "ASCII: set LANG to a UTF-8 locale for more"),
      ("colours", Paint(descriptor: STDOUT_FILENO).isOn ? "on" : "off: \(colourReason)"),
      ("tmux", ProcessEnvironment["TMUX"] == nil ? "no" : "yes"),
    ]
    var status = ExitStatus.success
    do {
      let project = try ProjectOptions.load(arguments, command: "debug")
      facts += [
        ("project", "\(project.name) in \(project.root)"), ("nodes", "\(project.graph.nodes.count)"),
        ("target", "\(project.target.name), dialect \(project.target.type)"),
        ("warehouse", writable(project.target.warehouseDirectory)),
        ("run store", writable(project.target.stateDirectory)),
      ]
      if let reader = try? RunStoreReader(StateDirectory(project.target.stateDirectory)),
        let run = try reader.latestRun()
      {
        facts.append(("last run", "\(run.id), \(run.state.rawValue)"))
      }
    } catch {
      facts.append(("project", "\(error)"))
      status = .usage
    }
    DataOutput.print(
      arguments[CommonOptions.output], columns: ["what", "found"], rows: facts.map { [.text($0.0), .text($0.1)] })
    return status
  }

  private static var colourReason: String {
    if !(ProcessEnvironment["NO_COLOR"] ?? "").isEmpty { return "NO_COLOR is set" }
    return isatty(STDOUT_FILENO) == 1 ? "the terminal is dumb" : "standard output is no terminal"
  }

  private static func writable(_ folder: String) -> String {
    if access(folder, F_OK) != 0 { return "\(folder), not there yet" }
    return access(folder, W_OK) == 0 ? folder : "\(folder), which cannot be written"
  }
}
