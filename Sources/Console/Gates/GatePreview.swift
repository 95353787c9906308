internal import Engine
internal import Project
internal import TerminalKit

/// What lies below the chosen line of the screen, read while nobody waits for it: the checks of a node, and the rows the
/// first failing one found.
struct GatePreview: Sendable {
  /// What is to be previewed. A node's standing is part of it: when that changes it is read anew.
  struct Wish: Hashable, Sendable {
    var node: NodeID
    var gate: GateKind?
    /// The chosen check, where the checks themselves are shown already.
    var check: Int64?
    var standing: Int
  }

  let node: NodeID
  var checks: [CheckRecord] = []
  var trends: [String: [CheckRecord]] = [:]
  var waivers: [Waiver] = []
  var user = ""
  /// The check whose rows are told: the one that opening the node goes to.
  var focus: Int?
  var failures: FailingRowList?
  var excerpt: SourceExcerpt?

  /// The check to look at first: what fails, else what warns, in the gate that was chosen if there, else the first of that
  /// gate.
  static func landing(_ checks: [CheckRecord], gate: GateKind?) -> Int? {
    func first(_ state: GateState) -> Int? {
      checks.firstIndex { $0.state == state && (gate == nil || $0.gate == gate) }
        ?? checks.firstIndex { $0.state == state }
    }
    return first(.fail) ?? first(.warn) ?? checks.firstIndex { gate == nil || $0.gate == gate }
  }
}

extension GatesScreen {
  /// The rows of a check, shown below what is told of it.
  struct RowsBelow: Sendable {
    let check: Int64
    let rows: FailingRowList
  }

  /// The list of nodes, and the preview of the chosen one where there is room for it.
  func room(_ context: ScreenContext) -> RoomBeside {
    RoomBeside(
      Rect(context.body), width: GatesDrawing.nodeListWidth(longestName(context)),
      height: shownNodes(context).count + 1)
  }

  private func hasRoom(_ context: ScreenContext) -> Bool {
    switch level {
    case .nodes: !room(context).preview.isEmpty
    case .checks: context.body.height >= RoomBeside.high
    case .rows, .whole, .parents: false
    }
  }

  /// Tells what should be previewed now; it is asked for once the keys have come to rest.
  mutating func wish(_ context: ScreenContext) {
    previewing.wished = nil
    guard hasRoom(context), let node = chosenNode(context) else { return }
    let status = context.status[node]
    var hasher = Hasher()
    hasher.combine(context.projectRevision)
    hasher.combine(status.step?.run)
    hasher.combine(status.state)
    for kind in GateKind.allCases {
      guard let gate = status.gates[kind] else { continue }
      hasher.combine(gate.state)
      hasher.combine(gate.run)
      hasher.combine(gate.passed + gate.warned + gate.failed + gate.notEvaluated + gate.waived)
    }
    switch level {
    case .nodes:
      previewing.wished = GatePreview.Wish(node: node, gate: GateKind.allCases[gate], standing: hasher.finalize())
    case .checks:
      guard let check, check.rowsKept > 0 else { return }
      previewing.wished = GatePreview.Wish(node: node, check: check.id, standing: 0)
    default: break
    }
  }

  package var wantsRest: Bool { previewing.isDue }

  package mutating func rest(_ context: ScreenContext) -> [Effect] {
    guard let wish = previewing.ask() else { return [] }
    if let id = wish.check { return askRowsBelow(id, of: wish, context) }
    let key = context.graph?[wish.node]?.config.uniqueKey ?? []
    let step = context.status[wish.node].step
    let place = FailureExcerpt.isShown(step) ? step?.location : nil
    return [
      .load("preview", for: GatesScreen.self) { source in
        var preview = GatePreview(node: wish.node)
        preview.checks = try await source.checks(of: wish.node, run: nil)
        preview.trends = try await source.trends(of: Array(preview.checks.prefix(60)), runs: 24)
        preview.waivers = try await source.waivers()
        preview.user = source.user
        preview.focus = GatePreview.landing(preview.checks, gate: wish.gate)
        if let focus = preview.focus, preview.checks[focus].rowsKept > 0 {
          preview.failures = try await source.failures(of: preview.checks[focus]).map { FailingRowList($0, key: key) }
        }
        if let place { preview.excerpt = try await source.excerpt(of: place) }
        return preview
      } then: { screen, preview, _ in
        if screen.previewing.asked == wish { screen.preview = preview }
        return []
      }
    ]
  }

  /// The rows of the chosen check, shown below what is told of it.
  private func askRowsBelow(_ id: Int64, of wish: GatePreview.Wish, _ context: ScreenContext) -> [Effect] {
    guard let check, check.id == id else { return [] }
    let key = context.graph?[wish.node]?.config.uniqueKey ?? []
    return [
      .load("preview", for: GatesScreen.self) { source in
        try await source.failures(of: check).map { FailingRowList($0, key: key) }
      } then: { screen, failures, _ in
        if screen.previewing.asked == wish { screen.rowsBelow = failures.map { RowsBelow(check: check.id, rows: $0) } }
        return []
      }
    ]
  }
}
