import Glibc

/// A file's bytes as they are.
public final class PlainFileReader: ByteReader {
  /// The path, as given.
  public let path: String
  /// The file's size when it was opened, in bytes.
  public let size: Int
  /// How many bytes were read so far.
  public private(set) var fileBytesRead = 0
  private let descriptor: Int32

  /// Opens a regular file, or anything else that reads like one.
  public init(_ path: String) throws(FileReadError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(code, path)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .system(EISDIR, path)
    }
    size = Int(status.st_size)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit {
    close(descriptor)
  }

  /// Reads what one system call gives.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        fileBytesRead += count
        return count
      }
      guard errno == EINTR else { throw .system(errno, path, offset: fileBytesRead) }
    }
  }

  /// What the first bytes say, without moving on.
  public func sniff() throws(FileReadError) -> CompressionFormat {
    var head: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    let count = withUnsafeMutableBytes(of: &head) { pread(descriptor, $0.baseAddress, 4, 0) }
    // A pipe cannot be looked into ahead: it is read as it is.
    guard count > 0 else { return .none }
    return CompressionFormat(magic: [head.0, head.1, head.2, head.3].prefix(count))
  }
}

extension FileReadError {
  static func system(_ code: Int32, _ path: String, offset: Int = 0) -> FileReadError {
    FileReadError(
      kind: code == ENOENT ? .missing : .system(code), path: path, offset: offset,
      detail: String(cString: strerror(code)))
  }
}
