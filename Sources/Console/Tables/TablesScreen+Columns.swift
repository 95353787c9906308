internal import Engine
internal import TerminalKit

/// Keys that ask about a column, and what is done while the answer is in front.
extension TablesScreen {
  var columnKeys: [KeyBinding<Self>] {
    let column: Availability = grid.chosenName == nil ? .unavailable("no column is selected") : .available
    return [
      KeyBinding(["o"], "sort", help: "sort by this column alone: up, down, not", column) { screen, _ in
        screen.sort()
      },
      KeyBinding(["O"], help: "sort by this column too, behind the others: up, down, out", column) { screen, _ in
        screen.sortFurther()
      },
      KeyBinding(["F"], "frequency", help: "how often each value of this column occurs", column) { screen, _ in
        screen.askFrequency()
      },
      KeyBinding(["I"], "profile", help: "what this column holds: nulls, distinct, quantiles, histogram", column) {
        screen, _ in
        screen.askProfile()
      },
      KeyBinding(["C"], "chart", help: "the marked columns, or this one, as a chart") { screen, _ in
        guard let chart = ColumnChart(screen.grid) else {
          return [.say("this column holds no numbers: F counts its values", .warn)]
        }
        screen.aside = .chart(chart)
        return []
      },
      KeyBinding(["m"], help: "mark this column for the chart, or not", column) { screen, _ in
        guard let name = screen.grid.chosenName else { return [] }
        if let index = screen.grid.marked.firstIndex(of: name) {
          screen.grid.marked.remove(at: index)
        } else {
          screen.grid.marked.append(name)
        }
        return []
      },
    ]
  }

  /// Stops what is computed in the background; SQLite itself is interrupted.
  var giveUpKey: KeyBinding<Self> {
    KeyBinding([Chord(.escape), "q"], "give up", help: "stop computing") { screen, _ in
      screen.aside = nil
      return [.cancelLoad("aside"), .say("stopped", .muted)]
    }
  }

  private mutating func askFrequency() -> [Effect] {
    guard let request, let name = grid.chosenName else { return [] }
    aside = .working("counting the values of \(name)")
    return [
      .load("aside", for: TablesScreen.self) { source in
        try await source.frequency(of: name, in: request)
      } then: { screen, frequency, _ in
        guard case .working = screen.aside else { return [] }
        var cursor = ListCursor()
        cursor.setCount(frequency.values.count)
        screen.aside = .frequency(frequency, cursor)
        return []
      }
    ]
  }

  /// The summary comes first; the distribution follows when the values are sorted.
  private mutating func askProfile() -> [Effect] {
    guard let request, let name = grid.chosenName else { return [] }
    aside = .working("measuring \(name)")
    return [
      .load("aside", for: TablesScreen.self) { source in
        try await source.summary(of: name, in: request)
      } then: { screen, summary, _ in
        guard case .working = screen.aside else { return [] }
        screen.aside = .profile(summary)
        return [
          .load("aside", for: TablesScreen.self) { source in
            try await source.distribution(summary, in: request)
          } then: { screen, profile, _ in
            guard case .profile = screen.aside else { return [] }
            screen.aside = .profile(profile)
            return []
          }
        ]
      }
    ]
  }

  var profileKeys: [KeyBinding<Self>] {
    [
      KeyBinding(["F"], "frequency", help: "how often each value of this column occurs") { screen, _ in
        screen.askFrequency()
      },
      KeyBinding([Chord(.escape), "q"], "rows", help: "back to the rows; stops what is still computed") { screen, _ in
        screen.aside = nil
        return [.cancelLoad("aside")]
      },
      KeyBinding(
        [Chord(.right), "l"], "next", help: "the profile of the next column",
        grid.column + 1 < grid.shownColumns.count ? .available : .unavailable("this is the last column")
      ) { screen, _ in
        screen.grid.moveColumn(1)
        return screen.askProfile()
      },
      KeyBinding(
        [Chord(.left), "h"], help: "the profile of the column before",
        grid.column > 0 ? .available : .unavailable("this is the first column")
      ) { screen, _ in
        screen.grid.moveColumn(-1)
        return screen.askProfile()
      },
    ]
  }

  var frequencyKeys: [KeyBinding<Self>] {
    @Sendable func moving(_ change: @escaping @Sendable (inout ListCursor) -> Void)
      -> @Sendable (inout TablesScreen) -> Void
    {
      { screen in
        guard case .frequency(let frequency, var cursor) = screen.aside else { return }
        cursor.setCount(frequency.values.count)
        change(&cursor)
        screen.aside = .frequency(frequency, cursor)
      }
    }
    let moves: [KeyBinding<Self>] = ListKeys.all(
      by: { screen, rows in moving { $0.move(by: rows) }(&screen) },
      to: { screen, row in moving { $0.move(to: row) }(&screen) })
    return [
      KeyBinding([Chord(.enter)], "rows", help: "the rows that have this value") { screen, context in
        guard case .frequency(let frequency, let cursor) = screen.aside,
          frequency.values.indices.contains(cursor.index)
        else { return [] }
        let condition = FilterExpression.equals(frequency.column, frequency.values[cursor.index].value)
        screen.keepForReturn()
        screen.aside = nil
        return screen.setFilter(screen.filterText.isEmpty ? condition : screen.filterText + " " + condition, context)
      }
    ] + moves
  }

  var chartKeys: [KeyBinding<Self>] {
    func key(
      _ chords: [Chord], _ label: String, _ help: String, _ works: Availability = .available,
      _ body: @escaping @Sendable (inout ColumnChart) -> Void
    ) -> KeyBinding<Self> {
      KeyBinding(chords, label, help: help, works) { screen, _ in
        guard case .chart(var chart) = screen.aside else { return [] }
        body(&chart)
        screen.aside = .chart(chart)
        return []
      }
    }
    guard case .chart(let chart) = aside else { return [] }
    let several: Availability =
      chart.canCompare ? .available : .unavailable("there is one series only: mark more with m")
    let isLine: Availability =
      chart.form == .line ? .available : .unavailable("bars and columns are blocks; C draws a line")
    let scrolls: Availability = chart.form == .line ? .unavailable("the whole line is shown") : .available
    let up: Availability = chart.top > 0 ? scrolls : .unavailable("this is the first of them")
    let down: Availability = chart.top < chart.labels.count - 1 ? scrolls : .unavailable("this is the last of them")
    return [
      key(["C"], "form", "bars, columns, a line") { $0.nextForm() },
      key(["L"], "lift", "compare each series with one of them, the next, or not", several) { $0.nextBase() },
      key(["b"], "dots", "draw the line in box lines, or in braille dots", isLine) { $0.usesDots.toggle() },
      key([Chord(.down), "j"], "", "further down", down) { $0.scroll(1) },
      key([Chord(.up), "k"], "", "further up", up) { $0.scroll(-1) },
    ]
  }
}
