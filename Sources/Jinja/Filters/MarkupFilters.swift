/// Filters for HTML, URLs and JSON.
enum MarkupFilters {
  static let table: BuiltinFilters.Table = [
    "safe": BuiltinFilters.plain("safe") { value in .string(try value.text()) },
    "e": BuiltinFilters.plain("e") { value in .string(escaped(try value.text())) },
    "escape": BuiltinFilters.plain("escape") { value in .string(escaped(try value.text())) },
    "forceescape": BuiltinFilters.plain("forceescape") { value in .string(escaped(try value.text())) },
    "striptags": BuiltinFilters.plain("striptags") { value in .string(stripped(try value.text())) },
    "urlencode": BuiltinFilters.plain("urlencode") { value in
      switch value {
      case .dict(let dict): return .string(try query(dict.entries.map { .tuple([$0.key, $0.value]) }))
      case .list, .tuple, .set, .object: return .string(try query(value.elements()))
      default: return .string(quoted(try value.text(), safe: "/"))
      }
    },
    "xmlattr": BuiltinFilters.define("xmlattr", ["autospace"]) { value, values, _ in
      guard let entries = try value.mappingEntries() else {
        if case .undefined(let undefined) = value { throw undefined.failure }
        throw Failure(.attribute, "'\(value.typeName)' object has no attribute 'items'")
      }
      let attributes = try entries.compactMap { entry -> String? in
        if entry.value.isNone || entry.value.isUndefined { return nil }
        guard case .string(let key) = entry.key else {
          throw Failure.type("expected string or bytes-like object, got '\(entry.key.typeName)'")
        }
        if key.utf8.contains(where: { $0.isSpace || $0 == 0x2F || $0 == 0x3E || $0 == 0x3D }) {
          throw Failure.value("Invalid character in attribute name: \(entry.key.repr())")
        }
        return "\(escaped(key))=\"\(escaped(entry.value.str()))\""
      }
      let text = attributes.joined(separator: " ")
      return .string(try values[0].flag(true) && !text.isEmpty ? " " + text : text)
    },
    "tojson": BuiltinFilters.define("tojson", ["indent"]) { value, values, _ in
      var writer = JSONText()
      writer.sortsKeys = true
      writer.escapesMarkup = true
      switch values[0] {
      case .some(.string(let indent)): writer.indent = indent
      case .some(.none), nil: break
      case let value: writer.indent = String(repeating: " ", count: max(0, try limitedWidth(value.requiredInt())))
      }
      return .string(try writer.write(value))
    },
  ]

  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { "&<>'\"".utf8.contains($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "'": result += "&#39;"
      case "\"": result += "&#34;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Percent-encodes all but letters, digits, `_.-~` and `safe`.
  private static func quoted(_ text: String, safe: String) -> String {
    var result = ""
    for byte in text.utf8 {
      if byte.isLetter || byte.isDigit || "_.-~".utf8.contains(byte) || safe.utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }

  private static func query(_ pairs: [Value]) throws -> String {
    try pairs.map { pair in
      let items = try pair.elements()
      guard items.count == 2 else {
        throw Failure.value(
          items.count < 2
            ? "not enough values to unpack (expected 2, got \(items.count))"
            : "too many values to unpack (expected 2)")
      }
      return try items.map { quoted(try $0.text(), safe: "").replacing("%20", with: "+") }.joined(separator: "=")
    }.joined(separator: "&")
  }

  /// Without comments and tags, spaces collapsed, entities resolved.
  private static func stripped(_ text: String) -> String {
    var plain = without(text, from: "<!--", to: "-->")
    plain = without(plain, from: "<", to: ">")
    plain = plain.unicodeScalars.split(whereSeparator: \.isPythonSpace).map { String($0) }.joined(separator: " ")
    return unescaped(plain)
  }

  private static func without(_ text: String, from begin: String, to end: String) -> String {
    var rest = text[...]
    var result = ""
    while let start = rest.firstRange(of: begin),
      let stop = rest[start.upperBound...].firstRange(of: end)
    {
      result += rest[..<start.lowerBound]
      rest = rest[stop.upperBound...]
    }
    return result + rest
  }

  private static let entities: [Substring: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
    "hellip": "…", "mdash": "—", "ndash": "–", "euro": "€",
  ]

  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      guard let end = rest.firstIndex(of: ";") else { break }
      let name = rest[rest.index(after: start)..<end]
      var replacement = entities[name]
      if name.hasPrefix("#x") || name.hasPrefix("#X") {
        replacement = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init).map { String($0) }
      } else if name.hasPrefix("#") {
        replacement = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init).map { String($0) }
      }
      if let replacement {
        result += replacement
        rest = rest[rest.index(after: end)...]
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}

extension Substring {
  /// The first occurrence of `part`.
  fileprivate func firstRange(of part: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].unicodeScalars.starts(with: part.unicodeScalars) {
        return index..<unicodeScalars.index(index, offsetBy: part.unicodeScalars.count)
      }
      index = unicodeScalars.index(after: index)
    }
    return nil
  }
}
