/// A terminal as the console sees it: something to paint on and to read from. Tests give their own.
package protocol TerminalDevice: AnyObject {
  /// The size in cells now.
  var size: Size { get }
  /// How many colours it shows.
  var depth: ColourDepth { get }
  /// Which characters it shows.
  var glyphs: GlyphSet { get }
  /// Something any thread may call to end a wait early.
  var waker: any TerminalWaker { get }
  /// What is known about the terminal, for `:doctor`: a name and its value.
  var facts: [(String, String)] { get }

  /// Sends what differs from the last painted canvas; sends nothing where nothing does.
  func paint(_ canvas: Canvas, theme: Theme, cursor: Point?)
  /// Waits for input, a signal, a wake-up, or the end of the time; no time means as long as it takes.
  func wait(milliseconds: Int?) -> [InputEvent]
  /// Puts text on the clipboard of the person's machine; returns how, or why not.
  func copy(_ text: String) -> String
  /// Rings, and where the terminal is known to show notices, shows one.
  func alert(_ text: String)
  /// Turns mouse reports on or off.
  func setMouse(_ on: Bool)
  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again afterwards.
  func suspend()
  /// Gives the terminal to another program until it ends; returns its exit status, or `nil` if it did not start.
  func run(_ arguments: [String]) -> Int32?
  /// Gives the terminal back for good.
  func close()
}

/// Ends a terminal's wait from any thread.
package protocol TerminalWaker: Sendable {
  /// Makes a present or the next wait return `InputEvent.wake`.
  func wake()
}
