import CommandLineKit
import Engine

/// `sluice build`.
enum BuildCommand {
  static let command = Command(
    "build", summary: "Build nodes and check them: three gates each, in the order of the graph.",
    discussion: """
      The run is carried by a process of its own: Ctrl-C asks it to stop, a closed terminal leaves it going on. What has
      not changed since it was last published is reused.
      """,
    examples: [
      .init("sluice build", "everything that changed"),
      .init("sluice build --sources big --threads 2", "from other raw files"),
      .init("sluice build --log-format json | jq .message", "the events of the run as data"),
    ],
    options: RunOptions.all, section: "Run", action: RunLaunch.action(.build))
}
