import Glibc
import Synchronization
import Threads

/// Signs of life, and listening for the wish to stop, on a thread of its own: neither may wait for a busy run.
final class RunMonitor: Sendable {
  /// How often a signal to stop is looked for, in microseconds.
  private static let pause: UInt32 = 10_000
  /// Every how many looks at the signals the store is asked as well.
  private static let looksPerQuestion = 4
  private static let heartbeatSeconds = 1.0

  private let isOver = Atomic<Bool>(false)

  /// - Parameters:
  ///   - heartbeat: Called every second.
  ///   - cancel: Called once, with who asked.
  init(
    _ run: RunID, _ directory: StateDirectory, heartbeat: @escaping @Sendable () -> Void,
    cancel: @escaping @Sendable (String) -> Void
  ) {
    _ = OperatingThread.start { [weak self] in
      var reader: RunStoreReader?
      func isRequested() -> Bool {
        if reader == nil { reader = try? RunStoreReader(directory) }
        return (try? reader?.isCancelRequested(run)) == true
      }
      var looks = 0
      var lastBeat = 0.0
      var isAsked = false
      while let self, !self.isOver.load(ordering: .acquiring) {
        let now = monotonicSeconds()
        if now - lastBeat >= Self.heartbeatSeconds {
          heartbeat()
          lastBeat = now
        }
        looks += 1
        if !isAsked, StopSignals.count > 0 || (looks % Self.looksPerQuestion == 0 && isRequested()) {
          isAsked = true
          cancel("cancelled")
        }
        usleep(Self.pause)
      }
    }
  }

  func stop() { isOver.store(true, ordering: .releasing) }

  deinit { stop() }
}

/// How often this process was asked by a signal to end.
enum StopSignals {
  private static let counter = Atomic<Int>(0)

  static var count: Int { counter.load(ordering: .relaxed) }

  /// INT and TERM are counted; a hang-up means nothing to a run.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      // An atomic addition is all the handler does: nothing else is safe in one.
      signal(number) { _ in StopSignals.counter.add(1, ordering: .relaxed) }
    }
    signal(SIGHUP, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }
}
