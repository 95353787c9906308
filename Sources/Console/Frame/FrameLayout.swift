package import TerminalKit

/// Where the parts of the frame lie. A low window gives up the tabs, then the title, never the body.
package struct FrameLayout: Sendable {
  package let title: Rect
  package let tabs: Rect
  package let body: Rect
  package let footer: Rect

  /// The parts for a size.
  package init(size: Size) {
    var rest = Rect(size)
    (title, rest) = rest.cutTop(size.height >= 4 ? 1 : 0)
    (tabs, rest) = rest.cutTop(size.height >= 6 ? 1 : 0)
    (rest, footer) = rest.cutBottom(size.height >= 3 ? 1 : 0)
    body = rest
  }
}
