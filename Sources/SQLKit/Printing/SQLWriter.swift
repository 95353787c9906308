/// Output text under construction, with marks back to the input.
struct SQLWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var map = SourceMap()

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
    map.marks.reserveCapacity(capacity / 8)
  }

  /// What follows stems from this place of the input.
  mutating func mark(_ input: Int32) {
    let output = Int32(truncatingIfNeeded: bytes.count)
    if let last = map.marks.last, last.output == output {
      map.marks[map.marks.count - 1].input = input
    } else {
      map.marks.append((output, input))
    }
  }

  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
