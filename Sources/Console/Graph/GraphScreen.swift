internal import Engine
package import Project
package import TerminalKit

/// The pipeline as a layered drawing.
package struct GraphScreen: ConsoleScreen {
  package static let id = ScreenID.graph

  package internal(set) var selected: NodeID? {
    didSet { selectionIsOurs = false }
  }
  /// The selection was made here, not by the person: it may still move to what is worth a look.
  private var selectionIsOurs = false
  /// What there was to see when our choice was made: while a run goes on, a mark that ran after every step would be no help,
  /// and have half the picture sent anew each time.
  private var chosenAmid: Scenery?

  private struct Scenery: Hashable {
    var run: RunID?
    var hasFailure: Bool
  }
  /// The node whose arrows are lit and whose card is shown: the selected one, once the keys have come to rest. While
  /// somebody walks along nothing but the mark moves, which on a slow line is half the bytes.
  var rested: NodeID?
  /// The failure that was gone to last, where it is none of the picture.
  var visited: NodeID?
  var view = GraphView()
  /// `nil`: the largest zoom that fits.
  var zoom: GraphZoom?
  var scene: GraphScene?
  /// The picture by the next grouping, laid out ahead of time.
  private var foreseen: GraphScene?
  private var groupings: (revision: Int, offered: [GraphGrouping])?
  var dots: DotGrid?
  var offset = Point(0, 0)

  package init() {}

  package var isSearchable: Bool { true }
  package var filter: String { view.filter }
  package var place: Place? { selected.map(Place.node) }

  package var path: [String] {
    var path: [String] = []
    if view.grouping != .layer { path.append("by \(view.grouping.name)") }
    if view.focus != nil { path.append("focus") }
    if let scene, let selected { path.append(scene.graph[selected]?.name ?? "") }
    return path
  }

  /// The item that holds the selected node.
  var selectedItem: Int? { selected.flatMap { scene?.itemOfNode[$0] } }

  package var wantsRest: Bool { rested != selected }
  package mutating func rest(_ context: ScreenContext) -> [Effect] {
    rested = selected
    return []
  }

  package mutating func open(at place: Place?, _ context: ScreenContext) -> [Effect] {
    switch place {
    case .node(let asked), .gate(let asked, _):
      let node = context.subject(of: asked)
      selected = node
      rested = node
      reveal(node, context)
    default: break
    }
    return refresh(context)
  }

  /// Makes sure that a node is in the picture.
  mutating func reveal(_ node: NodeID, _ context: ScreenContext) {
    guard let graph = context.graph, let known = graph[node] else { return }
    view.folded[node] = nil
    if !view.filter.isEmpty, !GraphSketch.passes(known, FilterExpression.parse(view.filter)) { view.filter = "" }
    view.collapsed.remove(view.grouping.group(of: known))
    if known.resourceType == .source { view.showsSources = true }
    if let focus = view.focus, !GraphReach.ancestors(of: focus, in: graph).contains(node),
      !GraphReach.descendants(of: focus, in: graph).contains(node)
    {
      view.focus = nil
    }
  }

  package mutating func settle(_ context: ScreenContext) {
    guard let graph = context.graph else { return }
    let area = GraphScreen.area(context.body)
    if let scene, scene.shows(context.projectRevision, view, zoom, area) {
      bringIntoView(area)
      return
    }
    let isForeseen = foreseen?.shows(context.projectRevision, view, zoom, area) == true
    let ready = isForeseen ? foreseen : nil
    if isForeseen { foreseen = nil }
    let made =
      ready
      ?? GraphScene(
        graph, revision: context.projectRevision, view: view, zoom: zoom, available: area, after: scene)
    scene = made
    dots = made.geometry.zoom == .dot ? DotGrid(made, width: area.width) : nil
    if selectedItem == nil { choose(context) }
    bringIntoView(area)
  }

  /// The cells for the picture; below it stands a line on the selected node.
  private static func area(_ body: Size) -> Size { Size(body.width, max(1, body.height - (body.height > 6 ? 1 : 0))) }

  private mutating func choose(_ context: ScreenContext) {
    guard let scene else { return }
    chosenAmid = scenery(context)
    selected = GraphScreen.firstChoice(scene, context)
    rested = selected
    selectionIsOurs = true
  }

  private func scenery(_ context: ScreenContext) -> Scenery {
    Scenery(run: context.status.run?.id, hasFailure: context.digest.firstFailure != nil)
  }

  /// What is worth looking at first: a failure, else what runs, else the first node.
  private static func firstChoice(_ scene: GraphScene, _ context: ScreenContext) -> NodeID? {
    let shown = scene.graph.order.filter { scene.itemOfNode[$0] != nil }
    return shown.first { context.state(of: $0).blocksChildren } ?? shown.first { context.state(of: $0).isRunning }
      ?? shown.first
  }

  package mutating func refresh(_ context: ScreenContext) -> [Effect] {
    // What a failure had skipped is shown again once it is not skipped any more.
    if !view.folded.isEmpty { view.folded = view.folded.filter { context.status[$0.key].state == .skipped } }
    settle(context)
    if selectionIsOurs, chosenAmid != scenery(context) {
      choose(context)
      settle(context)
    }
    return foresee()
  }

  /// Lays a large graph out at the other zooms and by the next grouping while nobody waits for them, so that `z` and `g`
  /// only have to draw.
  func foresee() -> [Effect] {
    guard let scene, scene.sketch.items.count > 100 else { return [] }
    let (view, zoom, known) = (view, zoom, knownGroupings(scene.revision))
    let isKnown = known.map { foreseen?.shows(scene.revision, view.next(among: $0), zoom, scene.available) == true }
    guard !scene.missingZooms.isEmpty || isKnown != true else { return [] }
    return [
      .load("zooms", for: GraphScreen.self) { _ in
        let geometries = scene.missingZooms.map { scene.foreseen($0) }
        let offered = known ?? GraphGrouping.offered(by: scene.graph)
        let next = GraphScene(
          scene.graph, revision: scene.revision, view: view.next(among: offered), zoom: zoom,
          available: scene.available)
        return (geometries, next, offered)
      } then: { screen, answer, _ in
        guard screen.scene?.shows(scene.revision, scene.view, screen.scene?.wish, scene.available) == true else {
          return []
        }
        for geometry in answer.0 { screen.scene?.keep(geometry) }
        screen.foreseen = answer.1
        screen.groupings = (scene.revision, answer.2)
        return []
      }
    ]
  }

  /// The groupings the project offers, where they were already looked for: of a thousand nodes that takes its time.
  func knownGroupings(_ revision: Int) -> [GraphGrouping]? {
    groupings?.revision == revision ? groupings?.offered : nil
  }

  private mutating func bringIntoView(_ area: Size) {
    guard let scene, let item = selectedItem else { return }
    if let dots {
      let y = dots.place(of: item)?.y ?? 0
      let top = Self.scrolled(offset.y, showing: y - 1..<y + 2, in: area.height, of: dots.height)
      offset = Point(0, top)
      return
    }
    let rect = scene.rect(of: item)
    offset = Point(
      Self.scrolled(offset.x, showing: rect.x - 2..<rect.maxX + 2, in: area.width, of: scene.geometry.width),
      Self.scrolled(offset.y, showing: rect.y - 1..<rect.maxY + 1, in: area.height, of: scene.geometry.height))
  }

  /// Where a window has to begin for a stretch of the plane to be in it: it moves no further than it must. A terminal moves
  /// what stays in view by itself, so that a step costs what comes into view; jumps of half a window would cost no less on
  /// the whole, and ten times as much at the step at which they come.
  static func scrolled(_ offset: Int, showing stretch: Range<Int>, in window: Int, of plane: Int) -> Int {
    let first = max(stretch.upperBound - window, min(offset, stretch.lowerBound))
    // What is larger than the window is shown from its beginning.
    return max(0, min(min(first, max(0, stretch.lowerBound)), plane - window))
  }

  package mutating func back(_ context: ScreenContext) -> Bool {
    if view.focus != nil {
      view.focus = nil
      return true
    }
    if !view.folded.isEmpty {
      view.folded = [:]
      return true
    }
    if !view.filter.isEmpty {
      view.filter = ""
      return true
    }
    return false
  }

  package mutating func setFilter(_ text: String, _ context: ScreenContext) -> [Effect] {
    guard let graph = context.graph else { return [.say("the project is not loaded yet", .warn)] }
    let filters = FilterExpression.parse(text)
    let found = graph.order.filter { graph[$0].map { $0.isDrawn && GraphSketch.passes($0, filters) } ?? false }
    guard text.isEmpty || !found.isEmpty else { return [.say("no node passes `\(text)`", .warn)] }
    view.filter = text
    // What is left is few, so the largest zoom that fits is asked for anew.
    zoom = nil
    if let selected, !text.isEmpty, !found.contains(selected) { self.selected = found.first }
    return []
  }

  package mutating func search(_ text: String, backwards: Bool, _ context: ScreenContext) -> Bool {
    guard let graph = context.graph else { return false }
    let names = graph.order.filter { graph[$0]?.isDrawn ?? false }
    let found = names.filter { graph[$0]?.name.lowercased().contains(text.lowercased()) ?? false }
    guard !found.isEmpty else { return false }
    let here = selected.flatMap { names.firstIndex(of: $0) } ?? -1
    let places = found.compactMap { names.firstIndex(of: $0) }
    let next = backwards ? places.last { $0 < here } ?? places.last : places.first { $0 > here } ?? places.first
    guard let next else { return false }
    selected = names[next]
    reveal(names[next], context)
    return true
  }

  package mutating func mouse(_ event: MouseEvent, _ context: ScreenContext) -> [Effect] {
    guard let scene, dots == nil, event.kind == .press else { return [] }
    // A picture smaller than the window stands in the middle of it.
    let plane = Size(scene.geometry.width, scene.geometry.height)
    let picture = GraphRoom(Rect(GraphScreen.area(context.body)), plane: plane).picture
    guard picture.contains(event.place) else { return [] }
    let place = Point(event.place.x - picture.x + offset.x, event.place.y - picture.y + offset.y)
    if let item = scene.sketch.items.indices.first(where: { scene.rect(of: $0).contains(place) }) {
      selected = scene.sketch.items[item].nodes.first
    }
    return []
  }

  package var memory: [String: String] {
    var kept = ["group": view.grouping.name, "sources": view.showsSources ? "on" : "off"]
    if let zoom { kept["zoom"] = zoom.rawValue }
    if let selected { kept["node"] = selected.rawValue }
    if let focus = view.focus { kept["focus"] = focus.rawValue }
    if !view.filter.isEmpty { kept["filter"] = view.filter }
    kept["scroll"] = "\(offset.x) \(offset.y)"
    if !view.collapsed.isEmpty { kept["collapsed"] = view.collapsed.sorted().joined(separator: "\t") }
    return kept
  }

  package mutating func restore(_ memory: [String: String]) {
    view.grouping = memory["group"].map(GraphGrouping.init(name:)) ?? view.grouping
    view.showsSources = memory["sources"] == "on"
    zoom = memory["zoom"].flatMap(GraphZoom.init(rawValue:))
    selected = memory["node"].map { NodeID($0) }
    view.focus = memory["focus"].map { NodeID($0) }
    view.filter = memory["filter"] ?? ""
    let scroll = (memory["scroll"] ?? "").split(separator: " ").compactMap { Int($0) }
    if scroll.count == 2 { offset = Point(max(0, scroll[0]), max(0, scroll[1])) }
    view.collapsed = Set((memory["collapsed"] ?? "").split(separator: "\t").map(String.init))
  }

  package func shellCommand(_ context: ScreenContext) -> String? {
    let select = view.focus.map { " --select +\(ShellWord.quoted(context.name(of: $0)))+" } ?? ""
    let group = view.grouping == .layer ? "" : " --group \(ShellWord.quoted(view.grouping.name))"
    let zoom = zoom.map { " --zoom \($0.rawValue)" } ?? ""
    return "sluice ls --output graph" + select + group + zoom
  }

  package func copyText(_ context: ScreenContext) -> String? { selected.map { context.name(of: $0) } }

  package func exportName(_ context: ScreenContext) -> String? { context.project.map { "\($0.name)-graph.txt" } }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    guard let project = context.project, let name = exportName(context) else { return nil }
    let lines = GraphPicture.lines(
      of: project, status: context.status, width: 120, grouping: view.grouping, showsSources: view.showsSources)
    return (name, lines.joined(separator: "\n") + "\n")
  }
}
