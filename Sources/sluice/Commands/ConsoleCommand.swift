import CommandLineKit
import Console
import Engine
import Glibc
import NcursesTerminal
import Project
import TerminalKit
import Threads

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

  private static let file = CommandOperand<String?>.optional("FILE", "An exported run to open instead of a project.")

  static let command = Command(
    "console", summary: "Open the console on the project here, or on an exported run.",
    options: [readOnly, theme, screen, ascii, alerts] + ProjectOptions.all, operands: [file], section: "Look"
  ) { arguments in
    if let path = arguments[file] ?? nil { return try await open(archive: path, arguments) }
    return try await open(try ProjectPlace(arguments), arguments)
  }

  /// Shows an exported run.
  private static func open(archive path: String, _ arguments: Arguments) async throws -> ExitStatus {
    guard RunArchive.isArchive(path) else {
      throw CommandFailure(
        "\(path) is no exported run", hint: "sluice run-export writes one; for a project's folder use --project-dir")
    }
    var options = try consoleOptions("archive:" + path, arguments)
    options.isReadOnly = true
    return try await show(ArchivedRunSource(path), options, arguments)
  }

  /// Shows the console until it is left.
  static func open(
    _ place: ProjectPlace, _ arguments: Arguments, tour: Tour? = nil
  ) async throws -> ExitStatus {
    var options = try consoleOptions(place.root, arguments)
    options.themeFolders.append(place.root + "/themes")
    options.tour = tour
    let loading = try ProjectOptions.loadOptions(arguments, command: "build")
    let actions = ConsoleActions(place, arguments).actions
    let source = LiveDataSource(
      directory: place.state, root: place.root, actions: actions, isReadOnly: options.isReadOnly
    ) { request in
      var options = loading
      if let request { options.sourcesDirectory = request.sourcesDirectory }
      return try ProjectLoader.load(place.root, options: options)
    }
    return try await show(source, options, arguments)
  }

  private static func show(
    _ source: any ConsoleDataSource, _ options: ConsoleOptions, _ arguments: Arguments
  ) async throws -> ExitStatus {
    let usesASCII = arguments[ascii]
    // Every question is asked on a thread of its own: after nine minutes of random keys 31 MB were private, with one heap
    // for all of them 14 MB.
    ThreadHeaps.shareOne()
    // The screen belongs to the main thread: waiting for keys must not take a thread from those who read.
    let end = try await MainActor.run {
      var terminalOptions = TerminalOptions()
      terminalOptions.ascii = usesASCII
      let terminal = try NcursesTerminal(options: terminalOptions)
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

  /// - Parameter root: what the session is remembered under.
  private static func consoleOptions(_ root: String, _ arguments: Arguments) throws -> ConsoleOptions {
    var options = ConsoleOptions()
    options.isReadOnly = arguments[readOnly]
    options.theme = arguments[theme] ?? ""
    options.alerts = arguments[alerts]
    options.facts = [
      ConsoleFact("sluice", Sluice.version),
      ConsoleFact("engine", "SQLite \(EmbeddedEngine.version), inside this program"),
      ConsoleFact("processors", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"),
    ]
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
    options.themeFolders = [settings + "/sluice/themes"]
    let name = root.replacing("/", with: "%")
    options.sessionFile = "\(memory)/sluice/sessions/\(name)"
    return options
  }
}
