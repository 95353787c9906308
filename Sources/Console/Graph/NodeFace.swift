internal import Engine
internal import Project
internal import TerminalKit

/// What is written on one item of the graph: gathered from the project and the pipeline's state.
struct NodeFace {
  var mark: StatusMark
  var label: String
  var badge: String
  /// The badge where the name leaves little room.
  var shortBadge = ""
  var pips: [GateState]
  /// Share done while it runs; `nil` where nothing is known.
  var progress: Double?
  var isRunning: Bool
  /// What stands in for the figures: what it waits for, what holds it, why it failed.
  var note: String
  var noteRole: StyleRole
  var rows: String
  /// The rows without their unit.
  var shortRows: String
  var time: String

  init(_ item: GraphItem, _ context: ScreenContext) {
    if item.isGroup || item.nodes.count != 1 {
      self.init(group: item, context)
    } else {
      self.init(node: item.nodes[0], item, context)
    }
  }

  private init(node id: NodeID, _ item: GraphItem, _ context: ScreenContext) {
    let status = context.status[id]
    let state = status.state
    mark = state.mark
    label = item.label
    badge = item.foldedCount > 0 ? "+\(item.foldedCount) skipped" : context.graph?[id]?.badge ?? ""
    if item.foldedCount > 0 { shortBadge = "+\(item.foldedCount)" }
    pips = GateKind.allCases.map { status.gates[$0]?.state ?? .neverRun }
    isRunning = state.isRunning
    progress = isRunning ? NodeFace.share(status, context.now) : nil
    let count = status.rows ?? status.step?.writtenRows
    rows = count.map(Figures.rows) ?? ""
    shortRows = count.map { Figures.count($0) } ?? ""
    time = status.seconds(now: context.now).map(Figures.duration) ?? ""
    (note, noteRole) = NodeFace.note(id, status, context)
    if isRunning, let written = status.step?.progress.rowsWritten, written > 0 { rows = Figures.short(written) }
    if state == .none || state == .queued { time = "" }
    if isRunning, let rate = NodeFace.rate(status, context.now) { badge = rate }
  }

  private init(group item: GraphItem, _ context: ScreenContext) {
    let states = item.nodes.map(context.state)
    mark = NodeFace.worst(states).mark
    label = item.label
    badge = item.nodes.count == 1 ? "1 node" : "\(item.nodes.count) nodes"
    pips = []
    isRunning = false
    let counts = RunCounts(states)
    note = counts.parts(context.glyphs).map(\.0).joined()
    noteRole = .muted
    rows = ""
    shortRows = ""
    time = ""
  }

  private static func worst(_ states: [StepState]) -> StepState {
    let order: [StepState] = [
      .crashed, .failed, .timedOut, .heldAtOutput, .heldAtProcess, .heldAtInput, .runningProcess, .runningInput,
      .runningOutput, .publishing, .retrying, .skipped, .cancelled, .warned, .waiting, .queued, .none, .success,
      .reused,
    ]
    return order.first { states.contains($0) } ?? .none
  }

  private static func share(_ status: NodeStatus, _ now: Instant) -> Double? {
    if let exact = status.step?.progress.fraction { return exact }
    guard let usual = status.usual, usual > 0, let spent = status.seconds(now: now) else {
      return nil
    }
    return min(0.99, spent / usual)
  }

  /// Rows a second so far, once there is enough to tell by.
  private static func rate(_ status: NodeStatus, _ now: Instant) -> String? {
    guard let progress = status.step?.progress, let seconds = status.seconds(now: now), seconds > 0.2 else {
      return nil
    }
    let rows = max(progress.rowsRead, progress.rowsWritten)
    return rows > 0 ? Figures.short(Int64(Double(rows) / seconds)) + "/s" : nil
  }

  /// The nearest node upstream that failed or was held, and so holds this one.
  private static func holder(of id: NodeID, _ context: ScreenContext) -> NodeID? {
    var (open, seen) = ([id], Set([id]))
    while !open.isEmpty {
      var next: [NodeID] = []
      for parent in open.flatMap({ context.graph?.parents[$0] ?? [] }) where seen.insert(parent).inserted {
        let state = context.state(of: parent)
        if state.blocksChildren, state != .skipped, state != .cancelled { return parent }
        if state == .skipped { next.append(parent) }
      }
      open = next
    }
    return nil
  }

  /// What there is to say of a step that did not simply succeed.
  private static func note(_ id: NodeID, _ status: NodeStatus, _ context: ScreenContext) -> (String, StyleRole) {
    switch status.state {
    case .waiting, .queued:
      if let reason = status.step?.reason, !reason.isEmpty { return (reason, .muted) }
      let waits = (context.graph?.parents[id] ?? []).filter {
        let state = context.state(of: $0)
        return !state.isTerminal && state != .none
      }
      return waits.isEmpty
        ? ("ready", .muted) : ("waits for " + waits.map(context.name).joined(separator: ", "), .muted)
    case .heldAtInput, .heldAtProcess, .heldAtOutput, .failed, .timedOut, .crashed:
      return (status.step?.reason ?? status.state.mark.word, .fail)
    case .skipped:
      return (holder(of: id, context).map { "held by " + context.name(of: $0) } ?? status.step?.reason ?? "", .stale)
    case .cancelled: return ("cancelled", .stale)
    case .retrying: return (status.step?.reason ?? "retrying", .warn)
    // Where nothing ever ran the empty gates say it; a word on every node would be noise.
    case .none: return (context.status.run == nil ? "" : "not run yet", .muted)
    default: return ("", .muted)
    }
  }
}
