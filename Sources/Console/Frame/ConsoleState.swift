package import TerminalKit

/// The whole console as a value: screens, what lies over them, and where the person has been.
package struct ConsoleState: Sendable {
  package var screens: [any ConsoleScreen]
  package var current = 0
  package var context = ScreenContext()
  package var overlay: Overlay?
  package var message: Message?
  package var themes: ThemeCatalogue
  package var themeKey: String
  package var history = PlaceHistory()
  package var searched = ""
  package var commandHistory: [String] = []
  /// Shell commands that do what was done here, oldest first.
  package var journal: [JournalEntry] = []
  /// The pipeline as it stands, whatever is shown of the past.
  package var liveStatus = PipelineStatus()
  /// A past run being told again.
  package var replay: Replay?
  /// The screen in front before it.
  var beforeReplay: Int?
  package var isWatching = false
  /// Files saved whose build is still to be started.
  var pendingSaves: Set<String> = []
  /// Whether the project was read with them.
  var savesAreRead = true
  package var tour: TourGuide?
  package var alertsAreOn = false
  package var mouseIsOn = false
  package var size: Size
  package var hasEnded = false

  /// A line for the person, until the next key.
  package struct Message: Sendable, Hashable {
    package var text: String
    package var role: StyleRole
  }

  /// A console that shows its first screen and knows nothing yet.
  package init(size: Size, glyphs: GlyphSet = .full, themes: ThemeCatalogue = ThemeCatalogue(), theme: String = "") {
    screens = ScreenID.allCases.map(ScreenList.initial)
    self.themes = themes
    themeKey = themes.theme(theme) == nil ? (themes.entries.first?.key ?? "mono") : theme
    self.size = size
    context.glyphs = glyphs
    adopt(size)
  }

  /// The colours now in use.
  package var theme: Theme { themes.theme(themeKey) ?? .mono }

  /// The screen in front.
  package var screen: any ConsoleScreen { screens[current] }

  /// The screen's title.
  package var screenID: ScreenID { type(of: screens[current]).id }

  mutating func adopt(_ newSize: Size) {
    size = newSize
    context.body = FrameLayout(size: newSize).body.size
    for index in screens.indices { screens[index].settle(context) }
  }
}

/// Where the person has been.
package struct PlaceHistory: Sendable {
  /// A screen and what it was opened at.
  package struct Stop: Sendable, Hashable {
    package var screen: Int
    package var place: Place?
  }

  private var stops: [Stop] = []
  private var position = -1

  /// Nowhere yet.
  package init() {}

  /// Remembers that the person left one stop for another; what was ahead is forgotten.
  mutating func moved(from: Stop, to: Stop) {
    guard from != to else { return }
    stops.removeSubrange((position + 1)...)
    if stops.last != from { stops.append(from) }
    stops.append(to)
    if stops.count > 200 { stops.removeFirst(stops.count - 200) }
    position = stops.count - 1
  }

  /// The stop so many steps along, negative for back; `nil` at an end.
  mutating func step(_ distance: Int) -> Stop? {
    let target = position + distance
    guard stops.indices.contains(target) else { return nil }
    position = target
    return stops[target]
  }

  var canGoBack: Bool { position > 0 }
  var canGoForward: Bool { position >= 0 && position < stops.count - 1 }
}
