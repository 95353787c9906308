/// Why a statement could not be read or translated, and where in the text that was given.
public struct SQLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// Where: a UTF-8 byte offset into the input.
  public var offset: Int
  /// The line of `offset`, from 1.
  public var line: Int
  /// The column of `offset` in characters, from 1.
  public var column: Int
  /// The construct that has no translation, when that is the reason.
  public var construct: String?
  /// What to do about it.
  public var hint: String?

  /// Makes an error at a byte offset of `source`; line and column are counted here.
  public init(
    _ message: String, offset: Int, in source: some Collection<UInt8>, construct: String? = nil, hint: String? = nil
  ) {
    self.message = message
    self.offset = offset
    self.construct = construct
    self.hint = hint
    var line = 1
    var column = 1
    for byte in source.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }

  /// `3:14: message; hint`.
  public var description: String { "\(line):\(column): \(words)" }

  /// `message; hint`.
  public var words: String { hint.map { "\(message); \($0)" } ?? message }
}
