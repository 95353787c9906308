internal import TerminalKit

/// Keys that work on every screen.
enum GlobalBindings {
  typealias GlobalBinding = Binding<@Sendable (inout ConsoleState) -> [Effect]>

  /// All of them, in the order of the help screen.
  static func all(_ state: ConsoleState) -> [GlobalBinding] { state.replayBindings + everywhere(state) }

  /// Those that are there whether a run is told again or not.
  static func everywhere(_ state: ConsoleState) -> [GlobalBinding] {
    helpKeys + lineKeys(state) + screenKeys + placeKeys(state) + outputKeys(state) + leavingKeys
  }

  private static var helpKeys: [GlobalBinding] {
    [
      GlobalBinding(["?", Chord(.function(1))], "help", help: "list every key, and filter the list by typing") {
        state in
        state.overlay = .help(HelpOverlay(state))
        return []
      },
      GlobalBinding([":"], "command", help: "type a command; Tab completes, ↑ recalls") { state in
        var prompt = Prompt(.command, history: state.commandHistory)
        prompt.completion.choices = state.choices(for: prompt)
        state.overlay = .prompt(prompt)
        return []
      },
    ]
  }

  private static func lineKeys(_ state: ConsoleState) -> [GlobalBinding] {
    let screen = state.screens[state.current]
    let searchable: Availability = screen.isSearchable ? .available : .unavailable("there is nothing to search here")
    let again: Availability = state.searched.isEmpty ? .unavailable("nothing was searched yet; / searches") : searchable
    return [
      GlobalBinding(["/"], "find", help: "search; n and N repeat", searchable) { state in
        state.overlay = .prompt(Prompt(.search))
        return []
      },
      GlobalBinding(["n"], help: "next place the search finds", again) { state in
        state.search(backwards: false)
      },
      GlobalBinding(["N"], help: "previous place the search finds", again) { state in
        state.search(backwards: true)
      },
      GlobalBinding(["&"], help: "filter: text, column:value, column>value, column~part; ! inverts", searchable) {
        state in
        state.overlay = .prompt(Prompt(.filter, initial: state.screens[state.current].filter))
        return []
      },
    ]
  }

  private static var screenKeys: [GlobalBinding] {
    ScreenID.allCases.enumerated().map { index, id in
      let digit = Character("\(index + 1)")
      return GlobalBinding([.char(digit)], help: "go to \(id.rawValue)") { _ in [.go(id, nil)] }
    }
  }

  private static func placeKeys(_ state: ConsoleState) -> [GlobalBinding] {
    let back: Availability = state.history.canGoBack ? .available : .unavailable("there is no earlier place")
    let forward: Availability = state.history.canGoForward ? .available : .unavailable("there is no later place")
    return [
      GlobalBinding(["["], help: "back along the places you have been", back) { $0.walk(-1) },
      GlobalBinding(["]"], help: "forward along the places you have been", forward) { $0.walk(1) },
      GlobalBinding(["-"], help: "to the last place and back again", back.or(forward)) { state in
        state.walk(state.history.canGoForward ? 1 : -1)
      },
    ]
  }

  private static func outputKeys(_ state: ConsoleState) -> [GlobalBinding] {
    let screen = state.screens[state.current]
    let context = state.context
    let shell = screen.shellCommand(context)
    let copied = screen.copyText(context)
    let hasExport = screen.exportName(context) != nil
    return [
      GlobalBinding(
        ["!"], help: "the shell command that shows the same",
        shell == nil ? .unavailable("no shell command shows this") : .available
      ) { state in
        guard let shell = state.screens[state.current].shellCommand(state.context) else { return [] }
        return [.say(shell, .info), .remember(shell)]
      },
      GlobalBinding(
        ["y"], help: "copy what is selected", copied == nil ? .unavailable("there is nothing to copy here") : .available
      ) { state in
        state.screens[state.current].copyText(state.context).map { [.copy($0)] } ?? []
      },
      GlobalBinding(
        ["w"], help: "write what is shown to a file",
        hasExport ? .available : .unavailable("there is nothing to write here")
      ) { state in
        state.screens[state.current].export(state.context).map { [.write(name: $0.name, text: $0.text)] } ?? []
      },
      GlobalBinding(["M"], help: "mouse on or off") { _ in [.mouse] },
      GlobalBinding([.control("t")], help: "next theme") { state in
        let keys = state.themes.entries.map(\.key)
        let next = ((keys.firstIndex(of: state.themeKey) ?? -1) + 1) % max(1, keys.count)
        return keys.isEmpty ? [] : [.theme(keys[next])]
      },
      GlobalBinding([.control("l")], help: "draw everything again") { _ in [.redraw] },
    ]
  }

  private static var leavingKeys: [GlobalBinding] {
    [
      GlobalBinding([Chord(.escape)], help: "one level back") { state in
        if !state.screens[state.current].back(state.context) { state.message = .init(text: "q leaves", role: .muted) }
        state.screens[state.current].settle(state.context)
        return state.screens[state.current].refresh(state.context)
      },
      GlobalBinding(["q"], help: "one level back; at the root it leaves, and a run goes on") { state in
        guard state.screens[state.current].back(state.context) else { return [.quit] }
        state.screens[state.current].settle(state.context)
        return state.screens[state.current].refresh(state.context)
      },
      GlobalBinding([.control("z")], help: "suspend; fg returns") { _ in [.suspend] },
      GlobalBinding([.control("c")], help: "leave; a run goes on") { _ in [.quit] },
    ]
  }
}

extension Availability {
  /// Available where either is.
  func or(_ other: Availability) -> Availability { self == .available ? self : other }

  /// Available where both are.
  func and(_ other: Availability) -> Availability { self == .available ? other : self }
}
