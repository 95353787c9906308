/// Turns the bytes a terminal sends into events. Unknown sequences are swallowed whole, so that a terminal's
/// answer or an exotic key never shows up as typed text.
package struct InputDecoder: Sendable {
  private var pending: [UInt8] = []
  private var paste: [UInt8]?
  private let sequences: [[UInt8]: Key]

  /// A decoder that knows the common sequences and, besides, those of the terminal's own description.
  package init(capabilities: [[UInt8]: Key] = [:]) { sequences = capabilities }

  /// Whether a lone escape byte waits to become either a key or the start of a sequence.
  package var awaitsMore: Bool { !pending.isEmpty }

  /// Decodes more bytes; an unfinished sequence is kept for the next call.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    return drain(final: false)
  }

  /// Decodes what is left when no more bytes came within the escape delay: a lone escape is the Esc key.
  package mutating func flush() -> [InputEvent] { drain(final: true) }

  private mutating func drain(final: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    var bytes = pending[...]
    pending = []
    while !bytes.isEmpty {
      if paste != nil {
        takePaste(&bytes, &events)
        if paste != nil { break }
        continue
      }
      switch Decoded.next(bytes, sequences, final: final) {
      case .needsMore:
        pending = Array(bytes)
        return events
      case .event(let event, let length):
        events.append(event)
        bytes = bytes.dropFirst(length)
      case .pasteStart(let length):
        paste = []
        bytes = bytes.dropFirst(length)
      case .ignored(let length):
        bytes = bytes.dropFirst(length)
      }
    }
    return events
  }

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private mutating func takePaste(_ bytes: inout ArraySlice<UInt8>, _ events: inout [InputEvent]) {
    paste?.append(contentsOf: bytes)
    bytes = []
    guard let collected = paste, let end = collected[...].firstRange(of: InputDecoder.pasteEnd) else { return }
    events.append(.paste(String(decoding: collected[..<end.lowerBound], as: UTF8.self)))
    bytes = collected[end.upperBound...]
    paste = nil
  }
}

/// The outcome of reading one event from the front of the input.
enum Decoded {
  case needsMore
  case event(InputEvent, Int)
  case pasteStart(Int)
  case ignored(Int)

  static func next(_ bytes: ArraySlice<UInt8>, _ known: [[UInt8]: Key], final: Bool) -> Decoded {
    guard let first = bytes.first else { return .needsMore }
    if first == 0x1B { return escape(Array(bytes.prefix(64)), known, final: final) }
    if first < 0x20 || first == 0x7F { return .event(.key(control(first)), 1) }
    if first < 0x80 { return .event(.key(Chord(.character(Character(Unicode.Scalar(first))))), 1) }
    return utf8(bytes, first, final: final)
  }

  private static func control(_ byte: UInt8) -> Chord {
    switch byte {
    case 0x0D, 0x0A: return Chord(.enter)
    case 0x09: return Chord(.tab)
    case 0x08, 0x7F: return Chord(.backspace)
    case 0x00: return .control(" ")
    case 0x01...0x1A: return .control(Character(Unicode.Scalar(byte + 0x60)))
    default: return .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  private static func utf8(_ bytes: ArraySlice<UInt8>, _ first: UInt8, final: Bool) -> Decoded {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    if bytes.count < length { return final ? .ignored(bytes.count) : .needsMore }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    guard text.count == 1, let character = text.first, character != "\u{FFFD}" else { return .ignored(1) }
    return .event(.key(Chord(.character(character))), length)
  }

  private static func escape(_ bytes: [UInt8], _ known: [[UInt8]: Key], final: Bool) -> Decoded {
    if bytes.count == 1 { return final ? .event(.key(Chord(.escape)), 1) : .needsMore }
    for length in stride(from: min(bytes.count, 12), through: 2, by: -1) {
      if let key = known[Array(bytes.prefix(length))] { return .event(.key(Chord(key)), length) }
    }
    switch bytes[1] {
    case UInt8(ascii: "["): return EscapeSequence.csi(bytes, final: final)
    case UInt8(ascii: "O"):
      if bytes.count < 3 {
        return final ? .event(.key(Chord(.character("O"), .alt)), 2) : .needsMore
      }
      guard let key = EscapeSequence.final(bytes[2]) else { return .ignored(3) }
      return .event(.key(Chord(key)), 3)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      return EscapeSequence.string(bytes, final: final)
    case 0x1B: return .event(.key(Chord(.escape)), 1)
    default:
      if bytes[1] < 0x20 || bytes[1] == 0x7F {
        var chord = control(bytes[1])
        chord.modifiers.formUnion(.alt)
        return .event(.key(chord), 2)
      }
      if bytes[1] < 0x80 {
        return .event(.key(Chord(.character(Character(Unicode.Scalar(bytes[1]))), .alt)), 2)
      }
      return .event(.key(Chord(.escape)), 1)
    }
  }
}
