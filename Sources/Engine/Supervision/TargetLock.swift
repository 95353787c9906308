import Glibc

/// The right to change a target's tables: one run, restore or vacuum at a time.
package final class TargetLock: Sendable {
  private let lock: LockFile

  /// Takes the right if nobody has it.
  ///
  /// - Parameter purpose: For those who are refused: `run 42`, `vacuum`.
  /// - Returns: nil when somebody else has it; see `holder(of:)`.
  package init?(_ lock: LockFile, purpose: String, at instant: Instant = .now) throws(RunStoreError) {
    guard try lock.tryLock(.target) else { return nil }
    self.lock = lock
    let holder: JSONValue = [
      "purpose": .string(purpose), "pid": .int(Int64(getpid())), "user": .string(Self.user),
      "since": .string(instant.iso8601),
    ]
    lock.write(holder: holder.text)
  }

  deinit { try? lock.unlock(.target) }

  /// Who has the right now, in words; nil when nobody has.
  package static func holder(of directory: StateDirectory) -> String? {
    guard let lock = LockFile(lookingAt: directory), (try? lock.isHeldElsewhere(.target)) == true else { return nil }
    guard let text = lock.holder(), let told = try? JSONValue(parsing: text) else { return "another process" }
    let since = (told["since"]?.stringValue ?? "").prefix(19)
    return "\(told["purpose"]?.stringValue ?? "another process") (process \(told["pid"]?.intValue ?? 0)"
      + ", by \(told["user"]?.stringValue ?? "somebody"), since \(since)Z)"
  }

  /// The login name of whoever runs this process.
  package static var user: String {
    for name in ["SUDO_USER", "USER", "LOGNAME"] {
      if let value = getenv(name) { return String(cString: value) }
    }
    if let entry = getpwuid(getuid()), let name = entry.pointee.pw_name { return String(cString: name) }
    return "uid \(getuid())"
  }
}
