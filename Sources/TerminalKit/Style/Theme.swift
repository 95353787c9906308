/// A colour for every role: from a base16 scheme, from the terminal's sixteen colours, or none at all.
package struct Theme: Equatable, Sendable {
  package let name: String
  package let isLight: Bool
  /// Whether the scheme's own background is painted instead of the terminal's.
  package var paintsBackground: Bool
  private let source: Source

  private enum Source: Equatable, Sendable {
    case scheme(Base16Scheme)
    case terminalPalette
    case none
  }

  /// A theme made from a base16 or base24 scheme.
  package init(_ scheme: Base16Scheme, paintsBackground: Bool = false) {
    name = scheme.name
    isLight = scheme.isLight
    source = .scheme(scheme)
    self.paintsBackground = paintsBackground
  }

  private init(name: String, source: Source) {
    self.name = name
    self.source = source
    isLight = false
    paintsBackground = false
  }

  /// The terminal's own sixteen colours: follows whatever palette its user chose.
  package static let ansi16 = Theme(name: "ansi16", source: .terminalPalette)
  /// No colour: bold, dim, underline and reverse alone.
  package static let mono = Theme(name: "mono", source: .none)
}

/// What is sent to the terminal for one style.
package struct Ink: Hashable, Sendable {
  package var foreground: Colour
  package var background: Colour
  package var attributes: TextAttributes
}

extension Theme {
  /// The ink of a style on a terminal of the given depth.
  ///
  /// Schemes are shown exactly in true colour and by the nearest of 256; with sixteen or eight colours every
  /// role has a slot of its own, since the nearest colour of so few would make roles alike.
  package func ink(_ style: Style, depth: ColourDepth) -> Ink {
    if depth == .mono || source == .none { return Theme.monoInk(style) }
    guard case .scheme(let scheme) = source, depth >= .indexed256 else {
      return Theme.paletteInk(style, bright: depth > .ansi8)
    }
    func shown(_ role: StyleRole) -> Colour {
      let colour = scheme.colour(of: role)
      guard depth == .indexed256, let slot = colour.nearest256 else { return colour }
      return .indexed(slot)
    }
    let ground: Colour = style.ground == .background && !paintsBackground ? .standard : shown(style.ground)
    // The text colour of a scheme is made for its own ground, so it is only set where that ground is.
    let plain = style.role == .text && ground == .standard
    return Ink(foreground: plain ? .standard : shown(style.role), background: ground, attributes: style.attributes)
  }

  private static func paletteInk(_ style: Style, bright: Bool) -> Ink {
    let background: Colour
    var attributes = style.attributes
    switch style.ground {
    case .background: background = .standard
    case .panel:
      background = .standard
    default:
      background = .standard
      attributes.formUnion(.reverse)
    }
    return Ink(foreground: slot(style.role, bright), background: background, attributes: attributes)
  }

  private static func slot(_ role: StyleRole, _ bright: Bool) -> Colour {
    switch role {
    case .background, .panel, .selection, .text, .title: return .standard
    case .muted: return bright ? .indexed(8) : .standard
    case .fail: return .indexed(1)
    case .stale, .warn: return .indexed(3)
    case .pass: return .indexed(2)
    case .info: return .indexed(6)
    case .running: return .indexed(4)
    case .gate: return .indexed(5)
    }
  }

  private static func monoInk(_ style: Style) -> Ink {
    var attributes = style.attributes
    if style.ground == .selection { attributes.formUnion(.reverse) }
    if style.role == .fail { attributes.formUnion(.bold) }
    return Ink(foreground: .standard, background: .standard, attributes: attributes)
  }
}
