import CommandLineKit

/// dbt's flags for every command: where this program has nothing to switch they are taken and change nothing, so that
/// scripts written for dbt run as they are.
enum GlobalFlags {
  private static let switches = [
    "--log-cache-events", "--cache-selected-only", "--populate-cache", "--print", "--send-anonymous-usage-stats",
    "--static-parser", "--use-colors-file", "--use-experimental-parser", "--version-check", "--introspect",
    "--use-fast-test-edges", "--macro-debugging", "--single-threaded", "--inject-ephemeral-ctes",
    "--show-resource-report",
    "--show-all-deprecations", "--validate-macro-args", "--skip-nodes-if-on-run-start-fails", "--debug",
    "--require-explicit-package-overrides-for-builtin-materializations",
  ]
  private static let values = [
    "--log-level", "--log-level-file", "--log-path", "--log-format-file", "--log-file-max-bytes", "--printer-width",
    "--partial-parse-file-path", "--partial-parse-file-diff", "--record-timing-info", "--event-time-start",
    "--event-time-end", "--sample",
  ]
  private static let ignored = "Taken for dbt's sake; changes nothing."

  private static let quiet = CommandOption<Bool?>.toggle(
    "--quiet", "-q", environment: ["DBT_QUIET"], isHidden: true, help: "No warnings.")

  /// What every command takes.
  static let all: [any AnyCommandOption] = [quiet] + withoutEffect

  private static let withoutEffect: [any AnyCommandOption] =
    switches.map { CommandOption<Bool?>.toggle($0, isHidden: true, help: ignored) }
    + values.map { CommandOption<String?>.value($0, placeholder: "VALUE", isHidden: true, help: ignored) }

  /// dbt takes its flags before the command too: the command line with the command's word first.
  ///
  /// Only flags of dbt move, so that a plain `sluice --theme x` stays what it is.
  static func withCommandFirst(_ words: [String], commands: Set<String>) -> [String] {
    var place = 0
    while place < words.count {
      let name = words[place].split(separator: "=", maxSplits: 1).first.map(String.init) ?? words[place]
      if movable.contains(name) || name.hasPrefix("--no-") && movable.contains("--" + name.dropFirst(5)) {
        place += 1
      } else if movableValues.contains(name) {
        place += words[place].contains("=") ? 1 : 2
      } else {
        break
      }
    }
    guard place > 0, place < words.count, commands.contains(words[place]) else { return words }
    return [words[place]] + words[..<place] + words[(place + 1)...]
  }

  private static let movable = Set(
    switches + [
      "--quiet", "-q", "--fail-fast", "-x", "--use-colors", "--warn-error", "--partial-parse", "--write-json",
      "--full-refresh", "-f", "--store-failures", "--defer", "--favor-state", "--empty",
    ])
  private static let movableValues = Set(
    values + [
      "--log-format", "--target", "-t", "--profile", "--profiles-dir", "--project-dir", "--vars", "--threads",
      "--state",
      "--target-path", "--warn-error-options", "--indirect-selection", "--defer-state",
    ])
}
