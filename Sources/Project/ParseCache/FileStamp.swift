import Glibc

/// A file as it lay there: enough to see that it was not touched, and a digest of its bytes for when it was.
struct FileStamp: Equatable {
  var path: String
  var size: Int
  /// Nanoseconds since 1970.
  var modified: Int
  var changed: Int
  var inode: Int
  /// Of its bytes; 0 until it is asked for.
  var digest: UInt64 = 0

  /// nil: there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.path = path
    size = Int(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    changed = Self.nanoseconds(status.st_ctim)
    inode = Int(truncatingIfNeeded: status.st_ino)
  }

  init(path: String, size: Int, modified: Int, changed: Int, inode: Int, digest: UInt64) {
    self.path = path
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
    self.digest = digest
  }

  /// Reads the file for its digest; false when it cannot be read.
  mutating func takeDigest() -> Bool {
    guard let bytes = ProjectFolder.bytes(path) else { return false }
    digest = QuickDigest.of(bytes)
    return true
  }

  /// Whether a file looked at now is the one of an earlier stamp; where its times differ its bytes tell.
  func isStill(_ earlier: FileStamp) -> Bool {
    guard path == earlier.path, size == earlier.size else { return false }
    if modified == earlier.modified, changed == earlier.changed, inode == earlier.inode { return true }
    var now = self
    return now.takeDigest() && now.digest == earlier.digest
  }

  /// Whether the file was last written safely before a moment: by more than the kernel's clock for file times takes from
  /// one value to the next. Written later, it may be written once more without its stamp showing it.
  func isOlder(than moment: Int) -> Bool { changed < moment - 20_000_000 }

  private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec * 1_000_000_000 + time.tv_nsec }

  /// The time now.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }
}

/// A quick 64-bit digest of bytes, against damage and change, not against malice.
enum QuickDigest {
  /// Eight bytes at a time, mixed by multiplication (the finaliser is that of splitmix64).
  static func of(_ bytes: [UInt8], from start: Int = 0) -> UInt64 {
    bytes.withUnsafeBytes { raw in
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 &+ UInt64(raw.count - start)
      var place = start
      while place + 8 <= raw.count {
        hash = mixed(hash ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
      }
      var rest: UInt64 = 0
      while place < raw.count {
        rest = rest << 8 | UInt64(raw[place])
        place += 1
      }
      return mixed(hash ^ rest)
    }
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value &+ 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
