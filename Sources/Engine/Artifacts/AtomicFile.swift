import Compression
import Glibc

/// Files that are there whole or as they were: written beside, then renamed.
enum AtomicFile {
  /// Writes a text, making the folders it stands in.
  static func write(_ text: String, to path: String) throws(RunStoreError) { try write([UInt8](text.utf8), to: path) }

  /// Writes what another file has.
  static func copy(_ file: String, to path: String) throws(RunStoreError) {
    guard let reader = try? PlainFileReader(file), let bytes = bytes(of: reader) else {
      throw failure(file, "cannot be read")
    }
    try write(bytes, to: path)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(RunStoreError) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { makeFolder(String(path[..<slash])) }
    let beside = "\(path).\(getpid()).tmp"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(beside, "cannot be written") }
    let isWritten = bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + position }, bytes.count - position)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        position += count
      }
      return true
    }
    let error = errno
    close(descriptor)
    guard isWritten, rename(beside, path) == 0 else {
      if !isWritten { errno = error }
      let failure = failure(path, "cannot be written")
      unlink(beside)
      throw failure
    }
  }

  /// Writes a text, unless the file has it already: looking costs less than making a file and renaming it.
  static func keep(_ text: String, at path: String) throws(RunStoreError) {
    if !holds(text, at: path) { try write(text, to: path) }
  }

  /// Whether the file has this text already.
  static func holds(_ text: String, at path: String) -> Bool {
    guard let file = try? PlainFileReader(path), file.size == text.utf8.count else { return false }
    return bytes(of: file)?.elementsEqual(text.utf8) ?? false
  }

  /// All bytes of a file; nil when not all of them can be read.
  private static func bytes(of file: PlainFileReader) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: file.size) { buffer, count in
      count = (try? file.fill(UnsafeMutableRawBufferPointer(buffer))) ?? 0
    }
    return bytes.count == file.size ? bytes : nil
  }

  private static func makeFolder(_ path: String) {
    guard mkdir(path, 0o755) != 0, errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      return
    }
    makeFolder(String(path[..<slash]))
    mkdir(path, 0o755)
  }

  private static func failure(_ path: String, _ words: String) -> RunStoreError {
    RunStoreError(.unwritable, path: path, "\(words): \(String(cString: strerror(errno)))")
  }
}
