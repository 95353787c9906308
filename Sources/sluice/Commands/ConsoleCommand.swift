import CommandLineKit
import Console
import Engine
import Glibc
import NcursesTerminal
import Project
import TerminalKit

/// `sluice`, or `sluice console`: the console on the project here.
enum ConsoleCommand {
  static let readOnly = CommandOption<Bool>.flag("--read-only", help: "Start, stop and change nothing.")
  static let theme = CommandOption<String?>.value(
    "--theme", placeholder: "NAME", environment: ["SLUICE_THEME"], help: "Colours: a theme's name.")
  static let screen = CommandOption<String?>.value(
    "--screen", placeholder: "NAME",
    help: "The screen to open: \(ScreenID.allCases.map(\.rawValue).joined(separator: ", ")).")
  static let ascii = CommandOption<Bool>.flag("--ascii", help: "Draw with seven bits only.")
  static let alerts = CommandOption<Bool>.flag("--alerts", help: "Ring when a run ends or a gate holds.")

  static let command = Command(
    "console", summary: "Open the console on the project here.",
    options: [readOnly, theme, screen, ascii, alerts] + ProjectOptions.all, section: "Look"
  ) { arguments in try await open(try ProjectPlace(arguments), arguments) }

  /// Shows the console until it is left.
  static func open(_ place: ProjectPlace, _ arguments: Arguments) async throws -> ExitStatus {
    let options = try consoleOptions(place, arguments)
    let loading = try ProjectOptions.loadOptions(arguments, command: "build")
    let actions = ConsoleActions(place, arguments).actions
    let usesASCII = arguments[ascii]
    // The screen belongs to the main thread: waiting for keys must not take a thread from those who read.
    let end = try await MainActor.run {
      var terminalOptions = TerminalOptions()
      terminalOptions.ascii = usesASCII
      let terminal = try NcursesTerminal(options: terminalOptions)
      let source = LiveDataSource(directory: place.state, actions: actions, isReadOnly: options.isReadOnly) {
        try ProjectLoader.load(place.root, options: loading)
      }
      return runConsole(dataSource: source, terminal: terminal, options: options)
    }
    if case .signal(let number) = end {
      endBySignal(number)
    }
    return .success
  }

  /// Ends by the same signal, so that whoever sent it is told the truth. The thread this runs on may have it blocked.
  private static func endBySignal(_ number: Int32) {
    signal(number, SIG_DFL)
    var only = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, number)
    pthread_sigmask(SIG_UNBLOCK, &only, nil)
    raise(number)
  }

  private static func consoleOptions(_ place: ProjectPlace, _ arguments: Arguments) throws -> ConsoleOptions {
    var options = ConsoleOptions()
    options.isReadOnly = arguments[readOnly]
    options.theme = arguments[theme] ?? ""
    options.alerts = arguments[alerts]
    if let name = arguments[screen] {
      guard let found = ScreenID.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
        let known = ScreenID.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError.invalidValue(name, for: "--screen", expected: "one of \(known)")
      }
      options.screen = found
    }
    let home = ProcessEnvironment["HOME"] ?? "/"
    let settings = ProcessEnvironment["XDG_CONFIG_HOME"] ?? home + "/.config"
    let memory = ProcessEnvironment["XDG_STATE_HOME"] ?? home + "/.local/state"
    options.themeFolders = [settings + "/sluice/themes", place.root + "/themes"]
    let name = place.root.replacing("/", with: "%")
    options.sessionFile = "\(memory)/sluice/sessions/\(name)"
    return options
  }
}
