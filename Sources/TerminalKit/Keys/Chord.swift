/// A key of the keyboard as terminals report it.
package enum Key: Hashable, Sendable {
  case character(Character)
  case enter, escape, tab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

/// Keys held down while another is pressed.
package struct KeyModifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  /// Modifiers by bit, as xterm counts them.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let shift = KeyModifiers(rawValue: 1)
  package static let alt = KeyModifiers(rawValue: 2)
  package static let control = KeyModifiers(rawValue: 4)
}

/// A key with its modifiers.
package struct Chord: Hashable, Sendable {
  package var key: Key
  package var modifiers: KeyModifiers

  /// A key with modifiers, none by default.
  package init(_ key: Key, _ modifiers: KeyModifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }

  /// A chord for one printable character.
  package static func char(_ character: Character) -> Chord { Chord(.character(character)) }
  /// A chord of Ctrl and a letter.
  package static func control(_ character: Character) -> Chord { Chord(.character(character), .control) }
}

extension Chord: ExpressibleByExtendedGraphemeClusterLiteral {
  /// A printable character as a chord.
  package init(extendedGraphemeClusterLiteral value: Character) { self.init(.character(value)) }
}

extension Chord: CustomStringConvertible {
  /// How the chord is written in footers and help: `⏎`, `^C`, `Esc`, `g`.
  package var description: String {
    var text = ""
    if modifiers.contains(.control) { text += "^" }
    if modifiers.contains(.alt) { text += "Alt-" }
    if modifiers.contains(.shift) { text += "⇧" }
    switch key {
    case .character(" "): text += "Space"
    case .character(let character): text += modifiers.contains(.control) ? character.uppercased() : String(character)
    case .enter: text += "⏎"
    case .escape: text += "Esc"
    case .tab: text += "Tab"
    case .backspace: text += "Bksp"
    case .delete: text += "Del"
    case .insert: text += "Ins"
    case .up: text += "↑"
    case .down: text += "↓"
    case .left: text += "←"
    case .right: text += "→"
    case .home: text += "Home"
    case .end: text += "End"
    case .pageUp: text += "PgUp"
    case .pageDown: text += "PgDn"
    case .function(let number): text += "F\(number)"
    }
    return text
  }
}
