/// JSON text in and out of configuration values.
enum JSONText {
  /// What was wrong with a text.
  struct Failure: Error {
    var message: String
    var offset: Int
  }

  // MARK: Reading

  /// Reads one value; nothing but blanks may follow it.
  static func parse(_ text: String) throws(Failure) -> ConfigValue { try parse(Array(text.utf8)) }

  /// Reads one value from UTF-8.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> ConfigValue {
    var reader = Reader(bytes: bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    if reader.place < bytes.count { throw Failure(message: "something follows the value", offset: reader.place) }
    return value
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    func failure(_ message: String) -> Failure { Failure(message: message, offset: place) }

    mutating func skipBlanks() {
      while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
    }

    mutating func value(depth: Int) throws(Failure) -> ConfigValue {
      skipBlanks()
      guard depth < 200 else { throw failure("nested too deeply") }
      guard let byte = next else { throw failure("the text ends where a value belongs") }
      switch byte {
      case UInt8(ascii: "{"): return try map(depth: depth)
      case UInt8(ascii: "["): return try list(depth: depth)
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      case UInt8(ascii: "N"): return try word("NaN", .double(.nan))
      case UInt8(ascii: "I"): return try word("Infinity", .double(.infinity))
      default: return try number()
      }
    }

    private mutating func word(_ word: String, _ value: ConfigValue) throws(Failure) -> ConfigValue {
      guard bytes[place...].starts(with: word.utf8) else { throw failure("no value begins here") }
      place += word.utf8.count
      return value
    }

    private mutating func number() throws(Failure) -> ConfigValue {
      let start = place
      while let byte = next, (48...57).contains(byte) || "+-.eE".utf8.contains(byte) { place += 1 }
      let text = String(decoding: bytes[start..<place], as: UTF8.self)
      if let whole = Int(text) { return .int(whole) }
      if let number = Double(text) { return .double(number) }
      if text == "-", bytes[place...].starts(with: "Infinity".utf8) {
        place += 8
        return .double(-.infinity)
      }
      place = start
      throw failure("no value begins here")
    }

    private mutating func list(depth: Int) throws(Failure) -> ConfigValue {
      place += 1
      var members: [ConfigValue] = []
      skipBlanks()
      if next == UInt8(ascii: "]") {
        place += 1
        return .list([])
      }
      while true {
        members.append(try value(depth: depth + 1))
        skipBlanks()
        guard let byte = next else { throw failure("the list is not closed") }
        place += 1
        if byte == UInt8(ascii: "]") { return .list(members) }
        guard byte == UInt8(ascii: ",") else { throw failure("expected ',' or ']'") }
      }
    }

    private mutating func map(depth: Int) throws(Failure) -> ConfigValue {
      place += 1
      var entries: [ConfigEntry] = []
      var places: [String: Int] = [:]
      skipBlanks()
      if next == UInt8(ascii: "}") {
        place += 1
        return .map([])
      }
      while true {
        skipBlanks()
        guard next == UInt8(ascii: "\"") else { throw failure("expected a key in quotes") }
        let key = try string()
        skipBlanks()
        guard next == UInt8(ascii: ":") else { throw failure("expected ':'") }
        place += 1
        let value = try value(depth: depth + 1)
        if let known = places[key] {
          entries[known].value = value
        } else {
          places[key] = entries.count
          entries.append(ConfigEntry(key, value))
        }
        skipBlanks()
        guard let byte = next else { throw failure("the map is not closed") }
        place += 1
        if byte == UInt8(ascii: "}") { return .map(entries) }
        guard byte == UInt8(ascii: ",") else { throw failure("expected ',' or '}'") }
      }
    }

    private mutating func string() throws(Failure) -> String {
      place += 1
      var text: [UInt8] = []
      while let byte = next {
        place += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
        guard byte == UInt8(ascii: "\\") else {
          text.append(byte)
          continue
        }
        guard let escape = next else { break }
        place += 1
        switch escape {
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "u"):
          var code = try unit()
          if (0xD800..<0xDC00).contains(code), bytes[place...].starts(with: "\\u".utf8) {
            place += 2
            let low = try unit()
            code = 0x10000 + (code - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
          }
          text.append(contentsOf: String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
        default: throw failure("unknown escape")
        }
      }
      throw failure("the string is not closed")
    }

    private mutating func unit() throws(Failure) -> UInt32 {
      guard place + 4 <= bytes.count,
        let code = UInt32(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
      else { throw failure("\\u needs four hexadecimal digits") }
      place += 4
      return code
    }
  }

  // MARK: Writing

  /// The value as Python's `json.dumps` writes it: `, ` and `: ` between, non-ASCII escaped, or indented.
  static func write(_ value: ConfigValue, indent: Int? = nil, sortKeys: Bool = false, ascii: Bool = true) -> String {
    var writer = Writer(indent: indent, sortKeys: sortKeys, ascii: ascii)
    writer.write(value, level: 0)
    return writer.text
  }

  /// The value without any blanks between: for machines.
  static func compact(_ value: ConfigValue) -> String {
    var writer = Writer(indent: nil, sortKeys: false, ascii: false)
    writer.separators = (",", ":")
    writer.write(value, level: 0)
    return writer.text
  }

  private struct Writer {
    let indent: Int?
    let sortKeys: Bool
    let ascii: Bool
    var separators = (", ", ": ")
    var text = ""

    init(indent: Int?, sortKeys: Bool, ascii: Bool) {
      self.indent = indent
      self.sortKeys = sortKeys
      self.ascii = ascii
    }

    mutating func write(_ value: ConfigValue, level: Int) {
      switch value {
      case .null: text += "null"
      case .bool(let flag): text += flag ? "true" : "false"
      case .int(let number): text += String(number)
      case .double(let number):
        text += number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : value.pythonText
      case .string(let string): quote(string)
      case .list(let members):
        sequence("[", "]", members, level) { $0.write($1, level: level + 1) }
      case .map(let entries):
        sequence("{", "}", sortKeys ? entries.sorted { $0.key < $1.key } : entries, level) {
          $0.quote($1.key)
          $0.text += $0.separators.1
          $0.write($1.value, level: level + 1)
        }
      }
    }

    private mutating func sequence<T>(
      _ open: String, _ close: String, _ members: [T], _ level: Int, _ write: (inout Writer, T) -> Void
    ) {
      text += open
      for (index, member) in members.enumerated() {
        if index > 0 { text += indent == nil ? separators.0 : "," }
        newline(level + 1)
        write(&self, member)
      }
      if !members.isEmpty { newline(level) }
      text += close
    }

    private mutating func newline(_ level: Int) {
      guard let indent else { return }
      text += "\n" + String(repeating: " ", count: indent * level)
    }

    private mutating func quote(_ string: String) {
      var string = string
      let quoted = string.withUTF8 { Self.quoted($0, ascii: ascii) }
      text += quoted ?? Self.quotedByScalars(string, ascii: ascii)
    }

    /// Byte by byte: most of a manifest is the text of models. Nil where a character must be spelt that has several.
    private static func quoted(_ bytes: UnsafeBufferPointer<UInt8>, ascii: Bool) -> String? {
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 8 + 2)
      result.append(UInt8(ascii: "\""))
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
          result.append(UInt8(ascii: "\\"))
          result.append(byte)
        case 0x0A:
          result.append(UInt8(ascii: "\\"))
          result.append(UInt8(ascii: "n"))
        case 0..<0x20: return nil
        case 0x7F... where ascii: return nil
        default: result.append(byte)
        }
      }
      result.append(UInt8(ascii: "\""))
      return String(decoding: result, as: UTF8.self)
    }

    private static func quotedByScalars(_ string: String, ascii: Bool) -> String {
      var text = "\""
      for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{8}": text += "\\b"
        case "\u{C}": text += "\\f"
        default:
          if scalar.value < 0x20 || (ascii && scalar.value > 0x7E) {
            for unit in String(scalar).utf16 {
              let digits = String(unit, radix: 16)
              text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
          } else {
            text.unicodeScalars.append(scalar)
          }
        }
      }
      return text + "\""
    }
  }
}
