package import Compression
import Glibc

/// What tells a file from what it was before: for the ledger that keeps loads idempotent.
package struct FileFingerprint: Sendable, Hashable {
  /// The path, as given.
  package let path: String
  /// Its size in bytes, as it lies there.
  package let size: Int
  /// When it was last written, in nanoseconds since 1970.
  package let modified: Int64
  /// The number of its inode: a file replaced by another of the same name has a new one.
  package let inode: UInt64
  /// The hash of its bytes (``ContentHash``); nil when it was not asked for.
  package let contentHash: UInt64?

  /// A fingerprint read back from where it was kept.
  package init(path: String, size: Int, modified: Int64, inode: UInt64, contentHash: UInt64?) {
    self.path = path
    self.size = size
    self.modified = modified
    self.inode = inode
    self.contentHash = contentHash
  }

  /// Takes a file's fingerprint; with `hashingContent` it reads the whole file.
  package init(of path: String, hashingContent: Bool) throws(FileReadError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileReadError(
        kind: errno == ENOENT ? .missing : .system(errno), path: path, detail: String(cString: strerror(errno)))
    }
    self.path = path
    size = Int(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
    contentHash = hashingContent ? try Self.hash(path) : nil
  }

  /// Whether the file need not be read to know that it is the same: nothing the system keeps of it has changed.
  package func looksUnchanged(since earlier: FileFingerprint) -> Bool {
    path == earlier.path && size == earlier.size && modified == earlier.modified && inode == earlier.inode
  }

  /// Whether both have the same content, wherever they lie; nil when a hash is missing and the sizes do not tell.
  package func hasSameContent(as other: FileFingerprint) -> Bool? {
    if size != other.size { return false }
    guard let contentHash, let otherHash = other.contentHash else { return nil }
    return contentHash == otherHash
  }

  private static func hash(_ path: String) throws(FileReadError) -> UInt64 {
    let file = try PlainFileReader(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    var hash = ContentHash()
    while case let count = try file.read(into: buffer), count > 0 {
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return hash.value()
  }
}
