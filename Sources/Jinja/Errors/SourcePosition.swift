/// A place in a template's text: its offset in UTF-8 bytes after line ends were made uniform.
struct SourcePosition: Sendable, Equatable {
  var offset: Int32

  init(_ offset: Int) { self.offset = Int32(truncatingIfNeeded: offset) }
}

/// The text positions refer to, and what is shared by everything parsed from one template.
final class TemplateText: Sendable {
  let name: String
  /// The text with every line end as `\n`, in UTF-8.
  let bytes: [UInt8]
  /// The names that occur in the template; symbols are indices into it.
  let symbols: SymbolTable

  init(name: String, bytes: [UInt8], symbols: SymbolTable) {
    self.name = name
    self.bytes = bytes
    self.symbols = symbols
  }

  /// The 1-based line and column (in Unicode scalars) of `position`.
  func lineAndColumn(of position: SourcePosition) -> (line: Int, column: Int) {
    TemplateText.lineAndColumn(of: Int(position.offset), in: bytes)
  }

  static func lineAndColumn(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}
