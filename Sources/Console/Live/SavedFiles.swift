internal import Engine
internal import Glibc
internal import Synchronization
import Threads

/// Files below some folders as they are saved, deleted or moved. Costs nothing while nothing is saved: the kernel tells (`inotify(7)`).
package enum SavedFiles {
  /// Folders that are never looked into: what programs write there is nobody's source.
  private static let skipped: Set<String> = ["target", "dbt_packages", "logs", "warehouse", "node_modules"]
  /// More folders than this are not watched; a project of that size has its own ways.
  private static let folderLimit = 5_000

  /// Paths of saved files, several saves in a row told as one; ends when nobody listens any more.
  ///
  /// - Parameter endings: as `.sql`; files with other endings are not told.
  package static func stream(below roots: [String], endings: [String]) -> AsyncStream<[String]> {
    AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
      let watch = FolderWatch(roots, endings: endings, skipping: skipped, limit: folderLimit)
      continuation.onTermination = { _ in watch.stop() }
      WorkerThread.start {
        while let files = watch.next() { if !files.isEmpty { continuation.yield(files) } }
        continuation.finish()
      }
    }
  }
}

/// The kernel's notices about a set of folders.
private final class FolderWatch: Sendable {
  private let notices: Int32
  private let stopRead: Int32
  private let stopWrite: Int32
  private let endings: [String]
  private let skipped: Set<String>
  private let limit: Int
  private let folders = Mutex<[Int32: String]>([:])

  init(_ roots: [String], endings: [String], skipping skipped: Set<String>, limit: Int) {
    self.endings = endings
    self.skipped = skipped
    self.limit = limit
    notices = inotify_init1(O_NONBLOCK | O_CLOEXEC)
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (stopRead, stopWrite) = (ends[0], ends[1])
    for root in roots { add(root) }
  }

  deinit {
    for descriptor in [notices, stopRead, stopWrite] where descriptor >= 0 { close(descriptor) }
  }

  func stop() { _ = write(stopWrite, "x", 1) }

  /// Watches a folder and those in it.
  ///
  /// - Returns: the files that lie there already.
  @discardableResult
  private func add(_ folder: String) -> [String] {
    guard folders.withLock({ $0.count }) < limit else { return [] }
    let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR)
    let number = inotify_add_watch(notices, folder, mask)
    guard number >= 0 else { return [] }
    folders.withLock { $0[number] = folder }
    var files: [String] = []
    for name in TextFile.names(in: folder) where !name.hasPrefix(".") && !skipped.contains(name) {
      let path = folder + "/" + name
      if isFolder(path) { files += add(path) } else if isWanted(name) { files.append(path) }
    }
    return files
  }

  private func isWanted(_ name: String) -> Bool { endings.contains { name.hasSuffix($0) } }

  /// Links are not followed: they may lead round in a circle.
  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Waits for saves; `nil` once stopped.
  func next() -> [String]? {
    var waits = [
      pollfd(fd: notices, events: Int16(POLLIN), revents: 0), pollfd(fd: stopRead, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&waits, 2, -1)
    if waits[1].revents != 0 { return nil }
    if count < 0 { return errno == EINTR ? [] : nil }
    // An editor writes, renames and touches in a row.
    usleep(120_000)
    var files: [String] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let length = read(notices, &buffer, buffer.count)
      if length <= 0 { break }
      for file in saved(in: buffer.prefix(length)) where !files.contains(file) { files.append(file) }
    }
    return files
  }

  /// Reads the records of `struct inotify_event`: descriptor, mask, cookie, length of the name, the name.
  private func saved(in bytes: ArraySlice<UInt8>) -> [String] {
    var files: [String] = []
    var offset = 0
    bytes.withUnsafeBytes { raw in
      while offset + 16 <= raw.count {
        let number = raw.loadUnaligned(fromByteOffset: offset, as: Int32.self)
        let mask = raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        let length = Int(raw.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
        let end = min(raw.count, offset + 16 + length)
        let name = String(decoding: raw[(offset + 16)..<end].prefix { $0 != 0 }, as: UTF8.self)
        offset = end
        guard let folder = folders.withLock({ $0[number] }), !name.isEmpty, !name.hasPrefix(".") else { continue }
        let path = folder + "/" + name
        if mask & UInt32(IN_ISDIR) != 0 {
          if skipped.contains(name) { continue }
          let isGone = mask & UInt32(IN_DELETE | IN_MOVED_FROM) != 0
          files += isGone ? [path] : add(path)
        } else if mask & UInt32(IN_CREATE) == 0, isWanted(name) {
          files.append(path)
        }
      }
    }
    return files
  }
}
