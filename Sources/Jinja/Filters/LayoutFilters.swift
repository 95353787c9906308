/// Filters that lay text out in lines and columns.
enum LayoutFilters {
  static let table: BuiltinFilters.Table = [
    "center": BuiltinFilters.define("center", ["width"]) { value, values, _ in
      .string(try value.text().padded(to: values[0].optionalInt() ?? 80, with: nil, .center))
    },
    "indent": BuiltinFilters.define("indent", ["width", "first", "blank"]) { value, values, _ in
      .string(try indented(value, values))
    },
    "wordwrap": BuiltinFilters.define(
      "wordwrap", ["width", "break_long_words", "wrapstring", "break_on_hyphens"]
    ) { value, values, _ in
      guard case .string(let text) = value else {
        if case .undefined(let undefined) = value { throw undefined.failure }
        throw Failure(.attribute, "'\(value.typeName)' object has no attribute 'splitlines'")
      }
      let wrapper = WordWrapper(
        width: try values[0].optionalInt() ?? 79, breaksLongWords: try values[1].flag(true),
        breaksOnHyphens: try values[3].flag(true))
      let separator = try values[2].optionalText() ?? "\n"
      return .string(
        try text.pythonLines().map { try wrapper.wrap($0).joined(separator: separator) }.joined(separator: separator))
    },
    "pprint": BuiltinFilters.plain("pprint") { value in .string(PrettyPrinter().text(of: value)) },
  ]

  private static func indented(_ value: Value, _ values: [Value?]) throws -> String {
    let indention: String
    if case .string(let text)? = values[0] {
      indention = text
    } else {
      indention = String(repeating: " ", count: max(0, try limitedWidth(values[0].optionalInt() ?? 4)))
    }
    guard case .string(let text) = value else {
      if case .undefined(let undefined) = value { throw undefined.failure }
      // Python adds the line end to a list in place, and only then misses the lines.
      if case .list = value { throw Failure(.attribute, "'list' object has no attribute 'splitlines'") }
      throw Failure.type("unsupported operand type(s) for +=: '\(value.typeName)' and 'str'")
    }
    let blank = try values[2].flag()
    var lines = (text + "\n").pythonLines()
    for index in lines.indices.dropFirst() where blank || !lines[index].isEmpty {
      lines[index] = indention + lines[index]
    }
    return (try values[1].flag() ? indention : "") + lines.joined(separator: "\n")
  }
}

/// Python's `textwrap.wrap` for one paragraph.
struct WordWrapper {
  var width: Int
  var breaksLongWords: Bool
  var breaksOnHyphens: Bool

  func wrap(_ text: String) throws -> [String] {
    if width <= 0 { throw Failure.value("invalid width \(width) (must be > 0)") }
    var chunks = self.chunks(of: Array(text.unicodeScalars))[...]
    var lines: [String] = []
    while !chunks.isEmpty {
      if let first = chunks.first, first.allSatisfy(\.isWrapSpace), !lines.isEmpty { chunks.removeFirst() }
      var line: [[Unicode.Scalar]] = []
      var length = 0
      while let chunk = chunks.first, length + chunk.count <= width {
        line.append(chunk)
        length += chunk.count
        chunks.removeFirst()
      }
      if let chunk = chunks.first, chunk.count > width {
        let room = width - length
        if breaksLongWords {
          let end = breakPoint(in: chunk, room: room)
          line.append(Array(chunk[..<end]))
          chunks[chunks.startIndex] = Array(chunk[end...])
        } else if line.isEmpty {
          line.append(chunks.removeFirst())
        }
      }
      if let last = line.last, last.allSatisfy(\.isWrapSpace) { line.removeLast() }
      if !line.isEmpty { lines.append(String(scalars: line.joined())) }
    }
    return lines
  }

  private func breakPoint(in chunk: [Unicode.Scalar], room: Int) -> Int {
    if breaksOnHyphens, let hyphen = chunk[..<room].lastIndex(of: "-"), hyphen > 0,
      chunk[..<hyphen].contains(where: { $0 != "-" })
    {
      return hyphen + 1
    }
    // Without any room nothing of the word is taken; the next line has room.
    return room
  }

  /// Words, runs of whitespace, and parts of hyphenated words.
  private func chunks(of scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var chunks: [[Unicode.Scalar]] = []
    var start = 0
    while start < scalars.count {
      var end = start + 1
      if scalars[start].isWrapSpace {
        while end < scalars.count, scalars[end].isWrapSpace { end += 1 }
      } else if breaksOnHyphens, let dash = emDash(at: start, in: scalars) {
        end = dash
      } else {
        while end < scalars.count, !endsWord(at: end, in: scalars) { end += 1 }
      }
      chunks.append(Array(scalars[start..<end]))
      start = end
    }
    return chunks
  }

