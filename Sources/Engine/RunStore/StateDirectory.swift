import Glibc

/// The places inside a target's `.sluice` folder.
package struct StateDirectory: Sendable, Hashable {
  /// Absolute path of the folder.
  package var path: String

  package init(_ path: String) { self.path = path }

  /// Runs, steps, gates, checks, events.
  package var stateFile: String { path + "/state.db" }
  /// Failing rows per check.
  package var failuresFile: String { path + "/failures.db" }
  /// Who works on the target, and which runs are alive; see `LockFile`.
  package var lockFile: String { path + "/lock" }
  package var logs: String { path + "/logs" }
  package var scratch: String { path + "/scratch" }

  /// What the supervisor of a run prints.
  package func log(of run: RunID) -> String { "\(logs)/run-\(run).log" }

  /// Makes the folder and those inside it, and sets room aside for bad times.
  package func create() throws(RunStoreError) {
    for folder in [path, logs, scratch] { try Self.makeFolder(folder) }
    StateReserve(self).keep()
  }

  /// The last thing the process of a run printed; nil when it printed nothing.
  func lastLine(ofLogOf run: RunID) -> String? {
    let descriptor = open(log(of: run), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 2_048)
    let size = lseek(descriptor, 0, SEEK_END)
    let count = pread(descriptor, &bytes, bytes.count, max(0, size - off_t(bytes.count)))
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init)
  }

  /// The largest run number a log file is left of, or 0: numbers are never given twice, even if `state.db` is lost.
  func highestLoggedRun() -> Int64 {
    guard let folder = opendir(logs) else { return 0 }
    defer { closedir(folder) }
    var highest: Int64 = 0
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix("run-"), name.hasSuffix(".log") else { continue }
      highest = max(highest, Int64(name.dropFirst(4).dropLast(4)) ?? 0)
    }
    return highest
  }

  private static func makeFolder(_ folder: String) throws(RunStoreError) {
    var partial = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      partial += "/" + part
      if mkdir(partial, 0o755) == 0 || errno == EEXIST || errno == EISDIR { continue }
      // A parent that cannot be made may still exist (a mount point, a read-only root): the last one decides.
      if access(partial, F_OK) == 0 { continue }
      throw RunStoreError(
        .unwritable, path: partial, "the folder cannot be made: \(String(cString: strerror(errno)))",
        advice: "Check the rights of the folder above it.")
    }
  }
}
