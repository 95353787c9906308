/// Writes values as bytes: texts and configurations once each, everything else as small numbers that point at them.
struct CacheWriter {
  private(set) var body: [UInt8] = []
  private var texts: [String: Int] = [:]
  private var textOrder: [String] = []
  private var configs: [NodeConfig: Int] = [:]
  private var configOrder: [NodeConfig] = []

  mutating func write(_ number: Int) {
    Self.append(UInt64(bitPattern: Int64((number << 1) ^ (number >> 63))), to: &body)
  }

  mutating func write(_ flag: Bool) { body.append(flag ? 1 : 0) }

  mutating func write(_ text: String) { write(index(of: text)) }

  mutating func write<Value>(_ value: Value?, _ each: (inout CacheWriter, Value) -> Void) {
    write(value != nil)
    if let value { each(&self, value) }
  }

  mutating func write<Value>(_ values: [Value], _ each: (inout CacheWriter, Value) -> Void) {
    write(values.count)
    for value in values { each(&self, value) }
  }

  mutating func write(_ text: String?) { write(text) { $0.write($1) } }

  mutating func write(_ texts: [String]) { write(texts) { $0.write($1) } }

  mutating func write(_ config: NodeConfig) {
    if let known = configs[config] { return write(known) }
    configs[config] = configOrder.count
    write(configOrder.count)
    configOrder.append(config)
  }

  mutating func write(_ value: ConfigValue) {
    switch value {
    case .null: body.append(0)
    case .bool(let flag): body.append(flag ? 2 : 1)
    case .int(let number):
      body.append(3)
      write(number)
    case .double(let number):
      body.append(4)
      withUnsafeBytes(of: number.bitPattern.littleEndian) { body += $0 }
    case .string(let text):
      body.append(5)
      write(text)
    case .list(let members):
      body.append(6)
      write(members) { $0.write($1) }
    case .map(let entries):
      body.append(7)
      write(entries)
    }
  }

  mutating func write(_ entries: [ConfigEntry]) {
    write(entries) {
      $0.write($1.key)
      $0.write($1.value)
    }
  }

  /// Everything that was written: texts, configurations, then the values that point at them.
  mutating func finish() -> [UInt8] {
    let values = body
    body = []
    write(configOrder) { writer, config in
      writer.write(config.values.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, $0.value) })
    }
    let settings = body
    var bytes: [UInt8] = []
    Self.append(UInt64(textOrder.count), to: &bytes)
    for text in textOrder {
      let utf8 = Array(text.utf8)
      Self.append(UInt64(utf8.count), to: &bytes)
      bytes += utf8
    }
    Self.append(UInt64(settings.count), to: &bytes)
    return bytes + settings + values
  }

  private mutating func index(of text: String) -> Int {
    if let known = texts[text] { return known }
    texts[text] = textOrder.count
    textOrder.append(text)
    return textOrder.count - 1
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
