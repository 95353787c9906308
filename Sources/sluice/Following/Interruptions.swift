import Glibc
import Synchronization

/// How often Ctrl-C was pressed since somebody cares.
enum Interruptions {
  private static let counter = Atomic<Int>(0)

  static var count: Int { counter.load(ordering: .relaxed) }

  /// From now on Ctrl-C is counted instead of ending the program.
  static func listen() {
    // An atomic addition is all the handler does: nothing else is safe in one.
    signal(SIGINT) { _ in Interruptions.counter.add(1, ordering: .relaxed) }
  }
}
