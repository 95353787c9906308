internal import Engine
package import TerminalKit

// A press on a row chooses it, a press on the chosen row opens it, as ⏎ does; the wheel moves as the arrow keys do.

extension ConsoleScreen {
  /// A press on the row so many rows below the first one shown.
  mutating func press(
    row: Int, of cursor: WritableKeyPath<Self, ListCursor>, height: Int, _ context: ScreenContext
  ) -> [Effect] {
    let visible = self[keyPath: cursor].visible(height: height)
    let index = visible.lowerBound + row
    guard row >= 0, visible.contains(index) else { return [] }
    if self[keyPath: cursor].index == index { return press(Chord(.enter), context) ?? [] }
    self[keyPath: cursor].move(to: index)
    return []
  }
}

extension GatesScreen {
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    guard event.kind == .press else { return [] }
    let (y, height) = (event.place.y, context.body.height)
    switch level {
    case .nodes:
      let list = room(context).list
      guard list.contains(event.place) else { return [] }
      return press(row: y - 1, of: \.nodes, height: list.height - 1, context)
    case .checks(let node):
      // Below a failure the list has no fixed place.
      if FailureExcerpt.isShown(context.status[node].step) { return [] }
      let rows = GatesDrawing.checkListHeight(height, checks.count)
      return y - 1 < rows ? press(row: y - 1, of: \.checkCursor, height: rows, context) : []
    case .rows: return press(row: y - 2, of: \.grid.cursor, height: height - 2, context)
    case .whole: return press(row: y - 2, of: \.wholeGrid.cursor, height: height - 2, context)
    case .parents: return []
    }
  }
}

extension TablesScreen {
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    guard event.kind == .press else { return [] }
    let (left, right) = split(Rect(context.body))
    if left.contains(event.place) {
      side = .catalog
      return press(row: event.place.y, of: \.tree, height: context.body.height, context)
    }
    guard right.contains(event.place), aside == nil else { return [] }
    // What is only previewed is opened.
    if request == nil { return press(Chord(.enter), context) ?? [] }
    if side == .catalog {
      side = .grid
      settle(context)
    }
    return press(row: event.place.y - 2, of: \.grid.cursor, height: context.body.height - 2, context)
  }
}

extension TimeScreen {
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    guard event.kind == .press else { return [] }
    let (y, height) = (event.place.y, context.body.height)
    if relation == nil { return press(row: y - 1, of: \.tableCursor, height: height - 1, context) }
    let first = TimeDrawing.stripHeight + 1
    guard keyVersions.isEmpty, changes == nil, y >= first else { return [] }
    return press(row: y - first, of: \.grid.cursor, height: height - first, context)
  }
}

extension RunsScreen {
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    guard event.kind == .press else { return [] }
    let (y, height) = (event.place.y, context.body.height)
    if difference != nil { return press(row: y - 3, of: \.differenceCursor, height: height - 3, context) }
    if opened != nil { return press(row: y - 2, of: \.stepCursor, height: height - 2, context) }
    let list = room(context).list
    guard list.contains(event.place) else { return [] }
    return press(row: y - 1, of: \.cursor, height: list.height - 1, context)
  }
}

extension LogsScreen {
  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    // Wrapped, an event takes as many rows as it needs.
    guard event.kind == .press, !wraps else { return [] }
    follows = false
    return press(row: event.place.y, of: \.cursor, height: context.body.height, context)
  }
}
