/// Puts ephemeral models before a statement as CTEs, the way dbt does.
struct EphemeralInjection {
  private var ids: Set<NodeID> = []
  private var ctes: [(name: String, text: CompiledText)] = []

  func contains(_ id: NodeID) -> Bool { ids.contains(id) }

  mutating func add(_ id: NodeID, name: String, _ text: CompiledText) {
    guard ids.insert(id).inserted else { return }
    ctes.append(("__dbt__cte__" + name, text))
  }

  /// The statement with the CTEs in front; its own `with` is extended.
  func inject(into sql: CompiledText) -> CompiledText {
    guard !ctes.isEmpty else { return sql }
    let opening = StatementOpening(sql.text)
    var parts: [CompiledText.Part] = []
    let (before, after) = sql.split(at: opening.offset)
    parts += before.parts
    parts.append(glue(opening.hasWith ? "" : "with"))
    for (index, cte) in ctes.enumerated() {
      parts.append(glue((index > 0 ? ", " : "") + " \(cte.name) as (\n"))
      parts += cte.text.parts
      parts.append(glue("\n)"))
    }
    parts.append(glue(opening.hasWith ? ", " : " "))
    parts += after.parts
    return CompiledText(parts: parts)
  }

  private func glue(_ text: String) -> CompiledText.Part { CompiledText.Part(text: text) { _ in nil } }
}

/// Where CTEs can be put into a statement: behind its `with`, or before its first word.
struct StatementOpening {
  var offset: Int
  var hasWith: Bool

  init(_ sql: String) {
    let bytes = Array(sql.utf8)
    var place = Self.skipBlanks(bytes, 0)
    let start = place
    hasWith = false
    offset = start
    if Self.word(bytes, at: place) == "with" {
      hasWith = true
      place += 4
      offset = place
      let next = Self.skipBlanks(bytes, place)
      if Self.word(bytes, at: next) == "recursive" { offset = next + 9 }
    } else {
      offset = 0
    }
  }

  private static func word(_ bytes: [UInt8], at start: Int) -> String {
    let end = bytes[start...].firstIndex { !(($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 || $0 == 95) } ?? bytes.count
    return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
  }

  /// Blanks and comments.
  private static func skipBlanks(_ bytes: [UInt8], _ start: Int) -> Int {
    var place = start
    while place < bytes.count {
      if bytes[place] <= 32 {
        place += 1
      } else if bytes[place...].starts(with: "--".utf8) {
        while place < bytes.count, bytes[place] != 10 { place += 1 }
      } else if bytes[place...].starts(with: "/*".utf8) {
        place += 2
        while place < bytes.count, !bytes[place...].starts(with: "*/".utf8) { place += 1 }
        place = min(place + 2, bytes.count)
      } else {
        break
      }
    }
    return place
  }
}
