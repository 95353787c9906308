/// What a cell means. Colours exist only behind these roles; a theme gives each its colour.
package enum StyleRole: UInt8, CaseIterable, Sendable {
  /// The terminal's own background; painted only when the theme is asked to.
  case background
  /// The ground of bars and popups.
  case panel
  /// The ground of the chosen row.
  case selection
  /// What may be overlooked: borders, units, hints.
  case muted
  case text
  case title
  case fail
  case stale
  case warn
  case pass
  case info
  case running
  case gate
}

/// How a glyph stands out besides its colour.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  /// Attributes by bit.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = TextAttributes(rawValue: 1)
  package static let underline = TextAttributes(rawValue: 2)
  package static let reverse = TextAttributes(rawValue: 4)
  package static let dim = TextAttributes(rawValue: 8)
}

/// A glyph's role, the role of the ground it stands on, and its attributes.
package struct Style: Hashable, Sendable {
  package var role: StyleRole
  package var ground: StyleRole
  package var attributes: TextAttributes

  /// A style of the given role; the ground is the terminal's own unless said otherwise.
  package init(_ role: StyleRole, on ground: StyleRole = .background, _ attributes: TextAttributes = []) {
    self.role = role
    self.ground = ground
    self.attributes = attributes
  }

  package static let text = Style(.text)
  package static let muted = Style(.muted)
  package static let title = Style(.title, .bold)

  /// A style of the given role and attributes on the terminal's own ground.
  package init(_ role: StyleRole, _ attributes: TextAttributes) {
    self.init(role, on: .background, attributes)
  }

  /// Whether a blank in this style shows its ground alone: no line below it, no colours turned round.
  package var isPlainOnBlanks: Bool { attributes.isDisjoint(with: [.underline, .reverse]) }

  /// The same glyph style on another ground.
  package func on(_ ground: StyleRole) -> Style { Style(role, on: ground, attributes) }
  /// The same style with more attributes.
  package func with(_ more: TextAttributes) -> Style { Style(role, on: ground, attributes.union(more)) }
}
