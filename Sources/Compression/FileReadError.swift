/// A file that cannot be read or unpacked.
public struct FileReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: Sendable, Equatable {
    /// There is no such file.
    case missing
    /// The operating system refused; its error number.
    case system(Int32)
    /// The packed bytes are damaged.
    case corrupt
    /// The packed bytes end before they are complete: half a file.
    case truncated
  }

  /// What went wrong.
  public let kind: Kind
  /// The file's path, as given.
  public let path: String
  /// How many bytes of the file (packed, if it is) were consumed before the fault.
  public let offset: Int
  /// The fault in words.
  public let detail: String

  /// Describes a fault.
  public init(kind: Kind, path: String, offset: Int = 0, detail: String) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.detail = detail
  }

  /// Path, fault and where in the file.
  public var description: String {
    switch kind {
    case .missing: "\(path): no such file"
    case .system: "\(path): \(detail)"
    case .corrupt, .truncated: "\(path): \(detail), at byte \(offset) of the file"
    }
  }
}
