import CommandLineKit
import Engine
import Project

/// What says whether a command leaves artifacts.
enum ArtifactOptions {
  static let writeJSON = CommandOption<Bool?>.toggle(
    "--write-json", environment: ["DBT_WRITE_JSON"], help: "Whether to leave artifacts in the target folder.")

  static func writes(_ arguments: Arguments) -> Bool { arguments[writeJSON] ?? true }

  /// Writes `manifest.json`, unless `--no-write-json` says otherwise.
  static func writeManifest(_ project: LoadedProject, compiled: [NodeID: String] = [:], _ arguments: Arguments) throws {
    if writes(arguments) { try ProjectArtifacts(project).writeManifest(compiled: compiled) }
  }
}
