internal import Engine
internal import Glibc
internal import Project
package import TerminalKit

/// Shows the console on a terminal until the person leaves. A run that was started goes on.
///
/// - Returns: how it ended. The terminal is given back before.
@discardableResult
package func runConsole(
  dataSource: any ConsoleDataSource, terminal: any TerminalDevice, options: ConsoleOptions = ConsoleOptions()
) -> ConsoleEnd {
  ConsoleLoop(dataSource, terminal, options).run()
}

/// The console's only mutable thing: waits, gives events to the state, carries out effects, paints.
final class ConsoleLoop {
  private let source: any ConsoleDataSource
  private let terminal: any TerminalDevice
  private let options: ConsoleOptions
  private let inbox: Inbox
  private var state: ConsoleState
  private var loads: [String: (number: Int, task: Task<Void, Never>)] = [:]
  private var loadCount = 0
  private var statusIsAsked = false
  private var statusIsStale = false
  private var wasLive = false
  /// When the status was last asked for: a run that died silently is noticed by asking, not by being told.
  private var lastAsked = Instant(microseconds: 0)
  private var end = ConsoleEnd.left

  init(_ source: any ConsoleDataSource, _ terminal: any TerminalDevice, _ options: ConsoleOptions) {
    self.source = source
    self.terminal = terminal
    self.options = options
    inbox = Inbox(waker: terminal.waker)
    let session = Session.load(options.sessionFile)
    state = ConsoleState(
      size: terminal.size, glyphs: terminal.glyphs, theme: options.theme.isEmpty ? session.theme : options.theme)
    state.context.isReadOnly = options.isReadOnly
    state.context.terminalFacts = terminal.facts.map { TerminalFact($0.0, $0.1) }
    let screen = options.screen ?? session.screen
    state.current = screen.flatMap { ScreenID.allCases.firstIndex(of: $0) } ?? 0
  }

  func run() -> ConsoleEnd {
    // The first frame comes before anything is read.
    paint()
    let listener = begin()
    while !state.hasEnded {
      let events = terminal.wait(milliseconds: state.context.status.isLive ? 200 : nil)
      if state.context.status.isLive, state.context.now.seconds(since: lastAsked) > 2 { askStatus() }
      for event in events where !state.hasEnded {
        if case .terminate(let signal) = event { end = .signal(signal) }
        perform(state.handle(event))
      }
      for delivery in inbox.take() { take(delivery) }
      paint()
    }
    listener.cancel()
    for load in loads.values { load.task.cancel() }
    Session(theme: state.themeKey, screen: state.screenID).save(options.sessionFile)
    terminal.close()
    return end
  }

  private func paint() {
    state.context.now = Instant.now
    let (canvas, cursor) = state.draw()
    terminal.paint(canvas, theme: state.theme, cursor: cursor)
  }

  private func begin() -> Task<Void, Never> {
    for folder in options.themeFolders { ThemeFolder.load(folder, into: &state.themes) }
    if !options.theme.isEmpty, state.themes.theme(options.theme) != nil { state.themeKey = options.theme }
    perform(state.begin())
    let (source, inbox) = (source, inbox)
    askProject()
    askStatus()
    return Task.detached {
      for await _ in source.changes { inbox.put(.changed) }
    }
  }

  private func askProject() {
    let (source, inbox) = (source, inbox)
    Task.detached {
      do {
        inbox.put(.project(try await source.project()))
      } catch {
        inbox.put(.failed("the project cannot be loaded: \(error)", name: "project"))
      }
    }
  }

  private func askStatus() {
    lastAsked = state.context.now
    if statusIsAsked {
      statusIsStale = true
      return
    }
    statusIsAsked = true
    let (source, inbox) = (source, inbox)
    Task.detached {
      do {
        inbox.put(.status(try await source.status(of: nil)))
      } catch {
        inbox.put(.failed("the runs cannot be read: \(error)", name: "status"))
      }
    }
  }

  private func take(_ delivery: Inbox.Delivery) {
    switch delivery {
    case .update(let update, let screen, let name, let number):
      guard loads[name]?.number == number else { return }
      loads[name] = nil
      perform(state.take(update, for: screen))
    case .failed(let text, let name):
      loads[name] = nil
      if name == "status" { statusIsAsked = false }
      state.message = .init(text: text, role: .fail)
    case .done(let text): state.message = .init(text: text, role: .info)
    case .project(let project): perform(state.adopt(project: project, status: state.context.status))
    case .status(let status):
      statusIsAsked = false
      perform(state.adopt(project: nil, status: status))
      alertIfEnded(status)
      if statusIsStale {
        statusIsStale = false
        askStatus()
      }
    case .changed: askStatus()
    }
  }

  private func alertIfEnded(_ status: PipelineStatus) {
    defer { wasLive = status.isLive }
    guard wasLive, !status.isLive, let run = status.run else { return }
    state.message = .init(text: "run \(run.id) ended: \(run.state.mark.word)", role: run.state.mark.role)
    if options.alerts { terminal.alert("sluice: run \(run.id) \(run.state.mark.word)") }
  }

  private func perform(_ outgoing: [Outgoing]) {
    for item in outgoing { perform(item) }
  }

  private func perform(_ item: Outgoing) {
    switch item.effect {
    case .load(let name, let question): load("\(item.screen)/\(name)", question, for: item.screen)
    case .cancelLoad(let name): loads.removeValue(forKey: "\(item.screen)/\(name)")?.task.cancel()
    case .act(let act): self.act(act)
    case .copy(let text): state.message = .init(text: terminal.copy(text), role: .info)
    case .write(let name, let text): state.message = WrittenFile.write(text, to: name)
    case .edit(let location): edit(location.file, line: location.line)
    case .mouse: terminal.setMouse(state.mouseIsOn)
    case .suspend:
      terminal.suspend()
      perform(state.handle(.resize(terminal.size)))
    case .redraw: perform(state.handle(.resize(terminal.size)))
    default: break
    }
  }

  private func load(
    _ name: String, _ question: @escaping @Sendable (any ConsoleDataSource) async throws -> ScreenUpdate,
    for screen: Int
  ) {
    loads[name]?.task.cancel()
    loadCount += 1
    let (source, inbox, number) = (source, inbox, loadCount)
    let task = Task.detached {
      do {
        let update = try await question(source)
        inbox.put(.update(update, screen: screen, name: name, number: number))
      } catch is CancellationError {
      } catch {
        if !Task.isCancelled { inbox.put(.failed("\(error)", name: name)) }
      }
    }
    loads[name] = (number, task)
  }

  private func act(_ act: @escaping @Sendable (any ConsoleDataSource) async throws -> String) {
    let (source, inbox) = (source, inbox)
    Task.detached {
      do {
        inbox.put(.done(try await act(source)))
        inbox.put(.changed)
      } catch {
        inbox.put(.failed("\(error)", name: "act"))
      }
    }
  }

  private func edit(_ file: String, line: Int) {
    let root = state.context.project?.root ?? "."
    let path = file.hasPrefix("/") ? file : root + "/" + file
    let editor = Surroundings.editor
    let words = editor.split(separator: " ").map(String.init) + ["+\(line)", path]
    guard let status = terminal.run(words) else {
      state.message = .init(text: "`\(editor)` did not start; set EDITOR", role: .warn)
      return
    }
    perform(state.handle(.resize(terminal.size)))
    askProject()
    let text = status == 0 ? "\(file) – r builds it again" : "\(editor) ended with \(status)"
    state.message = .init(text: text, role: status == 0 ? .info : .warn)
  }
}
