import Glibc

/// A program started in a session of its own: no terminal, no hang-up, its output in a file.
struct SessionProcess {
  var executable: String
  /// The first one is the name the program sees of itself.
  var arguments: [String]
  /// Where its standard output and error go, at the end of what is there.
  var log: String
  /// A descriptor it gets as number 3, with the locks of the open file.
  var inherited: Int32

  // `POSIX_SPAWN_SETSID` of <spawn.h>, visible to C only with _GNU_SOURCE.
  private static let newSession: Int32 = 0x80

  /// - Returns: The new process's number.
  func start() throws(RunStoreError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    posix_spawn_file_actions_adddup2(&actions, inherited, 3)
    // Signals that are ignored or blocked here must not be so there.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGTSTP, SIGWINCH] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(Self.newSession | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid = pid_t()
    let code = posix_spawn(&pid, executable, &actions, &attributes, &words, environ)
    guard code == 0 else {
      throw RunStoreError(
        .other, path: executable, "the run's process cannot be started: \(String(cString: strerror(code)))")
    }
    return pid
  }
}
