package import TerminalKit

/// A few things to choose from, each with a key of its own; arrows and ⏎ choose too.
package struct Menu: Sendable {
  /// One choice.
  package struct Item: Sendable {
    package var key: Character
    package var label: String
    /// What choosing it means.
    package var help: String
    package var availability: Availability
    package var then: [Effect]

    /// A choice; one that cannot be taken now says why when it is.
    package init(
      _ key: Character, _ label: String, help: String, _ availability: Availability = .available, then: [Effect]
    ) {
      self.key = key
      self.label = label
      self.help = help
      self.availability = availability
      self.then = then
    }
  }

  package var title: String
  package var items: [Item]
  package var cursor = ListCursor()

  /// A menu of items in their order.
  package init(_ title: String, _ items: [Item]) {
    self.title = title
    self.items = items
    cursor.setCount(items.count)
    cursor.setHeight(max(1, items.count))
  }

  /// What a key does to the menu.
  enum Outcome {
    case stays
    case closes
    case chosen(Item)
  }

  mutating func press(_ chord: Chord) -> Outcome {
    if let item = items.first(where: { chord == .char($0.key) }) { return .chosen(item) }
    switch chord {
    case Chord(.enter): return items.indices.contains(cursor.index) ? .chosen(items[cursor.index]) : .closes
    case Chord(.down), .char("j"): cursor.move(by: 1)
    case Chord(.up), .char("k"): cursor.move(by: -1)
    default: return .closes
    }
    return .stays
  }

  func draw(into canvas: inout Canvas, in rect: Rect) {
    let labelWidth = items.map { displayWidth($0.label) }.max() ?? 0
    let helpWidth = items.map { displayWidth(Self.told($0)) }.max() ?? 0
    let width = min(max(20, rect.width - 8), labelWidth + helpWidth + 6)
    let inside = Popup(title, size: Size(width, items.count)).draw(into: &canvas, in: rect)
    for (index, item) in items.enumerated() {
      let y = inside.y + index
      let ground: StyleRole = index == cursor.index ? .selection : .panel
      let isOn = item.availability == .available
      canvas.clipped(to: inside) { canvas in
        canvas.fill(Rect(inside.x, y, inside.width, 1), " ", Style(.text, on: ground))
        canvas.write(String(item.key), inside.x, y, Style(isOn ? .info : .muted, on: ground, .bold))
        canvas.write(item.label, inside.x + 2, y, Style(isOn ? .text : .muted, on: ground), limit: inside.width - 2)
        canvas.write(
          Self.told(item), inside.x + labelWidth + 4, y, Style(.muted, on: ground),
          limit: inside.width - labelWidth - 4)
      }
    }
  }

  private static func told(_ item: Item) -> String {
    if case .unavailable(let reason) = item.availability { return "not now: \(reason)" }
    return item.help
  }
}
