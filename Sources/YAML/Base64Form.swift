/// `!!binary` content.
enum Base64Form {
  /// The bytes; nil when the padding is wrong. Characters outside the alphabet are passed over, as Python does.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var width = 0
    var digits = 0
    var padding = 0
    for byte in text {
      let value: Int
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(byte) - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte) + 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="):
        padding += 1
        continue
      default: continue
      }
      digits += 1
      bits = bits << 6 | value
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> width))
        bits &= (1 << width) - 1
      }
    }
    guard (digits + min(padding, 2)) % 4 == 0 || (digits % 4 == 0) else { return nil }
    return digits % 4 == 1 ? nil : bytes
  }
}
