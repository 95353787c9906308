/// Collects what a render writes, and from where in the template it came.
struct OutputWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var entries: [SourceMap.Entry] = []
  /// How many captures are running; their text is a value, not output, so that it has no place in the source map.
  private var captures = 0

  /// Writes text of the template.
  mutating func write(_ text: [UInt8], from position: SourcePosition) {
    if captures == 0 {
      entries.append(SourceMap.Entry(output: bytes.count, source: position, isVerbatim: true))
    }
    bytes.append(contentsOf: text)
  }

  /// Writes the text of a value.
  mutating func write(_ value: Value, from position: SourcePosition) throws {
    if captures == 0 {
      entries.append(SourceMap.Entry(output: bytes.count, source: position, isVerbatim: false))
    }
    switch value {
    case .string(var text): text.withUTF8 { bytes.append(contentsOf: $0) }
    default:
      var text = try value.text()
      text.withUTF8 { bytes.append(contentsOf: $0) }
    }
  }

  /// Starts a capture; pass what it returns to ``endCapture(_:)``.
  mutating func beginCapture() -> Int {
    captures += 1
    return bytes.count
  }

  /// Ends a capture and takes what was written since its start out of the output.
  mutating func endCapture(_ start: Int) -> String {
    captures -= 1
    if start >= bytes.count { return "" }
    let text = bytes.withUnsafeBufferPointer { String(decoding: $0[start...], as: UTF8.self) }
    bytes.removeLast(bytes.count - start)
    return text
  }
}
