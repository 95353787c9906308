/// Records of a CSV text: quotes, doubled quotes, line ends inside quotes.
struct SeedRecords {
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var place = 0
  private var line = 1

  init(_ text: String, delimiter: UInt8) {
    bytes = Array(text.utf8)
    self.delimiter = delimiter
  }

  /// The next record and the line it begins on; nil at the end.
  mutating func next() -> (values: [String], line: Int)? {
    guard place < bytes.count else { return nil }
    let start = line
    var values: [String] = []
    var value: [UInt8] = []
    var isQuoted = false
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == 10 { line += 1 }
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            value.append(byte)
            place += 1
          } else {
            isQuoted = false
          }
        } else {
          value.append(byte)
        }
      } else if byte == UInt8(ascii: "\""), value.isEmpty {
        isQuoted = true
      } else if byte == delimiter {
        values.append(String(decoding: value, as: UTF8.self))
        value = []
      } else if byte == 10 || byte == 13 {
        if byte == 13, place < bytes.count, bytes[place] == 10 {
          place += 1
          line += 1
        }
        break
      } else {
        value.append(byte)
      }
    }
    values.append(String(decoding: value, as: UTF8.self))
    return (values, start)
  }
}
