/// The forms of numbers in YAML 1.1: decimal, octal with a leading 0, binary, hexadecimal, base 60, with underscores.
enum NumberForms {
  private static let zero = UInt8(ascii: "0")

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isDigitOrBar(_ byte: UInt8) -> Bool { isDigit(byte) || byte == UInt8(ascii: "_") }

  /// Where an optional sign ends.
  private static func afterSign(_ bytes: [UInt8]) -> Int {
    bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? 1 : 0
  }

  /// Whether base 60 groups (`:[0-5]?[0-9]`, one or more) stand at `start`; where they end, nil without any.
  private static func sexagesimalEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    var groups = 0
    while place < bytes.count, bytes[place] == UInt8(ascii: ":") {
      guard place + 1 < bytes.count, isDigit(bytes[place + 1]) else { return groups > 0 ? place : nil }
      if place + 2 < bytes.count, isDigit(bytes[place + 2]) {
        guard bytes[place + 1] <= UInt8(ascii: "5") else { return nil }
        place += 3
      } else {
        place += 2
      }
      groups += 1
    }
    return groups > 0 ? place : nil
  }

  static func isFloat(_ bytes: [UInt8]) -> Bool {
    var place = afterSign(bytes)
    let signed = place > 0
    guard place < bytes.count else { return false }
    if bytes[place] == UInt8(ascii: ".") {
      let rest = bytes[(place + 1)...]
      if rest.elementsEqual(".inf".utf8.dropFirst()) || rest.elementsEqual("Inf".utf8) || rest.elementsEqual("INF".utf8)
      {
        return true
      }
      guard !signed else { return false }
      if rest.elementsEqual("nan".utf8) || rest.elementsEqual("NaN".utf8) || rest.elementsEqual("NAN".utf8) {
        return true
      }
      guard let first = rest.first, isDigit(first) else { return false }
      place += 1
      while place < bytes.count, isDigitOrBar(bytes[place]) { place += 1 }
      return isExponentOrEnd(bytes, place)
    }
    guard isDigit(bytes[place]) else { return false }
    while place < bytes.count, isDigitOrBar(bytes[place]) { place += 1 }
    guard place < bytes.count else { return false }
    if bytes[place] == UInt8(ascii: ":") {
      guard let end = sexagesimalEnd(bytes, from: place), end < bytes.count, bytes[end] == UInt8(ascii: ".") else {
        return false
      }
      return bytes[(end + 1)...].allSatisfy(isDigitOrBar)
    }
    guard bytes[place] == UInt8(ascii: ".") else { return false }
    place += 1
    while place < bytes.count, isDigitOrBar(bytes[place]) { place += 1 }
    return isExponentOrEnd(bytes, place)
  }

  /// An exponent needs its sign: `1.0e5` is a string in YAML 1.1.
  private static func isExponentOrEnd(_ bytes: [UInt8], _ start: Int) -> Bool {
    guard start < bytes.count else { return true }
    guard bytes[start] | 0x20 == UInt8(ascii: "e"), start + 2 < bytes.count,
      bytes[start + 1] == UInt8(ascii: "+") || bytes[start + 1] == UInt8(ascii: "-")
    else { return false }
    return bytes[(start + 2)...].allSatisfy(isDigit)
  }

  static func float(_ bytes: [UInt8]) -> Double {
    let negative = bytes.first == UInt8(ascii: "-")
    let body = bytes[afterSign(bytes)...].filter { $0 != UInt8(ascii: "_") }
    let text = String(decoding: body, as: UTF8.self).lowercased()
    let magnitude: Double
    switch text {
    case ".inf": magnitude = .infinity
    case ".nan": return .nan
    default:
      if body.contains(UInt8(ascii: ":")) {
        magnitude = text.split(separator: ":").reduce(0) { $0 * 60 + (Double(complete($1)) ?? 0) }
      } else {
        magnitude = Double(complete(text)) ?? 0
      }
    }
    return negative ? -magnitude : magnitude
  }

  /// Swift wants a digit on both sides of the point; YAML does not.
  private static func complete(_ text: some StringProtocol) -> String {
    var text = String(text)
    if text.hasPrefix(".") { text = "0" + text }
    if text.hasSuffix(".") { text += "0" }
    return text.replacingPoint()
  }

  static func isInteger(_ bytes: [UInt8]) -> Bool {
    var place = afterSign(bytes)
    guard place < bytes.count, isDigit(bytes[place]) else { return false }
    if bytes[place] == zero {
      let rest = bytes[(place + 1)...]
      guard let second = rest.first else { return true }
      if second == UInt8(ascii: "b") {
        return rest.count > 1 && rest.dropFirst().allSatisfy { $0 == 48 || $0 == 49 || $0 == UInt8(ascii: "_") }
      }
      if second == UInt8(ascii: "x") {
        return rest.count > 1 && rest.dropFirst().allSatisfy { isDigitOrBar($0) || (97...102).contains($0 | 0x20) }
      }
      return rest.allSatisfy { (48...55).contains($0) || $0 == UInt8(ascii: "_") }
    }
    while place < bytes.count, isDigitOrBar(bytes[place]) { place += 1 }
    return place == bytes.count || sexagesimalEnd(bytes, from: place) == bytes.count
  }

  /// The integer's value; nil when nothing but underscores is left of the digits.
  static func integer(_ bytes: [UInt8]) -> YAMLScalar? {
    let negative = bytes.first == UInt8(ascii: "-")
    let body = bytes[afterSign(bytes)...].filter { $0 != UInt8(ascii: "_") }
    guard let first = body.first else { return nil }
    let text = String(decoding: body, as: UTF8.self)
    if body.contains(UInt8(ascii: ":")) {
      var total = 0
      for part in text.split(separator: ":", omittingEmptySubsequences: false) {
        guard let digits = Int(part) else { return nil }
        let (scaled, overflow) = total.multipliedReportingOverflow(by: 60)
        if overflow { return nil }
        total = scaled + digits
      }
      return .integer(negative ? -total : total)
    }
    if first == zero, body.count > 1 {
      let radix = body[1] == UInt8(ascii: "b") ? 2 : body[1] == UInt8(ascii: "x") ? 16 : 8
      return large(String(text.dropFirst(radix == 8 ? 1 : 2)), radix: radix, negative: negative)
    }
    return large(text, radix: 10, negative: negative)
  }

  private static func large(_ digits: String, radix: Int, negative: Bool) -> YAMLScalar? {
    if let value = Int((negative ? "-" : "") + digits, radix: radix) { return .integer(value) }
    var decimal: [UInt8] = [0]  // least digit first
    for character in digits {
      guard let digit = character.hexDigitValue, digit < radix else { return nil }
      var carry = digit
      for place in decimal.indices {
        let value = Int(decimal[place]) * radix + carry
        decimal[place] = UInt8(value % 10)
        carry = value / 10
      }
      while carry > 0 {
        decimal.append(UInt8(carry % 10))
        carry /= 10
      }
    }
    guard !digits.isEmpty else { return nil }
    return .largeInteger((negative ? "-" : "") + decimal.reversed().map(String.init).joined())
  }
}

extension String {
  /// `1.e+5` as `1.0e+5`.
  fileprivate func replacingPoint() -> String {
    guard let point = firstIndex(of: "."), let next = index(point, offsetBy: 1, limitedBy: endIndex), next < endIndex,
      self[next] == "e"
    else { return self }
    return self[...point] + "0" + self[next...]
  }
}
