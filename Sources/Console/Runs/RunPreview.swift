internal import Engine
internal import Project
internal import TerminalKit

/// The steps of the chosen run beside or below the list, where there is room for them: read once the keys have come to rest.
extension RunsScreen {
  /// What is to be shown, or was asked for last; a run that went on is read anew.
  struct PreviewWish: Hashable, Sendable {
    var run: RunID
    var state: RunState
    /// A run that goes on is read anew as its steps do.
    var isLiveAt: Instant?
  }

  struct Preview: Sendable {
    let run: RunID
    let steps: [StepRecord]
  }

  /// The columns the list has use for.
  private static let listWidth = 100

  /// The list of runs, and the preview of the chosen one.
  func room(_ context: ScreenContext) -> RoomBeside {
    RoomBeside(Rect(context.body), width: Self.listWidth, height: shown.count + 1)
  }

  private var isList: Bool { opened == nil && difference == nil }

  mutating func wishPreview(_ context: ScreenContext) {
    previewing.wished = nil
    guard isList, !room(context).preview.isEmpty, let run else { return }
    previewing.wished = PreviewWish(run: run.id, state: run.state, isLiveAt: run.state.isTerminal ? nil : lastTold)
  }

  package var wantsRest: Bool { previewing.isDue }

  package mutating func rest(_ context: ScreenContext) -> [Effect] {
    guard let wish = previewing.ask() else { return [] }
    return [
      .load("run preview", for: RunsScreen.self) { source in
        try await source.steps(of: wish.run)
      } then: { screen, steps, _ in
        if screen.previewing.asked == wish {
          screen.preview = Preview(run: wish.run, steps: GanttDrawing.ordered(steps))
        }
        return []
      }
    ]
  }

  /// What opening the chosen run would show.
  func drawPreview(into canvas: inout Canvas, _ rect: Rect, _ context: ScreenContext) {
    guard let run, let preview, preview.run == run.id, rect.height > 4 else { return }
    canvas.frame(rect, title: "run \(run.id)", .muted)
    GanttDrawing(run: run, steps: preview.steps, context: context).draw(into: &canvas, in: rect.inset(1, 1))
  }
}
