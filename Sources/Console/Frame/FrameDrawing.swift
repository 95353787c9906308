internal import Engine
internal import Project
package import TerminalKit

extension ConsoleState {
  /// The whole screen, and where the terminal's cursor belongs when text is typed.
  package func draw() -> (canvas: Canvas, cursor: Point?) {
    var canvas = Canvas(size)
    let layout = FrameLayout(size: size)
    drawTitle(into: &canvas, layout.title)
    drawTabs(into: &canvas, layout.tabs)
    canvas.clipped(to: layout.body) { canvas in
      screens[current].draw(into: &canvas, in: layout.body, context)
    }
    let isLong = message.map { isTooLong($0, for: layout.footer) } ?? false
    if overlay != nil || tour != nil || isLong { canvas.plane = nil }
    var cursor = drawFooter(into: &canvas, layout.footer, body: layout.body)
    let area = tour?.area(above: layout.footer, in: Rect(size)) ?? Rect(size)
    switch overlay {
    case .help(let help): cursor = help.draw(into: &canvas, in: area)
    case .confirm(let dialog, _, _): dialog.draw(into: &canvas, in: area)
    case .menu(let menu, _): menu.draw(into: &canvas, in: area)
    case .text(let title, let view):
      let lines = view.shown(width: max(1, size.width - 10))
      let width = lines.map { displayWidth($0) }.max() ?? 0
      let box = Size(
        min(size.width - 6, max(30, width + 2, displayWidth(title) + 2)), min(lines.count, size.height - 4))
      let inside = Popup(title, size: box).draw(into: &canvas, in: Rect(size))
      view.draw(into: &canvas, in: inside, style: Style(.text, on: .panel))
    case .prompt, nil: break
    }
    tour?.draw(into: &canvas, above: layout.footer, in: Rect(size))
    return (canvas, cursor)
  }

