internal import Engine
package import Project
package import TerminalKit

/// The graph as it is printed where there is no screen: the same drawing as the console's.
package enum GraphPicture {
  /// Draws the whole graph.
  ///
  /// - Parameters:
  ///   - width: columns at hand; a graph that needs more is drawn wider.
  ///   - zoom: how much of each node is shown; by default nodes in two lines.
  ///   - grouping: what columns, or blocks of dots, nodes are put together in.
  ///   - showsSources: whether sources are drawn too.
  package static func canvas(
    of project: ProjectOutline, status: PipelineStatus = PipelineStatus(), width: Int, zoom: GraphZoom = .box,
    grouping: GraphGrouping = .layer, showsSources: Bool = false, glyphs: GlyphSet = .full
  ) -> Canvas {
    var context = ScreenContext()
    context.project = project
    context.status = status
    context.glyphs = glyphs
    let view = GraphView(grouping: grouping, showsSources: showsSources)
    let scene = GraphScene(project.graph, view: view, zoom: zoom, available: Size(width, 0))
    if zoom == .dot {
      let dots = DotGrid(scene, width: width)
      var canvas = Canvas(Size(width, dots.height))
      dots.draw(into: &canvas, in: canvas.bounds, top: 0, scene, selected: nil, lit: [], context)
      return canvas.shown(in: glyphs)
    }
    var canvas = Canvas(Size(scene.geometry.width, scene.geometry.height))
    GraphDrawing(scene: scene, context: context).draw(into: &canvas, in: canvas.bounds, offset: Point(0, 0))
    return canvas.shown(in: glyphs)
  }

  /// The grouping of a name, where it parts the nodes of a graph at all.
  package static func grouping(_ name: String, of graph: ProjectGraph) -> GraphGrouping? {
    GraphGrouping.offered(by: graph).first { $0.name == name }
  }

  /// The names of the groupings that part the nodes of a graph.
  package static func groupings(of graph: ProjectGraph) -> [String] { GraphGrouping.offered(by: graph).map(\.name) }

  /// The drawing as lines: plain, or with colours where a theme is given.
  package static func lines(
    of project: ProjectOutline, status: PipelineStatus = PipelineStatus(), width: Int, zoom: GraphZoom = .box,
    grouping: GraphGrouping = .layer, showsSources: Bool = false, glyphs: GlyphSet = .full, theme: Theme? = nil,
    depth: ColourDepth = .mono
  ) -> [String] {
    let canvas = canvas(
      of: project, status: status, width: width, zoom: zoom, grouping: grouping, showsSources: showsSources,
      glyphs: glyphs)
    guard let theme else { return canvas.lines }
    return canvas.ansiLines(theme: theme, depth: depth)
  }
}
