/// Text on the clipboard of the machine the person sits at, by OSC 52: it works over SSH and through multiplexers
/// that allow it.
enum Clipboard {
  /// More than this many bytes is refused: terminals cap the sequence and some then show it as text.
  static let limit = 74_000

  /// The bytes to send and how it went, in words.
  static func sequence(_ text: String, isTmux: Bool, isScreen: Bool) -> (bytes: [UInt8], told: String) {
    let content = Array(text.utf8)
    guard content.count <= limit else {
      return ([], "not copied: \(content.count) bytes are more than the \(limit) a terminal takes; write it to a file")
    }
    let core = "\u{1B}]52;c;" + base64(content) + "\u{7}"
    if isTmux {
      // tmux takes the plain form when `set-clipboard` is on, and hands on the wrapped one when passthrough is.
      let wrapped = "\u{1B}Ptmux;\u{1B}" + core + "\u{1B}\\"
      return (Array((core + wrapped).utf8), "copied \(content.count) bytes by OSC 52 through tmux")
    }
    if isScreen {
      return (Array(("\u{1B}P" + core + "\u{1B}\\").utf8), "copied \(content.count) bytes by OSC 52 through screen")
    }
    return (Array(core.utf8), "copied \(content.count) bytes by OSC 52")
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// RFC 4648.
  static func base64(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count / 3 * 4 + 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = min(3, bytes.count - start)
      var group = 0
      for offset in 0..<3 { group = group << 8 | (offset < left ? Int(bytes[start + offset]) : 0) }
      for digit in 0..<4 {
        out.append(digit <= left ? alphabet[group >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
