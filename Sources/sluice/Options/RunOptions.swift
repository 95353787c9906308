import CommandLineKit
import Engine
import Glibc
import Project

/// What says how a run is to go.
enum RunOptions {
  static let selector = CommandOption<String?>.value(
    "--selector", placeholder: "NAME", environment: ["DBT_SELECTOR"],
    help: "A selection that selectors.yml gives a name.")
  static let indirect = CommandOption<IndirectSelection>.value(
    "--indirect-selection", placeholder: "MODE", default: .eager, environment: ["DBT_INDIRECT_SELECTION"],
    help: "Which tests come along with selected nodes.")
  static let fullRefresh = CommandOption<Bool?>.toggle(
    "--full-refresh", "-f", environment: ["DBT_FULL_REFRESH"], help: "Build incremental tables from nothing.")
  static let force = CommandOption<Bool>.flag("--force", help: "Build even what has not changed.")
  static let failFast = CommandOption<Bool?>.toggle(
    "--fail-fast", "-x", environment: ["DBT_FAIL_FAST"], help: "Stop the run at the first failure.")
  static let storeFailures = CommandOption<Bool?>.toggle(
    "--store-failures", environment: ["DBT_STORE_FAILURES"],
    help: "Keep the failing rows of tests in tables too, as dbt does.")
  static let empty = CommandOption<Bool?>.toggle(
    "--empty", environment: ["DBT_EMPTY"], help: "Read no rows: builds the shapes alone.")
  static let eventTimeStart = CommandOption<String?>.value(
    "--event-time-start", placeholder: "TIME", environment: ["DBT_EVENT_TIME_START"],
    help: "Make the batches of microbatch models from here on: 2024-09-01.")
  static let eventTimeEnd = CommandOption<String?>.value(
    "--event-time-end", placeholder: "TIME", environment: ["DBT_EVENT_TIME_END"],
    help: "Make the batches of microbatch models up to here.")
  static let timeout = CommandOption<Double?>.value(
    "--timeout", placeholder: "SECONDS", help: "The longest a step may take.")
  static let confirmMassClose = CommandOption<Bool>.flag(
    "--confirm-mass-close", help: "Let histories and snapshots close most of their keys.")
  static let refuse = CommandOption<Bool>.flag("--no-wait", help: "Fail when another run is at work on the target.")
  static let inProcess = CommandOption<Bool>.flag(
    "--in-process", help: "Run in this process, which ends the run with it: for tests and containers.")
  static let detach = CommandOption<Bool>.flag("--detach", help: "Start the run and return at once; prints its number.")
  static let quiet = CommandOption<Bool?>.toggle(
    "--quiet", "-q", environment: ["DBT_QUIET"], help: "Tell only what went wrong.")
  static let color = CommandOption<Bool?>.toggle(
    "--color", "--use-colors", environment: ["DBT_USE_COLORS"], help: "Colours, whatever the terminal and NO_COLOR say."
  )

  static let all: [any AnyCommandOption] = choosing + following + ProjectOptions.all

  /// What says which nodes are made, and how thoroughly.
  static let choosing: [any AnyCommandOption] =
    [
      CommonOptions.select, CommonOptions.exclude, selector, indirect, SelectionOptions.resourceTypes,
      SelectionOptions.excludedTypes, fullRefresh, force, failFast, storeFailures, empty, eventTimeStart, eventTimeEnd,
      timeout,
      confirmMassClose,
    ] + StateOptions.all

  /// Of those, what says how the run is carried and told.
  static let following: [any AnyCommandOption] = [refuse, inProcess, detach, quiet, color, LogFormat.option]

  /// What a command line asks for, whole: the process that carries the run gets nothing else.
  static func request(_ arguments: Arguments, _ command: RunCommand, place: ProjectPlace) -> RunRequest {
    var request = RunRequest(projectDirectory: place.root, command: command)
    request.select = arguments[CommonOptions.select]
    request.exclude = arguments[CommonOptions.exclude]
    request.selector = arguments[selector]
    request.resourceTypes = arguments[SelectionOptions.resourceTypes]
    request.excludedTypes = arguments[SelectionOptions.excludedTypes]
    request.stateArtifacts = arguments[StateOptions.state].map(ProjectOptions.absolute)
    request.defers = arguments[StateOptions.defer]
    request.favorsState = arguments[StateOptions.favorState]
    request.deferArtifacts = arguments[StateOptions.deferState].map(ProjectOptions.absolute)
    request.targetPath = arguments[ProjectOptions.targetPath].map(ProjectOptions.wholePath)
    request.indirectSelection = arguments[indirect].rawValue
    request.fullRefresh = arguments[fullRefresh] ?? false
    request.force = arguments[force]
    request.failFast = arguments[failFast] ?? false
    request.storeFailures = arguments[storeFailures] ?? false
    request.empty = arguments[empty] ?? false
    request.confirmsMassClose = arguments[confirmMassClose]
    request.eventTimeStart = arguments[eventTimeStart]
    request.eventTimeEnd = arguments[eventTimeEnd]
    request.timeoutSeconds = arguments[timeout]
    request.profilesDirectory = arguments[ProjectOptions.profilesDirectory].map(ProjectOptions.absolute)
    request.profile = arguments[ProjectOptions.profile]
    request.target = arguments[ProjectOptions.target]
    request.vars = arguments[ProjectOptions.vars]
    request.sourcesDirectory = arguments[ProjectOptions.sources].map(ProjectOptions.absolute)
    request.asOf = arguments[ProjectOptions.asOf]
    request.threads = arguments[ProjectOptions.threads]
    request.whenBusy = arguments[refuse] ? .refuse : .wait
    request.commandLine = shellLine(arguments)
    return request
  }

  /// The command line as it could be typed again.
  static func shellLine(_ arguments: Arguments) -> String {
    (["sluice"] + arguments.words.map(quoted)).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_./:=+,@%".utf8.contains(byte)
        }
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

extension IndirectSelection: ArgumentValue {}
