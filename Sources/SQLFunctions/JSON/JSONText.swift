/// JSON text read in place.
struct JSONText {
  let bytes: UnsafeBufferPointer<UInt8>

  /// One value's place.
  typealias Span = Range<Int>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func skipSpaces(_ at: Int) -> Int {
    var at = at
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
    return at
  }

  /// The span of the value that starts at or after a place; nil where the text is broken.
  func value(at start: Int, depth: Int = 0) -> Span? {
    let low = skipSpaces(start)
    guard low < bytes.count, depth < 500 else { return nil }
    switch bytes[low] {
    case UInt8(ascii: "\""): return string(at: low).map { low..<$0 }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isObject = bytes[low] == UInt8(ascii: "{")
      let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      var at = skipSpaces(low + 1)
      if at < bytes.count, bytes[at] == close { return low..<(at + 1) }
      while at < bytes.count {
        if isObject {
          guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let end = string(at: at) else { return nil }
          at = skipSpaces(end)
          guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return nil }
          at += 1
        }
        guard let inner = value(at: at, depth: depth + 1) else { return nil }
        at = skipSpaces(inner.upperBound)
        guard at < bytes.count else { return nil }
        if bytes[at] == close { return low..<(at + 1) }
        guard bytes[at] == UInt8(ascii: ",") else { return nil }
        at = skipSpaces(at + 1)
      }
      return nil
    default:
      var at = low
      while at < bytes.count {
        let c = bytes[at]
        if c <= 0x20 || c == UInt8(ascii: ",") || c == UInt8(ascii: "}") || c == UInt8(ascii: "]") { break }
        at += 1
      }
      let span = low..<at
      return isScalar(span) ? span : nil
    }
  }

  private func isScalar(_ span: Span) -> Bool {
    guard let first = span.first.map({ bytes[$0] }) else { return false }
    let text = UnsafeBufferPointer(rebasing: bytes[span])
    switch first {
    case UInt8(ascii: "t"): return text.elementsEqual("true".utf8)
    case UInt8(ascii: "f"): return text.elementsEqual("false".utf8)
    case UInt8(ascii: "n"): return text.elementsEqual("null".utf8)
    default: return (first == 0x2D || first &- 0x30 < 10) && NumberReading.read(text) != nil
    }
  }

  private func string(at start: Int) -> Int? {
    var at = start + 1
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at += 2
      case UInt8(ascii: "\""): return at + 1
      default: at += 1
      }
    }
    return nil
  }

  /// The whole text as one value.
  var whole: Span? {
    guard let span = value(at: 0), skipSpaces(span.upperBound) == bytes.count else { return nil }
    return span
  }

  // MARK: Steps

  /// The value of a key of the object at a span.
  func member(_ key: String, of span: Span) -> Span? {
    guard bytes[span.lowerBound] == UInt8(ascii: "{") else { return nil }
    var found: Span?
    eachMember(of: span) { name, value in
      if name == key {
        found = value
        return false
      }
      return true
    }
    return found
  }

  func eachMember(of span: Span, _ body: (String, Span) -> Bool) {
    var at = skipSpaces(span.lowerBound + 1)
    while at < span.upperBound - 1, let end = string(at: at) {
      let name = unescaped(at..<end)
      guard let inner = value(at: skipSpaces(end) + 1) else { return }
      if !body(name, inner) { return }
      at = skipSpaces(inner.upperBound)
      if at < bytes.count, bytes[at] == UInt8(ascii: ",") { at = skipSpaces(at + 1) }
    }
  }

  /// The values of the array at a span.
  func elements(of span: Span) -> [Span]? {
    guard bytes[span.lowerBound] == UInt8(ascii: "[") else { return nil }
    var spans: [Span] = []
    var at = skipSpaces(span.lowerBound + 1)
    while at < span.upperBound - 1 {
      guard let inner = value(at: at) else { return nil }
      spans.append(inner)
      at = skipSpaces(inner.upperBound)
      if at < bytes.count, bytes[at] == UInt8(ascii: ",") { at = skipSpaces(at + 1) }
    }
    return spans
  }

  // MARK: Values

  func isNull(_ span: Span) -> Bool { bytes[span.lowerBound] == UInt8(ascii: "n") }

  func isString(_ span: Span) -> Bool { bytes[span.lowerBound] == UInt8(ascii: "\"") }

  func text(_ span: Span) -> String { String(decoding: bytes[span], as: UTF8.self) }

  /// A string's characters; any other value's text.
  func plainText(_ span: Span) -> String { isString(span) ? unescaped(span) : text(span) }

  /// The characters between the quotes.
  func unescaped(_ span: Span) -> String {
    let inner = bytes[(span.lowerBound + 1)..<(span.upperBound - 1)]
    guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
    var units: [UInt16] = []
    var out = ""
    var run: [UInt8] = []
    func flushRun() {
      out += String(decoding: run, as: UTF8.self)
      run = []
    }
    func flushUnits() {
      out += String(decoding: units, as: UTF16.self)
      units = []
    }
    var at = inner.startIndex
    while at < inner.endIndex {
      guard inner[at] == UInt8(ascii: "\\"), at + 1 < inner.endIndex else {
        if !units.isEmpty { flushUnits() }
        run.append(inner[at])
        at += 1
        continue
      }
      let next = inner[at + 1]
      at += 2
      if next == UInt8(ascii: "u"), at + 4 <= inner.endIndex,
        let unit = UInt16(String(decoding: inner[at..<(at + 4)], as: UTF8.self), radix: 16)
      {
        flushRun()
        units.append(unit)
        at += 4
        continue
      }
      if !units.isEmpty { flushUnits() }
      switch next {
      case UInt8(ascii: "n"): run.append(0x0A)
      case UInt8(ascii: "t"): run.append(0x09)
      case UInt8(ascii: "r"): run.append(0x0D)
      case UInt8(ascii: "b"): run.append(0x08)
      case UInt8(ascii: "f"): run.append(0x0C)
      default: run.append(next)
      }
    }
    flushUnits()
    flushRun()
    return out
  }

  // MARK: Writing

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }

  static func array(ofStrings parts: [String]) -> String { "[" + parts.map(quoted).joined(separator: ",") + "]" }
}
