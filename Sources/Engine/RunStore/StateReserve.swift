import Glibc

/// Room set aside for a run's last words: when the disk is full the file is given up, so that the store can still be told
/// how the run ended.
struct StateReserve {
  /// What the end of a run of a thousand steps takes in the store's log, and as much again.
  private static let bytes = 512 << 10

  private let path: String

  init(_ directory: StateDirectory) { path = directory.path + "/reserve" }

  /// Sets the room aside, as far as there is any. Failing to is no error: there is just nothing to give up then.
  func keep() {
    var status = stat()
    if stat(path, &status) == 0, Int(status.st_size) >= Self.bytes { return }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if posix_fallocate(descriptor, 0, off_t(Self.bytes)) != 0 { unlink(path) }
  }

  func giveUp() { unlink(path) }
}
