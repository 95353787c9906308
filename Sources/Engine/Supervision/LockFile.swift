import Glibc

/// The lock file of a target: one file, one lockable byte for the target and one for every run.
///
/// The kernel lets go of a lock when the last descriptor of its open file is closed, so also when a process is killed:
/// a lock that is held proves that its holder lives, whatever happened to clocks and process numbers. Locks are of the
/// "open file description" kind (Linux, fcntl(2)), which belong to the open file and not to the process: they are
/// passed on to a child with the descriptor, and two parts of one process exclude each other as two processes do.
package final class LockFile: Sendable {
  /// What can be locked. The bytes lie far behind the text that names the holder.
  package enum Place: Sendable, Hashable {
    /// The right to change the target's tables.
    case target
    /// The sign of life of a run.
    case run(RunID)
    /// A version of a table that somebody reads; see `VersionHold`.
    case version(Int64)

    fileprivate var offset: Int64 {
      switch self {
      case .target: 1 << 40
      case .run(let id): (1 << 41) + id.rawValue
      case .version(let place): (1 << 42) + place
      }
    }
  }

  package let path: String
  let descriptor: Int32

  /// Opens the file, making it if there is none.
  package init(_ directory: StateDirectory) throws(RunStoreError) {
    path = directory.lockFile
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunStoreError(
        .unwritable, path: path, "the lock file cannot be opened: \(String(cString: strerror(errno)))")
    }
  }

  /// Opens an existing file to look at its locks only; nil when there is none or it may not be read.
  package init?(lookingAt directory: StateDirectory) {
    path = directory.lockFile
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  /// Takes over a descriptor that was inherited, with the locks it holds.
  init(inherited descriptor: Int32, path: String) {
    self.path = path
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { Glibc.close(descriptor) }

  /// Which file was opened, for those who must not keep it open. Its number is nobody else's for as long as somebody does.
  struct Identity: Sendable, Equatable {
    private let path: String
    private let device: dev_t
    private let number: ino_t

    fileprivate init(_ path: String, _ status: stat) {
      (self.path, device, number) = (path, status.st_dev, status.st_ino)
    }

    /// Whether it is still the one that others find: locks of a deleted file keep nobody away.
    var isInPlace: Bool {
      var found = stat()
      return stat(path, &found) == 0 && found.st_dev == device && found.st_ino == number
    }
  }

  /// Which file this is.
  var identity: Identity {
    var status = stat()
    // Of an open descriptor this cannot fail; if it did, the file would count as gone.
    _ = fstat(descriptor, &status)
    return Identity(path, status)
  }

  /// Locks a place for as long as this object lives.
  ///
  /// - Returns: Whether it is ours now; false when another open file holds it.
  /// - Throws: When the file system has no locks.
  package func tryLock(_ place: Place) throws(RunStoreError) -> Bool {
    if try control(Self.setLock, F_WRLCK, place) != nil { return true }
    return false
  }

  /// Shares a place with others who share it, for as long as this object lives; nobody can lock it meanwhile.
  func tryShare(_ place: Place) throws(RunStoreError) -> Bool { try control(Self.setLock, F_RDLCK, place) != nil }

  /// Lets a place go.
  package func unlock(_ place: Place) throws(RunStoreError) {
    _ = try control(Self.setLock, F_UNLCK, place)
  }

  /// Whether another open file, in this process or another, holds the place. Does not take the lock.
  package func isHeldElsewhere(_ place: Place) throws(RunStoreError) -> Bool {
    guard let answer = try control(Self.getLock, F_WRLCK, place) else { return true }
    return Int32(answer.l_type) != Int32(F_UNLCK)
  }

  /// Names the holder of the target in the file, for those who are refused.
  func write(holder: String) {
    let bytes = Array(holder.utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// Who wrote their name into the file last; they hold the target only if the place is held.
  package func holder() -> String? {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  // `F_OFD_GETLK` and `F_OFD_SETLK` of <fcntl.h>, visible to C only with _GNU_SOURCE.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  /// - Returns: What the kernel answered; nil when the lock is another's.
  private func control(_ command: Int32, _ type: Int32, _ place: Place) throws(RunStoreError) -> flock? {
    var request = flock()
    request.l_type = Int16(type)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = Int(place.offset)
    request.l_len = 1
    while true {
      let code = withUnsafeMutablePointer(to: &request) { fcntl(descriptor, command, UnsafeMutableRawPointer($0)) }
      if code == 0 { return request }
      switch errno {
      case EINTR: continue
      case EAGAIN, EACCES: return nil
      default:
        throw RunStoreError(
          .other, path: path, "the file system gives no locks: \(String(cString: strerror(errno)))",
          advice: "Keep the project's .sluice folder on a local file system.")
      }
    }
  }
}
