import Glibc

/// A folder of a test's own, removed with everything in it when the object goes.
public final class TemporaryFolder: Sendable {
  /// Absolute path, without a slash at the end.
  public let path: String

  public init() {
    var template = Array("/tmp/sluice-test-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/sluice-test-\(getpid())"
  }

  deinit { Self.remove(path) }

  /// Writes a file below the folder, making the folders above it.
  @discardableResult
  public func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }

  /// Writes bytes below the folder, making the folders above the file.
  @discardableResult
  public func write(_ given: [UInt8], to name: String) -> String {
    let file = path + "/" + name
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    var bytes = given[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { break }
      bytes = bytes.dropFirst(count)
    }
    return file
  }

  /// Deletes what is called so below the folder, with everything in it.
  public func remove(_ name: String) { Self.remove(path + "/" + name) }

  private static func remove(_ path: String) {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != "." && name != ".." { removeEntry(path + "/" + name) }
      }
      closedir(folder)
    }
    rmdir(path)
  }

  private static func removeEntry(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR { remove(path) } else { unlink(path) }
  }
}
