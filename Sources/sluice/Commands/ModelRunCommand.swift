import CommandLineKit
import Engine

/// `sluice run`.
enum ModelRunCommand {
  static let command = Command(
    "run", summary: "Build models, without tests.",
    options: RunOptions.all, section: "Run", action: RunLaunch.action(.run))
}
