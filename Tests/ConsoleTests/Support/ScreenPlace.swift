import Engine
import TerminalKit

/// Places in the console and the keys that lead there, for tests that go everywhere.
enum ScreenPlace {
  private static let rates = "3/feature_conversion_impact<enter><enter>"

  /// Every level of every screen, by a name fit for a file.
  static let all: [(name: String, keys: String)] = [
    ("graph", "1"), ("graph-lines", "1z"), ("graph-dots", "1zz"), ("graph-focus", "1F"),
    ("gates", "2"), ("checks", "2f<enter>"), ("failing-rows", "2f<enter><enter>"),
    ("parents", "2f<enter><enter>p"),
    ("catalog", "3"), ("table", "3<down><enter>"), ("frequency", "3<down><enter>F"), ("profile", "3<down><enter>I"),
    ("bars", rates + "$C"), ("columns", rates + "$CC"), ("line", rates + "$CCC"), ("lift", rates + "$CL"),
    ("common-tables", "3/user_dim<enter><enter>c"), ("common-table", "3/user_dim<enter><enter>c<down><enter>"),
    ("query", "3:sql select 42<enter>"), ("query-refused", "3:sql select nonsense<enter>"),
    ("time", "4<enter>"), ("time-as-of", "4<enter><<"), ("time-changes", "4<enter>m<<"),
    ("time-key", "4<enter><enter>"), ("time-published", "4<down><enter><"),
    ("runs", "5"), ("run", "5<enter>"), ("logs", "6"),
  ]

  /// Those whose pictures are kept as text.
  static var pictured: [(name: String, keys: String)] {
    let kept: Set = [
      "gates", "checks", "failing-rows", "parents", "table", "frequency", "profile", "bars", "columns", "line", "lift",
      "common-tables", "query-refused", "time", "time-as-of", "time-changes", "time-key",
    ]
    return all.filter { kept.contains($0.name) }
  }

  /// Places with pictures of a wide and of a high terminal, where there is room for more than a list.
  static var wide: [(name: String, keys: String)] {
    let kept: Set = ["graph", "gates", "checks", "catalog", "table", "time-as-of", "runs", "run", "logs"]
    return all.filter { kept.contains($0.name) } + [
      ("gates-failure", "2f"), ("time-tables", "4"), ("time-tables-published", "4G"),
    ]
  }

  /// A console at the place, over a pipeline that failed.
  static func open(_ keys: String, _ size: Size, glyphs: GlyphSet = .full) async throws -> ConsoleDriver {
    let source = try FixtureSource(outline: FixtureProject.eight(), pipeline: FixtureRun.failed())
    var console = try await ConsoleDriver(size, source, glyphs: glyphs)
    await console.press(keys)
    return console
  }
}
