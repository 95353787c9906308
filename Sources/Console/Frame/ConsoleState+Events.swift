package import TerminalKit

/// An effect the state cannot do by itself, and the screen it came from.
package struct Outgoing: Sendable {
  package var effect: Effect
  package var screen: Int
}

extension ConsoleState {
  /// The first effects: the front screen asks for what it shows.
  package mutating func begin() -> [Outgoing] {
    resolve(screens[current].open(at: nil, context), from: current)
  }

  /// Takes an event of the terminal.
  package mutating func handle(_ event: InputEvent) -> [Outgoing] {
    switch event {
    case .key(let chord):
      message = nil
      return pressTour(chord) ?? press(chord)
    case .paste(let text):
      if case .prompt(var prompt) = overlay {
        prompt.field.insert(text)
        prompt.completion = Completion()
        overlay = .prompt(prompt)
      }
      return []
    case .mouse(let mouse):
      if mouse.kind != .release { message = nil }
      return self.mouse(mouse)
    case .resize(let newSize):
      adopt(newSize)
      return resolve(screens[current].refresh(context), from: current)
    case .suspend: return [Outgoing(effect: .suspend, screen: current)]
    case .terminate:
      hasEnded = true
      return []
    case .redraw, .wake: return []
    }
  }

  /// Keys that are about the terminal, not about what it shows: they work whatever lies over the screen.
  private static let terminalKeys: Set<Chord> = [.control("z"), .control("l")]

  mutating func press(_ chord: Chord) -> [Outgoing] {
    if let overlay, !Self.terminalKeys.contains(chord) { return pressOverlay(overlay, chord) }
    if let effects = pressReplay(chord) { return resolve(effects, from: current) }
    if let effects = screens[current].press(chord, context) { return resolve(effects, from: current) }
    guard let binding = GlobalBindings.all(self).first(where: { $0.chords.contains(chord) }) else {
      message = Message(text: "\(chord) does nothing here; ? lists every key", role: .muted)
      return []
    }
    if case .unavailable(let reason) = binding.availability {
      message = Message(text: reason, role: .warn)
      return []
    }
    let effects = binding.action(&self)
    return resolve(effects, from: current)
  }

  private mutating func mouse(_ event: MouseEvent) -> [Outgoing] {
    if event.kind == .wheelUp || event.kind == .wheelDown {
      let chord = Chord(event.kind == .wheelUp ? .up : .down)
      return (0..<3).flatMap { _ in press(chord) }
    }
    guard overlay == nil else { return [] }
    let layout = FrameLayout(size: size)
    if event.place.y == layout.tabs.y, event.kind == .press {
      var x = 1
      for (index, id) in ScreenID.allCases.enumerated() {
        x += id.rawValue.count + 4
        if event.place.x < x { return resolve([.go(ScreenID.allCases[index], nil)], from: current) }
      }
      return []
    }
    guard layout.body.contains(event.place) else { return [] }
    var inside = event
    inside.place = Point(event.place.x - layout.body.x, event.place.y - layout.body.y)
    let effects = screens[current].mouse(inside, context)
    screens[current].settle(context)
    return resolve(effects, from: current)
  }

  /// Nothing was pressed for a moment.
  package mutating func rest() -> [Outgoing] {
    guard screens[current].wantsRest else { return [] }
    let effects = screens[current].rest(context)
    screens[current].settle(context)
    return resolve(effects, from: current)
  }

  /// Takes an answer to a question a screen asked.
  package mutating func take(_ update: ScreenUpdate, for screen: Int) -> [Outgoing] {
    guard screens.indices.contains(screen) else { return [] }
    let effects = update(&screens[screen], context)
    screens[screen].settle(context)
    return resolve(effects, from: screen)
  }

  /// A question of a screen has no answer: what waits for it is left, with the reason said.
  package mutating func fail(_ question: String, _ problem: String, for screen: Int) {
    message = Message(text: problem, role: .fail)
    guard screens.indices.contains(screen), screens[screen].waits(for: question) else { return }
    _ = screens[screen].back(context)
    screens[screen].settle(context)
  }

  /// Takes a new state of the pipeline.
  package mutating func adopt(project: ProjectOutline?, status: PipelineStatus) -> [Outgoing] {
    if let project {
      context.project = project
      savesAreRead = true
    }
    liveStatus = status
    context.status = replay?.status ?? status
    let effects = screens[current].refresh(context)
    screens[current].settle(context)
    return resolve(effects, from: current) + buildSaved()
  }

  /// Does what the state can do itself and returns the rest.
  package mutating func resolve(_ effects: [Effect], from screen: Int) -> [Outgoing] {
    var out: [Outgoing] = []
    for effect in effects {
      switch effect {
      case .say(let text, let role): message = text.isEmpty ? nil : Message(text: text, role: role)
      case .go(let id, let place): out += go(id, place)
      case .confirm(let dialog, let then):
        overlay = .confirm(dialog, then: then, from: screen)
        message = nil
      case .menu(let menu): overlay = .menu(menu, from: screen)
      case .remember(let shell): remember(shell)
      case .journal: overlay = .text(title: "History", TextView(journalLines))
      case .replay(let replay): out += begin(replay)
      case .watch(let isOn): setWatching(isOn)
      case .alerts(let isOn): setAlerts(isOn)
      case .ask(let question):
        overlay = .prompt(Prompt(.question(question, from: screen), initial: question.initial))
      case .show(let title, let lines): overlay = .text(title: title, TextView(lines))
      case .theme(let key): setTheme(key)
      case .update(let update):
        for index in screens.indices { out += resolve(update(&screens[index], context), from: index) }
      case .mouse:
        mouseIsOn.toggle()
        message = Message(text: mouseIsOn ? "mouse on" : "mouse off", role: .info)
        out.append(Outgoing(effect: effect, screen: screen))
      case .quit: hasEnded = true
      default: out.append(Outgoing(effect: effect, screen: screen))
      }
    }
    return out
  }

  private mutating func setTheme(_ key: String) {
    guard themes.theme(key) != nil else {
      let names = themes.entries.map(\.key).joined(separator: ", ")
      message = Message(text: "there is no theme `\(key)`; there are \(names)", role: .warn)
      return
    }
    themeKey = themes.entries.first { $0.key == key.lowercased() || $0.theme.name == key }?.key ?? key
    message = Message(text: "theme \(themeKey)", role: .info)
  }

  /// Where the person is now.
  var stop: PlaceHistory.Stop { PlaceHistory.Stop(screen: current, place: screens[current].place) }

  private mutating func go(_ id: ScreenID, _ place: Place?) -> [Outgoing] {
    guard let index = ScreenID.allCases.firstIndex(of: id) else { return [] }
    let from = stop
    current = index
    let effects = screens[index].open(at: place, context)
    screens[index].settle(context)
    if let shell = screens[index].shellCommand(context) { remember(shell) }
    history.moved(from: from, to: PlaceHistory.Stop(screen: index, place: place ?? screens[index].place))
    return resolve(effects, from: index)
  }

  /// Goes along the history without changing it.
  mutating func walk(_ distance: Int) -> [Effect] {
    guard let stop = history.step(distance) else { return [] }
    current = stop.screen
    // A screen that is still there stays as deep as it was left: among the rows of a check, at a moment of a table.
    let isThere = screens[current].place == stop.place
    let effects = isThere ? screens[current].refresh(context) : screens[current].open(at: stop.place, context)
    screens[current].settle(context)
    return effects
  }
}
