import CommandLineKit
import Engine
import Project

/// What says which earlier state selections compare with, and what unselected nodes are read from.
enum StateOptions {
  static let state = CommandOption<String?>.value(
    "--state", placeholder: "DIR", environment: ["DBT_STATE", "DBT_ARTIFACT_STATE_PATH"],
    help: "A folder with an earlier manifest.json, for state:, result:, source_status: and --defer.")
  static let `defer` = CommandOption<Bool>.flag(
    "--defer", environment: ["DBT_DEFER", "DBT_DEFER_TO_STATE"],
    help: "Read nodes that are not selected and not built here from where --state has them.")
  static let favorState = CommandOption<Bool>.flag(
    "--favor-state", environment: ["DBT_FAVOR_STATE"], help: "With --defer: even those that are built here.")
  static let deferState = CommandOption<String?>.value(
    "--defer-state", placeholder: "DIR", environment: ["DBT_DEFER_STATE"], help: "The folder for --defer alone.")

  static let all: [any AnyCommandOption] = [state, `defer`, favorState, deferState]

  /// The project as `--defer` wants it read, by a command that runs nothing.
  static func deferring(_ project: LoadedProject, _ selected: [NodeID], _ arguments: Arguments) throws -> LoadedProject
  {
    guard arguments[`defer`] else { return project }
    let folder = arguments[deferState] ?? arguments[state]
    return try DeferredReading.applied(
      folder.map(ProjectOptions.absolute), favoring: arguments[favorState], project, Set(selected))
  }

  /// What is known of earlier states: the folder that is named, or what the last good run left.
  static func history(_ arguments: Arguments, of project: LoadedProject) throws -> SelectionHistory {
    try RunHistory.selection(stateDirectory: arguments[state].map(ProjectOptions.absolute), for: project)
  }
}
