import Engine
import Glibc
import Threads

/// Tells when a target's run store was written, without looking again and again: the kernel tells (inotify), so that an idle
/// console sleeps. Where the kernel cannot tell (a network mount), a look at the file once a second does.
enum StoreChanges {
  static func stream(of directory: StateDirectory) -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let watch = FileWatch(directory.path)
      continuation.onTermination = { _ in watch.stop() }
      WorkerThread.start {
        var store = CommittedVersion(directory)
        while watch.waitForChange() { if store.hasMoved() { continuation.yield() } }
        continuation.finish()
      }
    }
  }
}

/// Whether anything was committed to the run store since the last look. Reading it touches its files too: without this
/// question every look of the console would call for another.
private struct CommittedVersion {
  private let directory: StateDirectory
  private var reader: RunStoreReader?
  private var version: Int64?
  /// Which file the reader has open: the folder may be moved away, and another put in its place.
  private var file: FileNumber?

  init(_ directory: StateDirectory) { self.directory = directory }

  mutating func hasMoved() -> Bool {
    let there = FileNumber(directory.stateFile)
    if there != file {
      (reader, file) = (nil, there)
      version = nil
    }
    if reader == nil, there != nil { reader = try? RunStoreReader(directory) }
    guard let now = try? reader?.dataVersion() else {
      // Gone or moved aside: look anew, and let the console see for itself.
      reader = nil
      return true
    }
    defer { version = now }
    return now != version
  }
}

/// A file, whatever it is called by now.
private struct FileNumber: Equatable {
  let device: UInt64
  let number: UInt64

  /// - Returns: nil when there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

/// Waits for writes to the files of one folder.
private final class FileWatch: Sendable {
  private let notifications: Int32
  private let wakeRead: Int32
  private let wakeWrite: Int32
  private let path: String

  init(_ path: String) {
    self.path = path
    notifications = inotify_init1(O_NONBLOCK | O_CLOEXEC)
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (wakeRead, wakeWrite) = (ends[0], ends[1])
    addWatch()
  }

  deinit {
    for descriptor in [notifications, wakeRead, wakeWrite] where descriptor >= 0 { close(descriptor) }
  }

  /// Safe to call from any thread; the wait ends.
  func stop() { _ = write(wakeWrite, "x", 1) }

  private func addWatch() {
    // That the store was deleted is told by its file: the folder stays known to the kernel for as long as that is open here.
    let changes = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVE_SELF | IN_DELETE_SELF
    if inotify_add_watch(notifications, path, UInt32(changes)) < 0 {
      // The folder is made by the first run, or put back by who moved it away: its parent tells when.
      let parent = path.split(separator: "/").dropLast().joined(separator: "/")
      inotify_add_watch(notifications, "/" + parent, UInt32(IN_CREATE | IN_MOVED_TO))
    }
  }

  /// False once stopped. Several writes in a row are told as one.
  func waitForChange() -> Bool {
    var events = [
      pollfd(fd: notifications, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&events, 2, notifications < 0 ? 1_000 : -1)
    if events[1].revents != 0 { return false }
    if count < 0, errno != EINTR { return false }
    // A run writes every few milliseconds; the eye needs less.
    usleep(60_000)
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while read(notifications, &buffer, buffer.count) > 0 {}
    addWatch()
    return true
  }
}
