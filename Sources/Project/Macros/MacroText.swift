/// Cuts one macro's own text out of its file: what dbt's artifacts hold of it, and compare.
enum MacroText {
  /// The block from its opening tag to its closing one; the whole text when it is not found.
  ///
  /// - Parameter name: As the catalog has it: generic tests with `test_`, materializations with both affixes.
  static func block(_ name: String, in source: String) -> String {
    let bytes = Array(source.utf8)
    var place = 0
    while let tag = nextTag(bytes, from: &place) {
      guard let end = endings[tag.keyword], names(tag, name) else { continue }
      var depth = 1
      while depth > 0, let inner = nextTag(bytes, from: &place) {
        if inner.keyword == tag.keyword { depth += 1 }
        if inner.keyword == end { depth -= 1 }
      }
      return String(decoding: bytes[tag.start..<place], as: UTF8.self)
    }
    return source
  }

  /// The names that are called in a macro's text: `name(`, `package.name(`; a header's own name among them.
  static func calledNames(_ text: String) -> [String] {
    var names: [String] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "("):
        if let first = word.first, !(48...57).contains(first), first != UInt8(ascii: ".") {
          names.append(String(decoding: word, as: UTF8.self))
        }
        word = []
      case 95, UInt8(ascii: "."), 48...57, 65...90, 97...122: word.append(byte)
      default: word = []
      }
    }
    return names
  }

  /// The names `adapter.dispatch` is asked for in a macro's text, with their namespaces.
  static func dispatched(_ text: String) -> [(name: String, namespace: String?)] {
    text.split(separator: "dispatch(", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      let arguments = rest.prefix { $0 != ")" }
      let quoted = arguments.split { $0 == "'" || $0 == "\"" }.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      guard arguments.first == "'" || arguments.first == "\"", let name = quoted.first else { return nil }
      return (String(name), quoted.count > 1 ? String(quoted[1]) : nil)
    }
  }

  private static let endings = [
    "macro": "endmacro", "test": "endtest", "data_test": "enddata_test", "materialization": "endmaterialization",
  ]

  private struct Tag {
    var start: Int
    var keyword: String
    var name: String
  }

  private static func names(_ tag: Tag, _ name: String) -> Bool {
    switch tag.keyword {
    case "macro": tag.name == name
    case "materialization": name.hasPrefix("materialization_\(tag.name)_")
    default: "test_" + tag.name == name
    }
  }

  /// The next statement tag; comments and raw blocks are passed over.
  private static func nextTag(_ bytes: [UInt8], from place: inout Int) -> Tag? {
    let floor = place
    while place + 1 < bytes.count {
      guard bytes[place] == UInt8(ascii: "{") else {
        place += 1
        continue
      }
      if bytes[place + 1] == UInt8(ascii: "#") {
        place = end(of: "#}", bytes, from: place + 2)
      } else if bytes[place + 1] == UInt8(ascii: "%") {
        var start = place
        var at = place + 2
        // A tag that trims the blanks beside it takes them along, as far as they are not another tag's.
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") {
          while start > floor, bytes[start - 1] <= 32 { start -= 1 }
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
        let keyword = word(bytes, &at)
        let name = word(bytes, &at)
        place = endOfTag(bytes, from: at)
        if bytes[place - 3] == UInt8(ascii: "-") {
          while place < bytes.count, bytes[place] <= 32 { place += 1 }
        }
        if keyword == "raw" {
          while let inner = nextTag(bytes, from: &place), inner.keyword != "endraw" {}
          continue
        }
        return Tag(start: start, keyword: keyword, name: name)
      } else {
        place += 1
      }
    }
    return nil
  }

  private static func word(_ bytes: [UInt8], _ place: inout Int) -> String {
    while place < bytes.count, bytes[place] <= 32 { place += 1 }
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      guard byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) else {
        break
      }
      place += 1
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// Behind the `%}` of a tag, one inside quotes left alone.
  private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int {
    var place = start
    var quote: UInt8?
    while place < bytes.count {
      let byte = bytes[place]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { place += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "%"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "}") {
        return place + 2
      }
      place += 1
    }
    return bytes.count
  }

  private static func end(of mark: String, _ bytes: [UInt8], from start: Int) -> Int {
    let wanted = Array(mark.utf8)
    var place = start
    while place + 1 < bytes.count {
      if bytes[place] == wanted[0], bytes[place + 1] == wanted[1] { return place + 2 }
      place += 1
    }
    return bytes.count
  }
}