  private func isLetter(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    scalars.indices.contains(index) && (scalars[index] == "_" || scalars[index].properties.isPythonLetter)
  }

  private func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    isLetter(scalars, index)
      || (scalars.indices.contains(index) && scalars[index].properties.numericType != nil)
  }

  private func isWordPunctuation(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    isWord(scalars, index) || (scalars.indices.contains(index) && "!\"'&.,?".unicodeScalars.contains(scalars[index]))
  }

  /// The end of a run of two or more hyphens between words that begins at `index`.
  private func emDash(at index: Int, in scalars: [Unicode.Scalar]) -> Int? {
    guard scalars[index] == "-", isWordPunctuation(scalars, index - 1) else { return nil }
    var end = index
    while end < scalars.count, scalars[end] == "-" { end += 1 }
    return end - index >= 2 && isWord(scalars, end) ? end : nil
  }

  private func endsWord(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    if scalars[index].isWrapSpace { return true }
    guard breaksOnHyphens else { return false }
    if emDash(at: index, in: scalars) != nil { return true }
    // A hyphen ends a part when letters stand on both of its sides.
    guard scalars[index - 1] == "-" else { return false }
    let hyphen = index - 1
    let before =
      (isLetter(scalars, hyphen - 1) && isLetter(scalars, hyphen - 2))
      || (isWordPunctuation(scalars, hyphen - 1) && hyphen >= 3 && scalars[hyphen - 2] == "-"
        && isLetter(scalars, hyphen - 3))
    guard before, isLetter(scalars, index) else { return false }
    return isLetter(scalars, index + 1)
      || (index + 1 < scalars.count && scalars[index + 1] == "-" && isLetter(scalars, index + 2))
  }
}

extension Unicode.Scalar {
  /// The whitespace `textwrap` knows.
  var isWrapSpace: Bool { self == " " || (value >= 0x09 && value <= 0x0D) }
}

/// Python's `pprint.pformat`: what does not fit in 80 columns is written one element a line, dictionaries by key.
struct PrettyPrinter {
  private static let width = 80

  func text(of value: Value) -> String { text(of: value, indent: 0, allowance: 0, depth: 0) }

  private func text(of value: Value, indent: Int, allowance: Int, depth: Int) -> String {
    let flat = sorted(value, depth: depth).repr()
    if depth > 50 || flat.scalarCount <= PrettyPrinter.width - indent - allowance { return flat }
    switch value {
    case .list(let list) where !list.items.isEmpty:
      return "[" + lines(list.items, indent, allowance, depth) + "]"
    case .tuple(let items) where !items.isEmpty:
      return "(" + lines(items, indent, allowance, depth) + (items.count == 1 ? ",)" : ")")
    case .dict(let dict) where !dict.isEmpty:
      let entries = sortedEntries(dict)
      let rows = entries.enumerated().map { index, entry in
        let key = entry.key.repr()
        let rest = index == entries.count - 1 ? allowance + 1 : 1
        return key + ": "
          + text(of: entry.value, indent: indent + 1 + key.scalarCount + 2, allowance: rest, depth: depth + 1)
      }
      return "{" + rows.joined(separator: ",\n" + String(repeating: " ", count: indent + 1)) + "}"
    default: return flat
    }
  }

  private func lines(_ items: [Value], _ indent: Int, _ allowance: Int, _ depth: Int) -> String {
    items.enumerated().map { index, item in
      text(
        of: item, indent: indent + 1, allowance: index == items.count - 1 ? allowance + 1 : 1, depth: depth + 1)
    }.joined(separator: ",\n" + String(repeating: " ", count: indent + 1))
  }

  private func sortedEntries(_ dict: DictObject) -> [(key: Value, value: Value)] {
    let entries = dict.entries
    let keys = entries.map(\.key)
    guard let order = try? sortedByKeys(entries.indices.map(Value.int), keys, isReversed: false) else { return entries }
    return order.compactMap { $0.intValue }.map { entries[$0] }
  }

  private func sorted(_ value: Value, depth: Int) -> Value {
    if depth > 50 { return value }
    switch value {
    case .dict(let dict):
      return .dict(DictObject(sortedEntries(dict).map { ($0.key, sorted($0.value, depth: depth + 1)) }))
    case .list(let list): return .list(list.items.map { sorted($0, depth: depth + 1) })
    case .tuple(let items): return .tuple(items.map { sorted($0, depth: depth + 1) })
    default: return value
    }
  }
}
