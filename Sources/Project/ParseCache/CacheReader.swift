/// Reads back what `CacheWriter` wrote. Bytes that are not that end the reading with an error, never with a wrong value.
struct CacheReader {
  /// The bytes are not what was written.
  struct Damage: Error {}

  private let bytes: [UInt8]
  private var place: Int
  private var texts: [String] = []
  private var configs: [NodeConfig] = []

  init(_ bytes: [UInt8], from start: Int) throws(Damage) {
    self.bytes = bytes
    place = start
    let count = try length()
    texts.reserveCapacity(count)
    for _ in 0..<count {
      let size = try length()
      texts.append(String(decoding: bytes[place..<place + size], as: UTF8.self))
      place += size
    }
    let end = try length() + place
    configs = try list { reader throws(Damage) in
      var config = NodeConfig()
      for entry in try reader.entries() { config.values[entry.key] = entry.value }
      return config
    }
    guard place == end else { throw Damage() }
  }

  /// Whether all was read.
  var isAtEnd: Bool { place == bytes.count }

  mutating func int() throws(Damage) -> Int {
    let raw = try unsigned()
    return Int(truncatingIfNeeded: raw >> 1) ^ -Int(truncatingIfNeeded: raw & 1)
  }

  mutating func bool() throws(Damage) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw Damage()
    }
  }

  mutating func text() throws(Damage) -> String {
    let index = try int()
    guard texts.indices.contains(index) else { throw Damage() }
    return texts[index]
  }

  mutating func optional<Value>(_ each: (inout CacheReader) throws(Damage) -> Value) throws(Damage) -> Value? {
    try bool() ? try each(&self) : nil
  }

  mutating func list<Value>(_ each: (inout CacheReader) throws(Damage) -> Value) throws(Damage) -> [Value] {
    let count = try int()
    // An element takes a byte at least.
    guard count >= 0, count <= bytes.count - place else { throw Damage() }
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try each(&self)) }
    return values
  }

  mutating func optionalText() throws(Damage) -> String? { try optional { reader throws(Damage) in try reader.text() } }

  mutating func textList() throws(Damage) -> [String] { try list { reader throws(Damage) in try reader.text() } }

  mutating func config() throws(Damage) -> NodeConfig {
    let index = try int()
    guard configs.indices.contains(index) else { throw Damage() }
    return configs[index]
  }

  mutating func value() throws(Damage) -> ConfigValue {
    switch try byte() {
    case 0: return .null
    case 1: return .bool(false)
    case 2: return .bool(true)
    case 3: return .int(try int())
    case 4:
      guard place + 8 <= bytes.count else { throw Damage() }
      var pattern: UInt64 = 0
      for offset in 0..<8 { pattern |= UInt64(bytes[place + offset]) << (8 * UInt64(offset)) }
      place += 8
      return .double(Double(bitPattern: pattern))
    case 5: return .string(try text())
    case 6: return .list(try list { reader throws(Damage) in try reader.value() })
    case 7: return .map(try entries())
    default: throw Damage()
    }
  }

  mutating func entries() throws(Damage) -> [ConfigEntry] {
    try list { reader throws(Damage) in ConfigEntry(try reader.text(), try reader.value()) }
  }

  private mutating func byte() throws(Damage) -> UInt8 {
    guard place < bytes.count else { throw Damage() }
    place += 1
    return bytes[place - 1]
  }

  private mutating func unsigned() throws(Damage) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Damage() }
      number |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return number }
      shift += 7
    }
  }

  /// A number of bytes that are there.
  private mutating func length() throws(Damage) -> Int {
    let number = try unsigned()
    guard number <= UInt64(bytes.count - place) else { throw Damage() }
    return Int(number)
  }
}
