/// A base16 or base24 colour scheme, read unmodified from its YAML file.
package struct Base16Scheme: Equatable, Sendable {
  package let name: String
  package let author: String
  package let isLight: Bool
  /// The colours `base00` to `base0F`, and `base10` to `base17` of a base24 scheme.
  private let slots: [Colour]

  /// The colour of a role: the slots as tinted-theming describes them, put to our words.
  package func colour(of role: StyleRole) -> Colour {
    switch role {
    case .background: return slots[0x0]
    case .panel: return slots[0x1]
    case .selection: return slots[0x2]
    case .muted: return slots[0x3]
    case .text: return slots[0x5]
    case .title: return slots[0x6]
    case .fail: return slots[0x8]
    case .stale: return slots[0x9]
    case .warn: return slots[0xA]
    case .pass: return slots[0xB]
    case .info: return slots[0xC]
    case .running: return slots[0xD]
    case .gate: return slots[0xE]
    }
  }
}

/// Why a text is no colour scheme.
package struct SchemeProblem: Error, Equatable, CustomStringConvertible {
  package let file: String
  /// Counted from one; zero when the whole file is meant.
  package let line: Int
  package let reason: String

  package var description: String { line == 0 ? "\(file): \(reason)" : "\(file):\(line): \(reason)" }
}

extension Base16Scheme {
  /// Reads a scheme file: flat `key: "value"` lines, the colours at the top level or below `palette:`.
  ///
  /// - Parameter file: the file's name, for messages and as the scheme's name when it has none.
  package init(yaml text: String, file: String) throws(SchemeProblem) {
    var fields: [String: String] = [:]
    var number = 0
    for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      guard let (key, value) = Base16Scheme.field(raw) else { continue }
      if key.hasPrefix("base"), key.utf8.count == 6, Colour(hex: value) == nil {
        throw SchemeProblem(file: file, line: number, reason: "`\(value)` is not a colour of six hexadecimal digits")
      }
      fields[key] = value
    }
    var slots: [Colour] = []
    for index in 0..<24 {
      let hex = String(index, radix: 16, uppercase: true)
      let key = "base" + (index < 16 ? "0" + hex : hex)
      guard let value = fields[key] ?? fields[key.lowercased()], let colour = Colour(hex: value) else {
        if index >= 16 { break }
        throw SchemeProblem(file: file, line: 0, reason: "no colour `\(key)`; a scheme has base00 to base0F")
      }
      slots.append(colour)
    }
    self.slots = slots
    name = fields["name"] ?? fields["scheme"] ?? file
    author = fields["author"] ?? ""
    isLight = fields["variant"].map { $0 == "light" } ?? (Base16Scheme.brightness(slots[0]) > 127)
  }

  /// The key and value of a line; `nil` for blank lines, comments and headings.
  private static func field(_ line: Substring) -> (String, String)? {
    let body = line.drop { $0 == " " || $0 == "\t" }
    guard let colon = body.firstIndex(of: ":"), body.first != "#" else { return nil }
    let key = String(body[..<colon]).filter { $0 != "\"" && $0 != "'" && $0 != " " }
    var value = body[body.index(after: colon)...].drop { $0 == " " }
    if let quote = value.first, quote == "\"" || quote == "'" {
      value = value.dropFirst()
      guard let end = value.firstIndex(of: quote) else { return nil }
      return (key, String(value[..<end]))
    }
    if let comment = value.firstRange(of: " #") { value = value[..<comment.lowerBound] }
    while value.last == " " { value = value.dropLast() }
    return value.isEmpty ? nil : (key, String(value))
  }

  private static func brightness(_ colour: Colour) -> Int {
    guard let (r, g, b) = colour.components else { return 0 }
    return (Int(r) * 299 + Int(g) * 587 + Int(b) * 114) / 1000
  }
}
