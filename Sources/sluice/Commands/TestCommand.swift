import CommandLineKit
import Engine

/// `sluice test`.
enum TestCommand {
  static let command = Command(
    "test", summary: "Run tests on what is published.",
    options: RunOptions.all, section: "Run", action: RunLaunch.action(.test))
}
