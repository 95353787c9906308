import CommandLineKit
import Glibc
import Project

/// What says which project is meant, and how it is read.
enum ProjectOptions {
  static let profilesDirectory = CommandOption<String?>.value(
    "--profiles-dir", placeholder: "DIR", help: "Where profiles.yml lies. [env: DBT_PROFILES_DIR]")
  static let profile = CommandOption<String?>.value(
    "--profile", placeholder: "NAME", environment: ["DBT_PROFILE"], help: "The profile, if not the project's own.")
  static let target = CommandOption<String?>.value(
    "--target", "-t", placeholder: "NAME", environment: ["DBT_TARGET"],
    help: "Where to run: an output of the profile, or local, the engine inside.")
  static let vars = CommandOption<String?>.value(
    "--vars", placeholder: "YAML", help: "Variables over those of the project: '{as_of_date: 2024-06-30}'.")
  static let sources = CommandOption<String?>.value(
    "--sources", placeholder: "DIR", help: "A folder whose files stand for the sources' files of the same name.")
  static let asOf = CommandOption<String?>.value(
    "--as-of", placeholder: "DATE", help: "The day that var('as_of_date') says.")
  static let threads = CommandOption<Int?>.value(
    "--threads", placeholder: "N", environment: ["DBT_THREADS"], help: "Steps at a time.")

  static let targetPath = CommandOption<String?>.value(
    "--target-path", placeholder: "DIR", environment: ["DBT_TARGET_PATH"],
    help: "The folder of artifacts; else the project's target-path.")
  static let warnError = CommandOption<Bool?>.toggle(
    "--warn-error", environment: ["DBT_WARN_ERROR"], help: "Take warnings for errors.")
  static let warnErrorOptions = CommandOption<String?>.value(
    "--warn-error-options", placeholder: "YAML", environment: ["DBT_WARN_ERROR_OPTIONS"], isHidden: true,
    help: "'{include: all}' takes warnings for errors.")

  static let partialParse = CommandOption<Bool?>.toggle(
    "--partial-parse", environment: ["DBT_PARTIAL_PARSE"],
    help: "Whether what an earlier reading of the project came to is used while nothing has changed.")

  static let all: [any AnyCommandOption] = [
    CommonOptions.projectDirectory, profilesDirectory, profile, target, vars, sources, asOf, threads, targetPath,
    warnError, warnErrorOptions, partialParse,
  ]

  /// Loads the project a command line means. Warnings are narrated; errors end the command.
  static func load(_ arguments: Arguments, command: String) throws -> LoadedProject {
    let place = try ProjectPlace(arguments)
    do throws(CompilationFailure) {
      let project = try ProjectLoader.load(place.root, options: try loadOptions(arguments, command: command))
      try tell(project.messages, arguments)
      return project
    } catch {
      throw ProjectFailure(error.messages)
    }
  }

  /// Narrates warnings; with `--warn-error` they end the command.
  static func tell(_ messages: [ProjectMessage], _ arguments: Arguments) throws(CompilationFailure) {
    if takesWarningsForErrors(arguments), !messages.isEmpty {
      throw CompilationFailure(
        messages.map { message in
          var message = message
          message.severity = .error
          return message
        })
    }
    if arguments[RunOptions.quiet] ?? false { return }
    for message in messages { Narration.line("\(message)") }
  }

  /// `--warn-error`, or options that include all warnings.
  static func takesWarningsForErrors(_ arguments: Arguments) -> Bool {
    if let flag = arguments[warnError] { return flag }
    guard let text = arguments[warnErrorOptions],
      let value = try? ConfigValue(yaml: text, named: "--warn-error-options")
    else { return false }
    let included = value["error"] ?? value["include"]
    return included?.stringValue == "all" || included?.stringValue == "*"
  }

  static func loadOptions(_ arguments: Arguments, command: String) throws(CompilationFailure) -> LoadOptions {
    var variables = ConfigValue.map([])
    if let text = arguments[vars] {
      do throws(ProjectMessage) {
        variables = try ConfigValue(yaml: text, named: "--vars")
      } catch {
        throw CompilationFailure([error])
      }
    }
    var options = LoadOptions(
      profilesDirectory: arguments[profilesDirectory], profile: arguments[profile], target: arguments[target],
      vars: variables, sourcesDirectory: arguments[sources].map(absolute), threads: arguments[threads],
      environment: ProcessEnvironment.all, targetPath: arguments[targetPath].map(wholePath), command: command)
    options.usesCache = arguments[partialParse] ?? true
    return options
  }

  /// A path that still holds in a process with another current folder.
  static func absolute(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// A path made absolute against the current folder, whether there is something or not.
  static func wholePath(_ path: String) -> String {
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }

  static func context(_ arguments: Arguments) -> CompilationContext { CompilationContext(asOf: arguments[asOf]) }
}

/// A project that cannot be used, with everything that is wrong with it.
struct ProjectFailure: Error, CustomStringConvertible {
  let messages: [ProjectMessage]

  init(_ messages: [ProjectMessage]) { self.messages = messages }

  var description: String {
    let errors = messages.filter { $0.severity == .error }.count
    return (["the project has \(errors) error\(errors == 1 ? "" : "s")"] + messages.map(\.description))
      .joined(separator: "\n")
  }
}
