import CommandLineKit
import Engine

/// `sluice seed`.
enum SeedCommand {
  static let command = Command(
    "seed", summary: "Load seeds: the CSV files of the project.",
    options: RunOptions.all, section: "Run", action: RunLaunch.action(.seed))
}
