/// The grammar of control sequences that keyboards send: ECMA-48 with xterm's parameters for modifiers and mouse.
enum EscapeSequence {
  /// Reads `ESC [ parameters intermediates final`.
  static func csi(_ bytes: [UInt8], final: Bool) -> Decoded {
    var index = 2
    // The Linux console sends F1 to F5 as ESC [ [ A to E.
    if bytes.count > 2, bytes[2] == UInt8(ascii: "[") {
      guard bytes.count > 3 else { return final ? .ignored(3) : .needsMore }
      let number = Int(bytes[3]) - 0x40
      return (1...5).contains(number) ? .event(.key(Chord(.function(number))), 4) : .ignored(4)
    }
    while index < bytes.count, bytes[index] >= 0x20, bytes[index] < 0x40 { index += 1 }
    guard index < bytes.count else {
      if final && bytes.count == 2 { return .event(.key(Chord(.character("["), .alt)), 2) }
      return final || bytes.count >= 64 ? .ignored(bytes.count) : .needsMore
    }
    let length = index + 1
    let body = String(decoding: bytes[2..<index], as: UTF8.self)
    let last = bytes[index]
    if body.hasPrefix("<"), last == UInt8(ascii: "M") || last == UInt8(ascii: "m") {
      return mouse(body.dropFirst(), pressed: last == UInt8(ascii: "M"), length)
    }
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let modifiers = KeyModifiers(rawValue: UInt8(clamping: max(0, (numbers.dropFirst().first ?? 1) - 1)) & 7)
    if last == UInt8(ascii: "~") {
      if numbers.first == 200 { return .pasteStart(length) }
      guard let key = tilde(numbers.first ?? 0) else { return .ignored(length) }
      return .event(.key(Chord(key, modifiers)), length)
    }
    if last == UInt8(ascii: "Z") { return .event(.key(Chord(.tab, .shift)), length) }
    guard let key = self.final(last) else { return .ignored(length) }
    return .event(.key(Chord(key, modifiers)), length)
  }

  /// Skips a string sequence up to its end: a terminal's answer to a question somebody else asked.
  static func string(_ bytes: [UInt8], final: Bool) -> Decoded {
    for index in 2..<max(2, bytes.count) {
      if bytes[index] == 0x07 { return .ignored(index + 1) }
      if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\") {
        return .ignored(index + 2)
      }
    }
    if final, bytes.count == 2 {
      return .event(.key(Chord(.character(Character(Unicode.Scalar(bytes[1]))), .alt)), 2)
    }
    return final || bytes.count >= 64 ? .ignored(bytes.count) : .needsMore
  }

  /// The key that ends in this letter after `ESC [` or `ESC O`.
  static func final(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return .right
    case UInt8(ascii: "D"): return .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "P"): return .function(1)
    case UInt8(ascii: "Q"): return .function(2)
    case UInt8(ascii: "R"): return .function(3)
    case UInt8(ascii: "S"): return .function(4)
    default: return nil
    }
  }

  private static func tilde(_ number: Int) -> Key? {
    switch number {
    case 1, 7: return .home
    case 2: return .insert
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case 11...15: return .function(number - 10)
    case 17...21: return .function(number - 11)
    case 23, 24: return .function(number - 12)
    default: return nil
    }
  }

  private static func mouse(_ body: Substring, pressed: Bool, _ length: Int) -> Decoded {
    let numbers = body.split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 3 else { return .ignored(length) }
    let place = Point(numbers[1] - 1, numbers[2] - 1)
    switch numbers[0] {
    case 64: return .event(.mouse(MouseEvent(.wheelUp, at: place)), length)
    case 65: return .event(.mouse(MouseEvent(.wheelDown, at: place)), length)
    case 0: return .event(.mouse(MouseEvent(pressed ? .press : .release, at: place)), length)
    default: return .ignored(length)
    }
  }
}
