internal import Engine
internal import Project
package import TerminalKit
internal import Threads

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
  let source: any ConsoleDataSource
  let terminal: any TerminalDevice
  private let options: ConsoleOptions
  let inbox: Inbox
  var state: ConsoleState
  private var loads: [String: (number: Int, task: Task<Void, Never>)] = [:]
  private var loadCount = 0
  private var statusIsAsked = false
  private var statusIsStale = false
  private var wasLive = false
  private var knownHeld: Set<NodeID> = []
  /// The remembered theme, while the folder it lies in has not been read.
  private var wishedTheme = ""
  /// When the status was last asked for: a run that died silently is noticed by asking, not by being told.
  private var lastAsked = Instant(microseconds: 0)
  /// When a key was last pressed, and how many milliseconds later the keys are at rest.
  private var lastKey: UInt64 = 0
  private static let restAfter = 250
  /// What was last sent, and whether it was only a part of what there is to see.
  private var lastShown: Canvas?
  private var isBehind = false
  /// So many cells take less than a kilobyte, whatever their colours; the next ones follow after so many milliseconds.
  private static let cellsPerTick = 200
  private static let stepPause = 40
  /// When the screen was last drawn, and after how many milliseconds a clock that is shown must go on.
  private var lastPaint: UInt64 = 0
  private static let longestUnpainted = 200
  private var millisecondsSincePaint: Int { Int((monotonicNanoseconds() - lastPaint) / 1_000_000) }
  private var millisecondsSinceKey: Int { Int((monotonicNanoseconds() - lastKey) / 1_000_000) }
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
    state.context.facts = options.facts + terminal.facts.map { ConsoleFact($0.0, $0.1) }
    session.restore(&state)
    wishedTheme = options.theme.isEmpty ? session.theme : ""
    if options.alerts { state.alertsAreOn = true }
    state.tour = options.tour.map(TourGuide.init)
    let screen = options.screen ?? session.screen
    state.current = screen.flatMap { ScreenID.allCases.firstIndex(of: $0) } ?? 0
  }

  func run() -> ConsoleEnd {
    // The first frame comes before anything is read.
    paint()
    let listeners = begin()
    while !state.hasEnded {
      let events = terminal.wait(milliseconds: patience)
      // What a run tells wakes the loop too; that is no key.
      if events.contains(where: { $0 != .wake }) { lastKey = monotonicNanoseconds() }
      if state.screen.wantsRest, millisecondsSinceKey >= Self.restAfter { perform(state.rest()) }
      if state.context.status.isLive, state.context.now.seconds(since: lastAsked) > 2 { askStatus() }
      for event in events where !state.hasEnded {
        if case .terminate(let signal) = event { end = .signal(signal) }
        perform(state.handle(event))
      }
      let deliveries = inbox.take()
      for delivery in deliveries { take(delivery) }
      // That something was written changes nothing to be seen: what was written, once it is read, does.
      let isNewsAlone = !events.isEmpty && events.allSatisfy { $0 == .wake } && deliveries.allSatisfy(\.isNewsAlone)
      let isTick = events.allSatisfy { $0 == .wake } && deliveries.allSatisfy(\.isOfRun)
      // What follows of a change sent in steps waits its turn, whatever else the run tells meanwhile.
      if isTick, isBehind, millisecondsSincePaint < Self.stepPause { continue }
      if !isNewsAlone || isBehind || millisecondsSincePaint >= Self.longestUnpainted { paint(isTick: isTick) }
    }
    for listener in listeners { listener.cancel() }
    for load in loads.values { load.task.cancel() }
    Session(of: state).save(options.sessionFile)
    terminal.close()
    return end
  }

  /// How long to wait for the next event: for ever, unless a clock is shown that goes on by itself.
  private var patience: Int? {
    if isBehind { return max(1, Self.stepPause - millisecondsSincePaint) }
    if state.screen.wantsRest { return max(1, Self.restAfter - millisecondsSinceKey) }
    if state.replay?.isPlaying == true { return 66 }
    if state.tour?.isPaused == false { return 100 }
    return state.context.status.isLive && state.replay == nil ? 200 : nil
  }

  /// - Parameter isTick: nothing but the run going on asks for it; somebody who waits for an answer gets it whole.
  private func paint(isTick: Bool = false) {
    let now = Instant.now
    lastPaint = monotonicNanoseconds()
    state.advance(to: now)
    perform(state.tickTour(now))
    let (canvas, cursor) = state.draw()
    // A run that begins changes every node at once: on a slow line a key would wait behind all of it.
    var (shown, isWhole) = (canvas, true)
    if isTick, state.context.status.isLive, let last = lastShown, last.plane == canvas.plane {
      (shown, isWhole) = canvas.caughtUp(from: last, cells: Self.cellsPerTick)
    }
    terminal.paint(shown, theme: state.theme, cursor: cursor)
    (lastShown, isBehind) = (shown, !isWhole)
  }

  private func begin() -> [Task<Void, Never>] {
    loadThemes()
    perform(state.begin())
    let (source, inbox) = (source, inbox)
    askProject()
    askStatus()
    let folders = options.themeFolders
    return [
      Task.detached { for await _ in source.changes { inbox.put(.changed) } },
      Task.detached { for await files in source.savedFiles { inbox.put(.saved(files)) } },
      Task.detached {
        for await _ in SavedFiles.stream(below: folders, endings: [".yaml", ".yml"]) { inbox.put(.themes) }
      },
    ]
  }

  private func loadThemes() {
    state.themes.forgetProblems()
    for folder in options.themeFolders { ThemeFolder.load(folder, into: &state.themes) }
    if !options.theme.isEmpty, state.themes.theme(options.theme) != nil { state.themeKey = options.theme }
    if !wishedTheme.isEmpty, state.themes.theme(wishedTheme) != nil { state.themeKey = wishedTheme }
    wishedTheme = ""
  }

  func askProject() {
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
      guard isAwaited(name, screen, number) else { return }
      perform(state.take(update, for: screen))
    case .unanswered(let text, let name, let screen, let number):
      guard isAwaited(name, screen, number) else { return }
      state.fail(name, text, for: screen)
    case .failed(let text, let name):
      if name == "status" { statusIsAsked = false }
      if name == "project" { state.context.projectProblem = text }
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
    case .saved(let files):
      state.saved(files)
      askProject()
    case .themes:
      loadThemes()
      let problems = state.themes.problems.map { "\($0)" }
      state.message =
        problems.isEmpty
        ? .init(text: "themes read again", role: .info)
        : .init(text: problems.joined(separator: "\n") + "; the colours stay as they were", role: .warn)
    }
  }

  /// Rings, where asked to, when a gate holds and when the run ends.
  private func alertIfEnded(_ status: PipelineStatus) {
    let held = Set(status.nodes.filter { $0.value.state.isHeld }.keys)
    defer {
      wasLive = status.isLive
      knownHeld = held
    }
    guard wasLive, let run = status.run else { return }
    if !status.isLive {
      state.message = .init(text: "run \(run.id) ended: \(run.state.mark.word)", role: run.state.mark.role)
      if state.alertsAreOn { terminal.alert("sluice: run \(run.id) \(run.state.mark.word)") }
    } else if state.alertsAreOn, let node = held.subtracting(knownHeld).min() {
      terminal.alert("sluice: \(state.context.name(of: node)) \(status[node].state.mark.word)")
    }
  }

  func perform(_ outgoing: [Outgoing]) {
    for item in outgoing { perform(item) }
  }

  private func perform(_ item: Outgoing) {
    switch item.effect {
    case .load(let name, let question): load(name, question, for: item.screen)
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

  /// Whether an answer is to the last question of its name; it is awaited no more.
  private func isAwaited(_ name: String, _ screen: Int, _ number: Int) -> Bool {
    let key = "\(screen)/\(name)"
    guard loads[key]?.number == number else { return false }
    loads[key] = nil
    return true
  }

  private func load(
    _ name: String, _ question: @escaping @Sendable (any ConsoleDataSource) async throws -> ScreenUpdate,
    for screen: Int
  ) {
    let key = "\(screen)/\(name)"
    loads[key]?.task.cancel()
    loadCount += 1
    let (source, inbox, number) = (source, inbox, loadCount)
    let task = Task.detached {
      do {
        let update = try await question(source)
        inbox.put(.update(update, screen: screen, name: name, number: number))
      } catch is CancellationError {
      } catch {
        if !Task.isCancelled {
          inbox.put(.unanswered("\(error)", question: name, screen: screen, number: number))
        }
      }
    }
    loads[key] = (number, task)
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
}
