import CommandLineKit
import Engine
import Glibc
import Project

/// `sluice debug`: whether project, profile and warehouse are in order.
enum DebugCommand {
  private static let configDirectory = CommandOption<Bool>.flag(
    "--config-dir", help: "Only tell the folder that profiles.yml is read from.")
  private static let connection = CommandOption<Bool>.flag(
    "--connection", help: "Only look whether the warehouse opens.")

  static let command = Command(
    "debug", summary: "Check project, profile and warehouse.",
    options: [configDirectory, connection] + ProjectOptions.all, section: "Project"
  ) { arguments in
    let place = try ProjectPlace(arguments)
    let options = try ProjectOptions.loadOptions(arguments, command: "debug")
    let profiles = ProfileLocation.find(root: place.root, options: options)
    if arguments[configDirectory] {
      StandardOutput.write((profiles?.folder ?? place.root) + "\n")
      return .success
    }
    Narration.line("sluice \(Sluice.version)")
    Narration.line("project: \(place.root)/dbt_project.yml")
    Narration.line(
      "profiles.yml: \(profiles?.path ?? "none found; the target 'local', the engine inside, is always there")")
    do throws(CompilationFailure) {
      let project = try ProjectLoader.load(place.root, options: options)
      if !arguments[connection] {
        for message in project.messages { Narration.line("\(message)") }
        Narration.line("  project '\(project.name)' is in order: \(Figures.count(project.graph.nodes.count)) nodes")
      }
      for (name, value) in project.target.openFields { Narration.line("  \(name): \(value)") }
      let folder = project.target.warehouseDirectory
      let isThere = access(folder, F_OK) == 0
      guard !isThere || access(folder, W_OK) == 0 else {
        Narration.error("the warehouse \(folder) cannot be written: check its permissions")
        return .failure
      }
      Narration.line("  warehouse: \(folder)\(isThere ? "" : ", made by the first build")")
      Narration.line("all is in order")
      return .success
    } catch {
      Narration.error("\(ProjectFailure(error.messages))")
      return .failure
    }
  }
}
