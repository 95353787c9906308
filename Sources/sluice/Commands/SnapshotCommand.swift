import CommandLineKit
import Engine

/// `sluice snapshot`.
enum SnapshotCommand {
  static let command = Command(
    "snapshot", summary: "Take snapshots.",
    options: RunOptions.all, section: "Run", action: RunLaunch.action(.snapshot))
}
