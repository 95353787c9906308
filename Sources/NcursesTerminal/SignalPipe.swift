internal import Glibc

/// Signals turned into bytes of a pipe, so that the event loop sees them in order with everything else; and the
/// last resort that gives the terminal back when the process is dying.
///
/// Handlers may only touch what is set up before and call what POSIX allows in a handler: `write`, `tcsetattr`,
/// `signal`, `raise`.
enum SignalPipe {
  nonisolated(unsafe) private static var readEnd: CInt = -1
  nonisolated(unsafe) private static var writeEnd: CInt = -1
  nonisolated(unsafe) private static var terminal: CInt = -1
  nonisolated(unsafe) private static var endings = 0
  nonisolated(unsafe) private static var isArmed = false
  nonisolated(unsafe) private static let saved = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  nonisolated(unsafe) private static var farewell: UnsafeMutableBufferPointer<UInt8> = .init(start: nil, count: 0)

  /// Signals that say the program has a fault.
  private static let faults = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP]
  /// Signals that ask it to end.
  private static let ends = [SIGINT, SIGTERM, SIGHUP]

  /// The pipe's end to wait on.
  static var descriptor: CInt { readEnd }

  /// Makes the pipe and takes over the signals.
  ///
  /// - Parameter farewell: the bytes that give the terminal back.
  static func arm(terminal descriptor: CInt, attributes: termios, farewell bytes: [UInt8]) {
    if readEnd < 0 {
      var ends: [CInt] = [-1, -1]
      guard pipe(&ends) == 0 else { return }
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
      readEnd = ends[0]
      writeEnd = ends[1]
    }
    terminal = descriptor
    saved.initialize(to: attributes)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    farewell = buffer
    endings = 0
    isArmed = true
    for signal in ends + [SIGWINCH, SIGCONT, SIGTSTP] { install(signal, onRequest, flags: SA_RESTART) }
    for signal in faults { install(signal, onFault, flags: CInt(bitPattern: UInt32(SA_RESETHAND))) }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Gives the signals back to the system.
  static func disarm() {
    isArmed = false
    for number in ends + faults + [SIGWINCH, SIGCONT, SIGTSTP] { signal(number, SIG_DFL) }
  }

  /// Stops the job this process belongs to, and returns when it goes on.
  ///
  /// The others first, this process deaf to it; then itself, by a signal to this very thread: a signal to the process may
  /// come to another thread after this one has taken the handler back, and then nothing stops. The thread may have it
  /// blocked, and what is blocked the kernel keeps even where it is ignored; so it is let through before.
  static func stopJob() {
    signal(SIGTSTP, SIG_IGN)
    var (only, before) = (sigset_t(), sigset_t())
    sigemptyset(&only)
    sigaddset(&only, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &only, &before)
    kill(0, SIGTSTP)
    signal(SIGTSTP, SIG_DFL)
    raise(SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    rearmSuspend()
  }

  /// Takes `SIGTSTP` again after a stop, for which it was given back.
  private static func rearmSuspend() { install(SIGTSTP, onRequest, flags: SA_RESTART) }

  /// Puts one byte in the pipe; from any thread or handler.
  static func post(_ byte: UInt8) {
    var value = byte
    _ = write(writeEnd, &value, 1)
  }

  /// Takes every byte that waits in the pipe.
  static func take() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(readEnd, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : []
  }

  private static func install(_ number: CInt, _ handler: @escaping @convention(c) (CInt) -> Void, flags: CInt) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    sigaction(number, &action, nil)
  }

  private static let onRequest: @convention(c) (CInt) -> Void = { number in
    let before = errno
    if number == SIGINT || number == SIGTERM || number == SIGHUP {
      endings += 1
      // The loop did not end after the first request: it is stuck, so end here.
      if endings > 1 { leave(by: number) }
    }
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(writeEnd, &byte, 1)
    errno = before
  }

  private static let onFault: @convention(c) (CInt) -> Void = { number in leave(by: number) }

  private static func leave(by number: CInt) {
    if isArmed {
      isArmed = false
      _ = write(terminal, farewell.baseAddress, farewell.count)
      _ = tcsetattr(terminal, TCSANOW, saved)
    }
    signal(number, SIG_DFL)
    raise(number)
  }
}
