/// What the mouse did, when it is on.
package struct MouseEvent: Hashable, Sendable {
  /// The kind of movement.
  package enum Kind: Hashable, Sendable { case press, release, wheelUp, wheelDown }
  package var kind: Kind
  package var place: Point

  /// A mouse event at a cell.
  package init(_ kind: Kind, at place: Point) {
    self.kind = kind
    self.place = place
  }
}

/// Something that reaches the program from its terminal.
package enum InputEvent: Hashable, Sendable {
  case key(Chord)
  /// Text pasted in one go; never read as keys.
  case paste(String)
  case mouse(MouseEvent)
  case resize(Size)
  /// The program was resumed, or its screen was disturbed: everything must be drawn again.
  case redraw
  /// Something else woke the loop: data has arrived.
  case wake
  /// Suspension was asked for from outside.
  case suspend
  /// A signal asks the program to end.
  case terminate(signal: Int32)
}
