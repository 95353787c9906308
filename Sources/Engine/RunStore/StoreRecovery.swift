import Glibc
import SQLiteKit

/// What is done with a run store that cannot be read: it is kept under another name, and a new one starts with numbers
/// that were never given before.
enum StoreRecovery {
  /// - Returns: The name the damaged `state.db` has now.
  static func moveAside(_ directory: StateDirectory, at instant: Instant = .now) throws(RunStoreError) -> String {
    let lost = directory.highestLoggedRun()
    let aside = try StoreFile.moveAside(directory.stateFile, at: instant)
    // Failing rows are kept under the numbers of checks, which start anew.
    if access(directory.failuresFile, F_OK) == 0 { _ = try StoreFile.moveAside(directory.failuresFile, at: instant) }
    let connection = try StoreFile.openForWriting(directory.stateFile, .state)
    do {
      try connection.run("INSERT INTO sqlite_sequence(name, seq) VALUES('runs', ?)", [.integer(lost)])
      try connection.run(
        "INSERT INTO events(at, level, kind, message) VALUES(?, ?, 'store.recovered', ?)",
        [
          .integer(instant.microseconds), .integer(EventRecord.Level.warn.number),
          .text("the run store was damaged and is kept as \(aside); runs before are not listed any more"),
        ])
    } catch {
      throw RunStoreError(error, path: directory.stateFile)
    }
    connection.close()
    return aside
  }
}

extension EventRecord.Level {
  /// The level as the store keeps it, so that "at least this level" is a comparison.
  var number: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    }
  }

  init(number: Int64) {
    switch number {
    case ...0: self = .debug
    case 1: self = .info
    case 2: self = .warn
    default: self = .error
    }
  }
}
