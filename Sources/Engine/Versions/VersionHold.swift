package import Project

/// Keeps a version from being dropped while somebody reads it over several looks, such as a screen that pages through it.
///
/// It is a shared lock on a byte of the target's lock file, so it ends with its holder's process whatever happens. One look
/// by one connection needs none: SQLite lets a reader see the rows it began with to the end.
package final class VersionHold: Sendable {
  private let lock: LockFile

  /// Holds a version; nil when the target has no lock file, and so nobody who could drop it.
  package init?(_ relation: RelationName, version: Int64, in directory: StateDirectory) {
    guard let lock = LockFile(lookingAt: directory), (try? lock.tryShare(Self.place(relation, version))) == true
    else { return nil }
    self.lock = lock
  }

  /// Whether anybody holds the version.
  static func isHeld(_ relation: RelationName, version: Int64, in directory: StateDirectory) -> Bool {
    guard let lock = LockFile(lookingAt: directory) else { return false }
    return (try? lock.isHeldElsewhere(place(relation, version))) ?? true
  }

  /// Two versions may share a place: then one is kept a little longer than it had to be.
  private static func place(_ relation: RelationName, _ version: Int64) -> LockFile.Place {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(relation)@\(version)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return .version(Int64(hash & 0xFFFF_FFFF))
  }
}
