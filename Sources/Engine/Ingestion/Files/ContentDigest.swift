package import Compression
import Synchronization

/// The hash of a file's bytes in hexadecimal digits, known once somebody has read the file from end to end: a scan does it
/// on the way, so that a file is not read once more only for that.
package final class ContentDigest: Sendable {
  private let path: String
  private let known: Mutex<String?>

  /// A file's digest, to be found.
  package init(of path: String) {
    self.path = path
    known = Mutex(nil)
  }

  /// A digest that was kept.
  package init(of path: String, text: String) {
    self.path = path
    known = Mutex(text)
  }

  /// Whether nobody need read the file for it.
  package var isKnown: Bool { known.withLock { $0 != nil } }

  /// Takes the hash of bytes that are the file's, all of them.
  func note(_ hash: UInt64) {
    known.withLock { if $0 == nil { $0 = String(hash, radix: 16) } }
  }

  /// The digits; reads the file where nobody has yet.
  package func text() throws(FileReadError) -> String {
    if let text = known.withLock({ $0 }) { return text }
    note(try FileFingerprint(of: path, hashingContent: true).contentHash ?? 0)
    return known.withLock { $0 ?? "" }
  }
}
