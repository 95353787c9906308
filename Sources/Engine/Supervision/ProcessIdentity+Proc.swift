import Glibc

extension ProcessIdentity {
  /// This process.
  package static var current: ProcessIdentity {
    let pid = getpid()
    return ProcessIdentity(processID: pid, startTicks: startTicks(of: pid) ?? 0, bootID: currentBootID)
  }

  /// Whether exactly this process still runs on this machine since this boot: another process with its number does not
  /// count. For file systems without locks; see `LockFile`.
  package var isAlive: Bool {
    guard bootID == Self.currentBootID, processID > 0, let ticks = Self.startTicks(of: processID) else { return false }
    return ticks == startTicks
  }

  private static var currentBootID: String {
    (readSmallFile("/proc/sys/kernel/random/boot_id") ?? "").split(separator: "\n").first.map(String.init) ?? ""
  }

  /// Field 22 of `/proc/PID/stat`. The command's name in field 2 may hold spaces and parentheses: fields are counted
  /// from the last one. A zombie (state Z) is as good as gone.
  private static func startTicks(of pid: Int32) -> Int64? {
    guard let text = readSmallFile("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }
}

/// The text of a file of a few kilobytes, as those below `/proc`; nil when it cannot be read.
func readSmallFile(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 8_192)
  let count = read(descriptor, &bytes, bytes.count)
  guard count >= 0 else { return nil }
  return String(decoding: bytes[..<count], as: UTF8.self)
}
