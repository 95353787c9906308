/// Why a document could not be read, where, and what to do about it.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in one sentence without a place in it.
  public var message: String
  /// What to change, when it can be told.
  public var advice: String?
  /// The file's name as given to the reader.
  public var file: String
  /// Where it is wrong.
  public var position: YAMLPosition

  /// An error at a place.
  public init(_ message: String, advice: String? = nil, file: String, at position: YAMLPosition) {
    self.message = message
    self.advice = advice
    self.file = file
    self.position = position
  }

  public var description: String {
    let place = "\(file.isEmpty ? "<yaml>" : file):\(position.line):\(position.column)"
    return "\(place): \(message)" + (advice.map { " (\($0))" } ?? "")
  }
}

/// A place in a document: line and column, both from 1, columns counted in characters.
public struct YAMLPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// A place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: YAMLPosition, b: YAMLPosition) -> Bool { (a.line, a.column) < (b.line, b.column) }

  public var description: String { "\(line):\(column)" }
}
