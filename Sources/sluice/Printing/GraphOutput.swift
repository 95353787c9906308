import CommandLineKit
import Console
import Engine
import Glibc
import Project
import TerminalKit

/// Prints the pipeline's graph, as the console draws it, with the states that the last run left.
enum GraphOutput {
  static func print(
    _ project: LoadedProject, graph: ProjectGraph, withSources: Bool, zoom: GraphZoom = .box,
    grouping: GraphGrouping = .layer
  ) throws {
    let outline = ProjectOutline(
      name: project.name, target: project.target.name, root: project.root, graph: graph, messages: project.messages)
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let paint = Paint(descriptor: STDOUT_FILENO)
    let lines = GraphPicture.lines(
      of: outline, status: try status(project), width: TerminalSize.columns ?? 120, zoom: zoom,
      grouping: grouping, showsSources: withSources,
      glyphs: Locale.isUTF8 || !isTerminal ? .full : .ascii, theme: paint.isOn ? .ansi16 : nil,
      depth: paint.isOn ? .ansi16 : .mono)
    for line in lines { StandardOutput.write(line + "\n") }
  }

  /// How the nodes stand, as the console tells it; nothing when nothing ran.
  private static func status(_ project: LoadedProject) throws -> PipelineStatus {
    let state = StateDirectory(project.target.stateDirectory)
    guard access(state.stateFile, R_OK) == 0 else { return PipelineStatus() }
    return try StatusReading().status(try RunStoreReader(state)) {
      try RunLedger(state).settleDead()
    } tables: {
      try WarehouseBrowser(project).tables()
    }
  }
}
