/// A place in one of the author's files. Lines and columns count from 1; a column counts UTF-8 bytes.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible, Codable {
  /// Path relative to the project's root where the file lies inside it, absolute otherwise.
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line):\(column)" }
}
