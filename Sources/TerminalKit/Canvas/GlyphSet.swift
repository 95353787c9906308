/// Which characters the terminal can show.
package enum GlyphSet: String, CaseIterable, Sendable {
  /// All of Unicode.
  case full
  /// The Linux console's font: box lines and a few blocks.
  case console
  /// Seven bits.
  case ascii
}

extension GlyphSet {
  /// What is shown in place of a character the terminal lacks; `width` is the columns it must take.
  package func shown(_ character: Character, width: Int) -> Character {
    switch self {
    case .full: return character
    case .console: return GlyphSet.forConsole[character] ?? character
    case .ascii:
      if character.isASCII { return character }
      if let substitute = GlyphSet.forASCII[character] { return substitute }
      if let (arms, weight) = LineArms.of(character) { return GlyphSet.ascii(arms, weight) }
      return "?"
    }
  }

  /// The names of keys as they can be shown. In seven bits an arrow would look like `<`, `>` and `^`, which are keys of
  /// their own: there they are words.
  package func spelled(_ keys: String) -> String {
    guard self == .ascii else { return keys }
    var text = ""
    for character in keys { text += GlyphSet.keyNames[character] ?? String(character) }
    return text
  }

  /// A sentence that names the key to press: of its arrows most are none of keys.
  package func sentence(_ text: String) -> String {
    self == .ascii ? text.replacing("⏎", with: "Enter").replacing("⇧", with: "S-") : text
  }

  private static let keyNames: [Character: String] = [
    "⏎": "Enter", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "⇧": "S-",
  ]

  private static func ascii(_ arms: LineArms, _ weight: LineWeight) -> Character {
    if arms.isSubset(of: [.left, .right]) { return weight == .heavy ? "=" : "-" }
    if arms.isSubset(of: [.up, .down]) { return weight == .heavy ? "#" : "|" }
    return "+"
  }

  private static let forConsole: [Character: Character] = {
    var table: [Character: Character] = [
      "╭": "┌", "╮": "┐", "╰": "└", "╯": "┘", "╌": "─", "╎": "│", "✔": "√", "✖": "x", "▶": ">", "◐": "o", "●": "■",
      "○": "·", "◌": "·", "▲": "^", "⏎": "↵", "…": ".", "›": ">", "◆": "♦", "⊘": "x", "▸": ">", "▾": "v", "↺": "*",
      "✦": "*", "⏸": "|", "◇": "·", "▕": "│", "▏": "│", "█": "█", "━": "═", "┃": "║", "▰": "█", "▱": "░",
    ]
    for eighth in "▉▊▋" { table[eighth] = "█" }
    for eighth in "▍▎" { table[eighth] = "▌" }
    for eighth in "▁▂▃" { table[eighth] = "_" }
    for eighth in "▅▆▇" { table[eighth] = "▄" }
    return table
  }()

  private static let forASCII: [Character: Character] = {
    var table: [Character: Character] = [
      "…": "~", "›": ">", "·": ".", "–": "-", "—": "-", "×": "x", "→": ">", "←": "<", "↑": "^", "↓": "v", "⏎": "^",
      "✔": "v", "✖": "x", "▶": ">", "◐": "~", "●": "*", "○": "o", "◌": ".", "▲": "!", "◆": "*", "⊘": "/", "▸": "+",
      "▾": "-", "↺": "=", "◇": ".", "▕": "|", "▏": "|", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "-",
      "▎": "-", "▁": "_", "▂": "_", "▃": ".", "▄": "o", "▅": "o", "▆": "O", "▇": "O", "▀": "\"", "░": ".", "▒": ":",
      "▓": "%", "≥": ">", "≤": "<", "≈": "~", "σ": "s", "µ": "u", "∅": "0", "▰": "#", "▱": ".", "✦": "*", "⏸": "|",
      "■": "#", "□": "o", "\u{A0}": " ", "\u{202F}": " ", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    ]
    for value in UInt32(0x2800)...0x28FF {
      if let scalar = Unicode.Scalar(value) { table[Character(scalar)] = value == 0x2800 ? " " : "*" }
    }
    for value in UInt32(0x2400)...0x2421 {
      if let scalar = Unicode.Scalar(value) { table[Character(scalar)] = "^" }
    }
    return table
  }()
}

extension Canvas {
  /// The canvas with only the characters the terminal can show.
  package func shown(in glyphs: GlyphSet) -> Canvas {
    if glyphs == .full { return self }
    var copy = self
    copy.substitute { glyphs.shown($0, width: $1) }
    return copy
  }
}
