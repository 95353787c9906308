import Glibc
import Synchronization

/// Signs of life, and listening for the wish to stop, on a thread of its own: neither may wait for a busy run.
final class RunMonitor: Sendable {
  /// How often somebody's wish to cancel is looked for, in microseconds.
  private static let pause: UInt32 = 40_000
  private static let heartbeatSeconds = 1.0

  private let isOver = Atomic<Bool>(false)

  /// - Parameters:
  ///   - heartbeat: Called every second.
  ///   - cancel: Called once, with who asked.
  init(
    _ run: RunID, _ directory: StateDirectory, heartbeat: @escaping @Sendable () -> Void,
    cancel: @escaping @Sendable (String) -> Void
  ) {
    _ = DedicatedThread.start { [weak self] in
      var reader: RunStoreReader?
      var lastBeat = 0.0
      var isAsked = false
      while let self, !self.isOver.load(ordering: .acquiring) {
        let now = RunDriver.now
        if now - lastBeat >= Self.heartbeatSeconds {
          heartbeat()
          lastBeat = now
        }
        if !isAsked {
          if reader == nil { reader = try? RunStoreReader(directory) }
          if StopSignals.count > 0 || (try? reader?.isCancelRequested(run)) == true {
            isAsked = true
            cancel("cancelled")
          }
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
