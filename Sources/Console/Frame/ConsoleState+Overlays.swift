internal import TerminalKit

extension ConsoleState {
  /// Gives a key to what lies over the screen.
  mutating func pressOverlay(_ open: Overlay, _ chord: Chord) -> [Outgoing] {
    switch open {
    case .help(var help):
      overlay = help.press(chord, in: size) ? .help(help) : nil
      return []
    case .confirm(var dialog, let then, let screen):
      if dialog.scroll(chord, in: size) {
        overlay = .confirm(dialog, then: then, from: screen)
        return []
      }
      overlay = nil
      guard chord == .char("y") || chord == .char("Y") else {
        message = Message(text: "left as it is", role: .muted)
        return []
      }
      return resolve(then, from: screen)
    case .menu(var menu, let screen):
      switch menu.press(chord) {
      case .stays: overlay = .menu(menu, from: screen)
      case .closes: overlay = nil
      case .chosen(let item):
        overlay = nil
        if case .unavailable(let reason) = item.availability {
          message = Message(text: reason, role: .warn)
          return []
        }
        return resolve(item.then, from: screen)
      }
      return []
    case .text(let title, var view):
      let width = max(1, size.width - 10)
      let shown = view.shown(width: width).count
      // The cursor is the window's first line, and goes no further than the last window.
      view.cursor.setCount(max(1, shown - max(1, size.height - 4) + 1))
      if chord == "y" {
        overlay = nil
        return [Outgoing(effect: .copy(view.lines.joined(separator: "\n")), screen: current)]
      }
      if Self.scroll(&view.cursor, chord, page: max(1, size.height - 6)) {
        overlay = .text(title: title, view)
      } else {
        overlay = nil
      }
      return []
    case .prompt(let prompt): return pressPrompt(prompt, chord)
    }
  }

  /// Moves a cursor by the usual keys; `false` for other keys.
  static func scroll(_ cursor: inout ListCursor, _ chord: Chord, page: Int) -> Bool {
    switch chord.key {
    case .down, .character("j"): cursor.move(by: 1)
    case .up, .character("k"): cursor.move(by: -1)
    case .pageDown, .character(" "): cursor.move(by: page)
    case .pageUp: cursor.move(by: -page)
    case .home: cursor.move(to: 0)
    case .end: cursor.move(to: cursor.count)
    default: return false
    }
    return true
  }

  private mutating func pressPrompt(_ old: Prompt, _ chord: Chord) -> [Outgoing] {
    var prompt = old
    switch chord {
    case Chord(.escape), .control("c"), .control("g"):
      overlay = nil
      return []
    case Chord(.backspace) where prompt.field.text.isEmpty:
      overlay = nil
      return []
    case Chord(.enter): return finish(prompt)
    case Chord(.tab), Chord(.tab, .shift):
      complete(&prompt, backwards: chord.modifiers == .shift)
    default:
      _ = prompt.field.handle(chord)
      prompt.completion = Completion()
    }
    if prompt.completion.chosen == nil { prompt.completion.choices = choices(for: prompt) }
    overlay = .prompt(prompt)
    return []
  }

  /// The words that could stand where the person types.
  func choices(for prompt: Prompt) -> [Completion.Choice] {
    switch prompt.purpose {
    case .command: return CommandLine.choices(prompt.field.text, commands: commands, context)
    case .question(let question, _):
      return Completion.matching(prompt.field.text, in: question.choices.map { .init(word: $0, help: "") })
    case .search, .filter: return []
    }
  }

  private func complete(_ prompt: inout Prompt, backwards: Bool) {
    let count = prompt.completion.choices.count
    guard count > 0 else { return }
    let next =
      prompt.completion.chosen.map { ($0 + (backwards ? count - 1 : 1)) % count } ?? (backwards ? count - 1 : 0)
    prompt.completion.chosen = next
    let word = prompt.completion.choices[next].word
    if case .command = prompt.purpose {
      prompt.field.set(CommandLine.replacingLastWord(of: prompt.field.text, by: word))
    } else {
      prompt.field.set(word)
    }
  }

  /// The commands that can be typed here: those of the screen in front first. Those of others lead to them.
  var commands: [ConsoleCommand] {
    let others = screens.filter { type(of: $0).id != screenID }.flatMap { screen in
      screen.commands(context).map { $0.leading(to: type(of: screen).id) }
    }
    return screens[current].commands(context) + others + GlobalCommands.all(themes: themes.entries.map(\.key), context)
  }

  private mutating func finish(_ prompt: Prompt) -> [Outgoing] {
    overlay = nil
    let text = prompt.field.text
    switch prompt.purpose {
    case .command:
      if !text.isEmpty, commandHistory.last != text { commandHistory.append(text) }
      return resolve(CommandLine.run(text, commands: commands, context), from: current)
    case .search:
      searched = text
      return resolve(search(backwards: false), from: current)
    case .filter:
      let effects = screens[current].setFilter(text, context)
      screens[current].settle(context)
      return resolve(effects, from: current)
    case .question(let question, let screen):
      let effects = question.answer(&screens[screen], text, context)
      screens[screen].settle(context)
      return resolve(effects, from: screen)
    }
  }

  /// Repeats the last search.
  mutating func search(backwards: Bool) -> [Effect] {
    guard !searched.isEmpty else { return [] }
    if !screens[current].search(searched, backwards: backwards, context) {
      message = Message(text: "`\(searched)` is not here", role: .warn)
    }
    screens[current].settle(context)
    return screens[current].refresh(context)
  }
}