  private func drawTitle(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, " ", Style(.text, on: .panel))
    var x = rect.x + 1
    x += canvas.write("sluice", x, rect.y, Style(.info, on: .panel, .bold)) + 2
    let right = titleParts()
    var room = rect.maxX - x - 1
    let name = context.project.map { "\($0.name) · \($0.target)" } ?? "…"
    let nameWidth = min(displayWidth(name), max(8, room / 3))
    room -= nameWidth + 2
    // The parts are told in the order of their worth; what does not fit is left out, the rest keeps its place.
    var kept: [[(String, Style)]] = []
    for part in right {
      let width = part.reduce(0) { $0 + displayWidth($1.0) } + 2
      if width > room { break }
      room -= width
      kept.append(part)
    }
    let used = kept.reduce(0) { $0 + $1.reduce(0) { $0 + displayWidth($1.0) } + 2 }
    canvas.write(name, x, rect.y, Style(.title, on: .panel), limit: rect.maxX - x - used - 1)
    var place = rect.maxX - used + 1
    for part in kept {
      for (text, style) in part { place += canvas.write(text, place, rect.y, style) }
      place += 2
    }
  }

  /// What the right of the title line says: the run, its clock, its counts.
  private func titleParts() -> [[(String, Style)]] {
    func style(_ role: StyleRole) -> Style { Style(role, on: .panel) }
    let broken: [[(String, Style)]] =
      context.projectProblem == nil ? [] : [[("project: error, :doctor tells", style(.fail))]]
    guard let run = context.status.run else {
      return broken.isEmpty ? [[(context.project == nil ? "loading" : "never run", style(.muted))]] : broken
    }
    let mark = run.state.mark
    let digest = context.digest
    var parts: [[(String, Style)]] = [
      [
        ("run \(run.id) ", style(.text)), (mark.text(context.glyphs), style(mark.role)),
        (" \(digest.ended)/\(max(run.stepCount, digest.steps))", style(.text)),
      ]
    ]
    if let started = run.startedAt {
      let end = run.finishedAt ?? context.now
      parts.append([(Figures.clock(max(0, end.seconds(since: started))), style(.text))])
    }
    parts.append(digest.counts.parts(context.glyphs, on: .panel))
    parts.insert(contentsOf: broken, at: 0)
    if replay != nil { parts.insert([("REPLAY", Style(.gate, on: .panel, .bold))], at: 0) }
    if isWatching { parts.append([("watching", style(.info))]) }
    let shown = run.state.isTerminal ? run.finishedAt ?? run.createdAt : context.now
    parts.append([((run.state.isTerminal ? "ended " : "") + Figures.civil(shown).time + "Z", style(.muted))])
    return parts
  }

  private func drawTabs(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    let path = ([screenID.rawValue] + screens[current].path).joined(separator: " › ")
    let tabsWidth = ScreenID.allCases.reduce(0) { $0 + displayWidth($1.rawValue) + 4 }
    // The tabs stay whole where they can; the path gives way at its beginning.
    let spare = rect.width - tabsWidth - 2
    let least = spare >= 12 ? spare : rect.width / 2
    let pathWidth = screens[current].path.isEmpty ? 0 : min(displayWidth(path), max(0, least))
    let used = Tabs(ScreenID.allCases.map(\.rawValue), selected: current)
      .draw(into: &canvas, in: Rect(rect.x, rect.y, rect.width - pathWidth - (pathWidth > 0 ? 2 : 0), 1))
    guard pathWidth > 0, rect.width - used > 4 else { return }
    let room = min(displayWidth(path), rect.width - used - 2)
    let text = clipped(path, to: room, at: .start)
    canvas.write(text, rect.maxX - displayWidth(text) - 1, rect.y, Style(.muted))
  }

  private func drawFooter(into canvas: inout Canvas, _ rect: Rect, body: Rect) -> Point? {
    if case .prompt(let prompt) = overlay {
      let row = rect.isEmpty ? Rect(0, max(0, size.height - 1), size.width, 1) : rect
      drawChoices(prompt, into: &canvas, above: row, body: body)
      canvas.fill(row, " ", Style(.text, on: .panel))
      let used = canvas.write(prompt.mark, row.x + 1, row.y, Style(.info, on: .panel, .bold))
      return prompt.field.draw(
        into: &canvas, row.x + 1 + used, row.y, width: row.width - used - 2, style: Style(.text, on: .panel))
    }
    guard !rect.isEmpty else { return nil }
    canvas.fill(rect, " ", Style(.text, on: .panel))
    if var message {
      message.text = context.glyphs.sentence(message.text)
      drawMessage(message, into: &canvas, rect, body: body)
      return nil
    }
    if let overlay {
      KeyHints(overlay.hints(in: size), context.glyphs).draw(into: &canvas, in: rect, ground: .panel)
      return nil
    }
    let note = footerNote()
    let noteWidth = note.isEmpty ? 0 : displayWidth(note) + 2
    let replaying = Set(replayBindings.flatMap(\.chords))
    let own = screens[current].summaries(context).filter { replaying.isDisjoint(with: $0.chords) }
    let everywhere = GlobalBindings.all(self).map(\.summary)
    // While a run is told again its keys come first.
    let hints = replaying.isEmpty ? own + everywhere : everywhere + own
    let helpFirst = rect.width < 60 ? hints.filter { $0.label == "help" } + hints.filter { $0.label != "help" } : hints
    KeyHints(helpFirst, context.glyphs)
      .draw(into: &canvas, in: Rect(rect.x, rect.y, rect.width - noteWidth, 1), ground: .panel)
    if noteWidth > 0, noteWidth < rect.width / 2 {
      canvas.write(note, rect.maxX - noteWidth + 1, rect.y, Style(.muted, on: .panel))
    }
    return nil
  }

  private func isTooLong(_ message: Message, for footer: Rect) -> Bool {
    displayWidth(message.text) > footer.width - 2 || message.text.contains("\n")
  }

  /// A message stands in the footer; one that is longer than that takes lines above it until the next key, for what is
  /// wrong and what to do is at its end as often as not.
  private func drawMessage(_ message: Message, into canvas: inout Canvas, _ rect: Rect, body: Rect) {
    let style = Style(message.role, on: .panel)
    let room = max(1, rect.width - 2)
    guard isTooLong(message, for: rect), body.height >= 4 else {
      canvas.write(message.text, rect.x + 1, rect.y, style, limit: room)
      return
    }
    let lines = message.text.split(separator: "\n").flatMap { wrapped(String($0), to: room) }
    let count = min(lines.count, max(2, body.height / 2))
    canvas.fill(Rect(rect.x, rect.maxY - count, rect.width, count), " ", Style(.text, on: .panel))
    for (index, line) in lines.prefix(count).enumerated() {
      let isCut = index == count - 1 && lines.count > count
      let text = isCut ? fitted(line, to: room - 2) + " …" : line
      canvas.write(text, rect.x + 1, rect.maxY - count + index, style, limit: room)
    }
  }

  private func footerNote() -> String {
    let filter = screens[current].filter
    if let replay { return replay.words }
    if !filter.isEmpty { return "filter \(filter)" }
    guard context.status.isLive, let end = context.digest.end else { return "" }
    // In whole seconds: nobody can foresee more, and every figure that changes is sent.
    let left = max(1, end.seconds(since: context.now).rounded(.up))
    return "eta ~" + (left < 60 ? "\(Int(left))s" : Figures.duration(left))
  }

  private func drawChoices(_ prompt: Prompt, into canvas: inout Canvas, above row: Rect, body: Rect) {
    let choices = prompt.completion.choices
    let height = min(choices.count, body.height, max(10, body.height / 2))
    guard height > 0, row.width > 12 else { return }
    let wordWidth = min(row.width / 2, choices.map { displayWidth($0.word) }.max() ?? 0)
    let helpWidth = min(row.width - wordWidth - 6, choices.map { displayWidth($0.help) }.max() ?? 0)
    let box = Rect(row.x + 1, row.y - height, wordWidth + max(0, helpWidth) + 4, height)
    canvas.fill(box, " ", Style(.text, on: .panel))
    let first = max(0, min((prompt.completion.chosen ?? 0) - height + 1, choices.count - height))
    for (choice, y) in zip(choices[first...].enumerated(), box.y..<box.maxY) {
      let ground: StyleRole = choice.offset + first == prompt.completion.chosen ? .selection : .panel
      canvas.fill(Rect(box.x, y, box.width, 1), " ", Style(.text, on: ground))
      canvas.write(choice.element.word, box.x + 1, y, Style(.text, on: ground), limit: wordWidth)
      canvas.write(choice.element.help, box.x + wordWidth + 3, y, Style(.muted, on: ground), limit: helpWidth)
    }
    ScrollBar(first: first, shown: height, total: choices.count).draw(into: &canvas, in: box)
  }
}
