import Glibc

/// The size of the terminal behind standard output and standard error.
enum TerminalSize {
  /// nil when standard output is no terminal.
  static var columns: Int? { columns(STDOUT_FILENO) }

  /// nil when standard error is no terminal.
  static var errorColumns: Int? { columns(STDERR_FILENO) }

  private static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
