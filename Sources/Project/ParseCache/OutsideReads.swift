import Synchronization

/// What reading a project looked at besides its files: a cache of the reading holds only while these stand.
final class OutsideReads: Sendable {
  private struct Reads {
    var environment: Set<String> = []
    var flags = false
    var clock = false
  }

  private let reads = Mutex(Reads())

  func note(variable name: String) { reads.withLock { _ = $0.environment.insert(name) } }

  /// The command's own flags were looked at: `flags.WHICH`.
  func noteFlags() { reads.withLock { $0.flags = true } }

  /// The time of day was looked at: what came of it holds for nobody else.
  func noteClock() { reads.withLock { $0.clock = true } }

  var environment: [String] { reads.withLock { $0.environment.sorted() } }
  var readsFlags: Bool { reads.withLock { $0.flags } }
  var readsClock: Bool { reads.withLock { $0.clock } }
}
