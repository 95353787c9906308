import Jinja

/// Rendered SQL that knows where each part came from.
struct CompiledText: Sendable {
  /// A stretch of the text and how to find its origin.
  struct Part: Sendable {
    var text: String
    var locate: @Sendable (Int) -> SourceLocation?
  }

  var parts: [Part]

  /// The whole text.
  var text: String { parts.map(\.text).joined() }

  /// A rendered template. With a shift the template's first line is that place's line.
  init(_ rendered: Rendered, shift: SourceLocation?) {
    let map = rendered.sourceMap
    parts = [
      Part(text: rendered.text) { offset in
        guard let place = map.location(ofUTF8Offset: offset) else { return nil }
        return SourceLocation(
          file: place.template, line: place.line + (shift.map { $0.line - 1 } ?? 0), column: place.column)
      }
    ]
  }

  /// Text that this program wrote for something declared at one place.
  init(verbatim text: String, at location: SourceLocation) {
    parts = [Part(text: text) { _ in location }]
  }

  init(parts: [Part]) { self.parts = parts }

  /// The origin of a UTF-8 offset.
  var locate: @Sendable (Int) -> SourceLocation? {
    let parts = parts
    return { offset in
      var rest = offset
      for part in parts {
        let size = part.text.utf8.count
        if rest < size || part.text == parts.last?.text { return part.locate(rest) }
        rest -= size
      }
      return nil
    }
  }

  /// The text in two at a UTF-8 offset.
  func split(at offset: Int) -> (CompiledText, CompiledText) {
    var before: [Part] = []
    var after: [Part] = []
    var rest = offset
    for part in parts {
      let bytes = Array(part.text.utf8)
      if rest >= bytes.count {
        before.append(part)
        rest -= bytes.count
      } else if rest <= 0 {
        after.append(part)
      } else {
        let cut = rest
        before.append(Part(text: String(decoding: bytes[..<cut], as: UTF8.self), locate: part.locate))
        after.append(Part(text: String(decoding: bytes[cut...], as: UTF8.self)) { part.locate($0 + cut) })
        rest = 0
      }
    }
    return (CompiledText(parts: before), CompiledText(parts: after))
  }
}
