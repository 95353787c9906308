package import Project

/// What a run does with the nodes it selects; raw values are the commands of the shell.
package enum RunCommand: String, Sendable, CaseIterable {
  /// Models, seeds and snapshots with the tests that guard them.
  case build
  /// Models, without tests.
  case run
  /// Tests alone, on what is published.
  case test
  case seed
  case snapshot
  /// Publishes an earlier version of a table again.
  case restore

  /// Whether the command makes this kind of node.
  package func makes(_ type: ResourceType) -> Bool {
    switch (self, type) {
    case (.build, .model), (.build, .seed), (.build, .snapshot): true
    case (.restore, .model), (.restore, .seed), (.restore, .snapshot): true
    case (.run, .model), (.seed, .seed), (.snapshot, .snapshot): true
    default: false
    }
  }

  package var runsTests: Bool { self == .build || self == .test || self == .restore }
  package var runsProcess: Bool { self != .test }
}
