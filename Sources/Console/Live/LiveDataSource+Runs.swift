package import Engine
internal import Project

extension LiveDataSource {
  package func checks(of run: RunID) async throws -> [CheckRecord] {
    try await reading(else: []) { try $0.checks(of: run) }
  }

  package func events(of run: RunID) async throws -> [EventRecord] {
    try await reading(else: []) { reader in
      try reader.events(EventQuery(run: run, minimumLevel: .debug, limit: Replay.eventLimit))
    }
  }

  package func export(_ run: RunID, to path: String) async throws -> String {
    if isReadOnly { throw ConsoleRefusal("this console is read-only: sluice run-export writes the file") }
    let directory = directory
    return try await onThread {
      RunArchiveWords.written(
        run, try RunArchive.write(run, of: directory, project: ArchivedProject(try loadedProject()), to: path))
    }
  }

  package var savedFiles: AsyncStream<[String]> {
    SavedFiles.stream(below: [root], endings: [".sql", ".yml", ".yaml", ".csv", ".md", ".py"])
  }
}

/// How the writing of a run to a file is told.
package enum RunArchiveWords {
  /// `run 42 written to x.db: 312 events, 20 failing rows, 88 kB; sluice console x.db opens it`.
  package static func written(_ run: RunID, _ summary: RunArchive.Summary) -> String {
    "run \(run) written to \(summary.path): \(summary.events) events, \(summary.failingRows) failing rows, "
      + "\(Figures.short(summary.bytes))B; open it with: sluice console \(ShellWord.quoted(summary.path))"
  }
}
