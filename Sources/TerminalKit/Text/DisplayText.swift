/// How many columns the text takes when written to a canvas.
package func displayWidth(_ text: some StringProtocol) -> Int {
  var width = 0
  Glyph.forEach(in: text) {
    width += $0.width
    return true
  }
  return width
}

/// Where text that does not fit gives way.
package enum Truncation: Sendable {
  case end, middle, start
}

/// The text in at most `width` columns; what was cut is marked by an ellipsis.
package func clipped(_ text: String, to width: Int, at place: Truncation = .end) -> String {
  if width <= 0 { return "" }
  if text.utf8.count <= width { return text }
  var glyphs: [Glyph] = []
  var total = 0
  Glyph.forEach(in: text) {
    glyphs.append($0)
    total += $0.width
    return true
  }
  if total <= width { return text }
  if width == 1 { return "…" }
  let room = width - 1
  let head: Int
  switch place {
  case .end: head = room
  // Names begin alike (`stg_salesforce__`) and differ at their ends: the end keeps more.
  case .middle: head = (2 * room + 2) / 5
  case .start: head = 0
  }
  return leading(glyphs, head) + "…" + trailing(glyphs, room - head)
}

private func leading(_ glyphs: [Glyph], _ room: Int) -> String {
  var out = ""
  var used = 0
  for glyph in glyphs {
    if used + glyph.width > room { break }
    used += glyph.width
    out.append(glyph.character)
  }
  return out
}

private func trailing(_ glyphs: [Glyph], _ room: Int) -> String {
  var used = 0
  var first = glyphs.count
  while first > 0, used + glyphs[first - 1].width <= room {
    first -= 1
    used += glyphs[first].width
  }
  return String(glyphs[first...].map(\.character))
}

/// Which side of its column a text leans on.
package enum Alignment: Sendable {
  case left, right, centre
}

/// The text in exactly `width` columns: cut with an ellipsis, or filled with blanks.
package func fitted(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
  let cut = clipped(text, to: width)
  let space = max(0, width - displayWidth(cut))
  switch alignment {
  case .left: return cut + String(repeating: " ", count: space)
  case .right: return String(repeating: " ", count: space) + cut
  case .centre:
    return String(repeating: " ", count: space / 2) + cut + String(repeating: " ", count: space - space / 2)
  }
}

/// The text broken into lines of at most `width` columns: at its own line ends, then at blanks, then anywhere.
package func wrapped(_ text: String, to width: Int) -> [String] {
  guard width > 0 else { return [] }
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var line = ""
    var used = 0
    func end() {
      lines.append(line)
      line = ""
      used = 0
    }
    for word in pieces(of: paragraph) {
      let need = displayWidth(word)
      if used + need <= width {
        line += word
        used += need
        continue
      }
      if word.first == " " {
        end()
        continue
      }
      if used > 0 { end() }
      Glyph.forEach(in: word) { glyph in
        if used + glyph.width > width { end() }
        line.append(glyph.character)
        used += glyph.width
        return true
      }
    }
    lines.append(line)
  }
  return lines
}

/// Runs of blanks and runs of anything else, in order.
private func pieces(of text: Substring) -> [Substring] {
  var out: [Substring] = []
  var start = text.startIndex
  while start < text.endIndex {
    let blank = text[start] == " "
    var end = start
    while end < text.endIndex, (text[end] == " ") == blank { end = text.index(after: end) }
    out.append(text[start..<end])
    start = end
  }
  return out
}
