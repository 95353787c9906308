internal import CNcurses
internal import TerminalKit

/// Colour pairs, made as inks are first used.
struct InkTable {
  /// What the library needs to know of an ink.
  struct Entry {
    let attributes: attr_t
    let pair: CInt
  }

  private struct Colours: Hashable {
    let foreground: CInt
    let background: CInt
  }

  private var byInk: [Ink: Entry] = [:]
  private var pairs: [Colours: CInt] = [:]
  private let limit: CInt

  /// - Parameter limit: pairs the terminal can have; 0 without colour.
  init(limit: CInt) { self.limit = limit }

  /// The library's numbers for an ink.
  mutating func entry(_ ink: Ink) -> Entry {
    if let known = byInk[ink] { return known }
    let attributes = sluice_attributes(
      ink.attributes.contains(.bold) ? 1 : 0, ink.attributes.contains(.underline) ? 1 : 0,
      ink.attributes.contains(.reverse) ? 1 : 0, ink.attributes.contains(.dim) ? 1 : 0)
    let made = Entry(attributes: attributes, pair: pair(ink))
    byInk[ink] = made
    return made
  }

  private mutating func pair(_ ink: Ink) -> CInt {
    let colours = Colours(foreground: number(ink.foreground), background: number(ink.background))
    if colours.foreground < 0, colours.background < 0 { return 0 }
    if let known = pairs[colours] { return known }
    let next = CInt(pairs.count + 1)
    guard next < limit, init_extended_pair(next, colours.foreground, colours.background) != ERR else { return 0 }
    pairs[colours] = next
    return next
  }

  private func number(_ colour: Colour) -> CInt {
    switch colour {
    case .standard: return -1
    case .indexed(let slot): return CInt(slot)
    case .rgb(let r, let g, let b):
      // With direct colour the first sixteen numbers are the palette's; the darkest blues move beyond them.
      return max(16, CInt(r) << 16 | CInt(g) << 8 | CInt(b))
    }
  }
}
