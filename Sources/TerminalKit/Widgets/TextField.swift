/// A line of text being typed, with history.
package struct TextField: Hashable, Sendable {
  package private(set) var text: String
  /// In characters from the start.
  package private(set) var cursor: Int
  package var history: [String]
  private var historyIndex: Int?
  private var draft = ""

  /// A field that holds `text`, the cursor behind it.
  package init(_ text: String = "", history: [String] = []) {
    self.text = text
    cursor = text.count
    self.history = history
  }

  /// Replaces the text; the cursor goes to its end.
  package mutating func set(_ newText: String) {
    text = newText
    cursor = newText.count
  }

  /// Inserts text at the cursor; line ends become blanks.
  package mutating func insert(_ more: String) {
    var characters = Array(text)
    let added = more.map { $0.isNewline ? " " : $0 }
    characters.insert(contentsOf: added, at: min(cursor, characters.count))
    text = String(characters)
    cursor = min(cursor + added.count, text.count)
    historyIndex = nil
  }

  /// Handles a key of line editing; `false` when the key means something else.
  package mutating func handle(_ chord: Chord) -> Bool {
    switch (chord.key, chord.modifiers) {
    case (.character(let character), []), (.character(let character), .shift): insert(String(character))
    case (.backspace, _): remove(from: cursor - 1, to: cursor)
    case (.delete, _): remove(from: cursor, to: cursor + 1)
    case (.left, _), (.character("b"), .control): cursor = max(0, cursor - 1)
    case (.right, _), (.character("f"), .control): cursor = min(text.count, cursor + 1)
    case (.home, _), (.character("a"), .control): cursor = 0
    case (.end, _), (.character("e"), .control): cursor = text.count
    case (.character("u"), .control): remove(from: 0, to: cursor)
    case (.character("k"), .control): remove(from: cursor, to: text.count)
    case (.character("w"), .control): removeWord()
    case (.up, _), (.character("p"), .control): recall(-1)
    case (.down, _), (.character("n"), .control): recall(1)
    default: return false
    }
    return true
  }

  private mutating func remove(from start: Int, to end: Int) {
    var characters = Array(text)
    let range = max(0, start)..<min(characters.count, max(0, end))
    guard !range.isEmpty else { return }
    characters.removeSubrange(range)
    text = String(characters)
    cursor = range.lowerBound
  }

  private mutating func removeWord() {
    let characters = Array(text)
    var start = min(cursor, characters.count)
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    remove(from: start, to: cursor)
  }

  private mutating func recall(_ step: Int) {
    guard !history.isEmpty else { return }
    if historyIndex == nil { draft = text }
    let next = (historyIndex ?? history.count) + step
    if next >= history.count {
      historyIndex = nil
      set(draft)
    } else {
      historyIndex = max(0, next)
      set(history[max(0, next)])
    }
  }

  /// Draws the part around the cursor in one row; returns where the terminal's cursor belongs.
  package func draw(into canvas: inout Canvas, _ x: Int, _ y: Int, width: Int, style: Style = .text) -> Point {
    guard width > 0 else { return Point(x, y) }
    let characters = Array(text)
    let before = displayWidth(String(characters[..<min(cursor, characters.count)]))
    let shift = max(0, before - width + 1)
    canvas.clipped(to: Rect(x, y, width, 1)) { canvas in
      canvas.write(text, x - shift, y, style)
    }
    return Point(x + before - shift, y)
  }
}
