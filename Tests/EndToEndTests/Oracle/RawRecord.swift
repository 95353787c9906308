/// A value of a raw file, as it is written there.
enum RawValue: Equatable {
  case string(String)
  case number(String)
  case bool(Bool)
  case null

  /// Its text; nil for null.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null: nil
    }
  }
}

/// A flat JSON object. Reads just what the sample's raw files hold, and shares no code with the engine.
struct RawRecord {
  private(set) var fields: [String: RawValue] = [:]

  subscript(name: String) -> String? { fields[name]?.text }

  /// All objects of a text, whether in an array or one a line.
  static func all(in bytes: [UInt8]) -> [RawRecord] {
    var reader = Reader(bytes: bytes)
    var records: [RawRecord] = []
    while let record = reader.nextObject() { records.append(record) }
    return records
  }

  private struct Reader {
    let bytes: [UInt8]
    var index = 0

    mutating func nextObject() -> RawRecord? {
      guard skip(to: "{") else { return nil }
      var record = RawRecord()
      while index < bytes.count {
        guard let name = nextString(), skip(to: ":") else { return nil }
        record.fields[name] = nextValue()
        while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "}") { index += 1 }
        guard index < bytes.count else { return nil }
        index += 1
        if bytes[index - 1] == UInt8(ascii: "}") { return record }
      }
      return nil
    }

    private mutating func skip(to mark: Unicode.Scalar) -> Bool {
      while index < bytes.count, bytes[index] != UInt8(ascii: mark) { index += 1 }
      index += 1
      return index <= bytes.count
    }

    private mutating func nextString() -> String? {
      guard skip(to: "\"") else { return nil }
      let start = index
      guard skip(to: "\"") else { return nil }
      return String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
    }

    private mutating func nextValue() -> RawValue {
      while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") { return nextString().map { .string($0) } ?? .null }
      let start = index
      while index < bytes.count, !",}\n ".utf8.contains(bytes[index]) { index += 1 }
      switch String(decoding: bytes[start..<index], as: UTF8.self) {
      case "null": return .null
      case "true": return .bool(true)
      case "false": return .bool(false)
      case let text: return .number(text)
      }
    }
  }
}
