import SQLiteKit

/// Why the run store could not do what it was asked.
package struct RunStoreError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable {
    /// The file is damaged or is no run store.
    case corrupt
    /// It was written by a newer program.
    case newer
    /// There is no store there yet: nothing ever ran.
    case missing
    /// A full disk, a read-only file system, missing rights, an I/O fault.
    case unwritable
    /// Somebody else held the file for longer than the busy timeout.
    case busy
    /// What was asked for contradicts what is stored: a terminal state was to change, an unknown run was named.
    case refused
    /// It was deleted or replaced under who held it.
    case lost
    case other
  }

  package var kind: Kind
  package var path: String
  package var message: String
  /// What to do about it.
  package var advice: String?

  package init(_ kind: Kind, path: String, _ message: String, advice: String? = nil) {
    self.kind = kind
    self.path = path
    self.message = message
    self.advice = advice
  }

  package var description: String { "\(path): \(message)" + (advice.map { "\n  \($0)" } ?? "") }
}

extension RunStoreError {
  /// What a failure of SQLite means for the store in `path`.
  init(_ error: any Error, path: String) {
    if let known = error as? RunStoreError {
      self = known
      return
    }
    guard let failure = error as? SQLiteError else {
      self.init(.other, path: path, String(describing: error))
      return
    }
    switch failure.code {
    case .corrupt, .notADatabase:
      self.init(
        .corrupt, path: path, "the run store is damaged: \(failure.message)",
        advice: "It is moved aside at the next run; the published tables are not in it and are not touched.")
    case .full:
      self.init(.unwritable, path: path, "the disk is full", advice: "Free some space, then: sluice retry")
    case .readOnly, .permission, .cannotOpen:
      self.init(.unwritable, path: path, failure.message, advice: "Check the rights of the folder and its files.")
    case .inputOutput:
      self.init(.unwritable, path: path, failure.message, advice: "The file system failed to read or write.")
    case .busy, .locked:
      self.init(.busy, path: path, "another process holds the run store: \(failure.message)")
    default:
      self.init(.other, path: path, failure.description)
    }
  }
}
