import CommandLineKit
import Engine
import Project

/// `sluice compile`: the SQL of nodes after Jinja.
enum CompileCommand {
  private static let inline = CommandOption<String?>.value(
    "--inline", placeholder: "SQL", help: "Compile this text instead of nodes.")
  private static let fullRefresh = RunOptions.fullRefresh

  static let command = Command(
    "compile", summary: "Print the SQL of nodes as Jinja leaves it; files of it go to target/compiled.",
    options: [inline, fullRefresh, RunOptions.empty, ArtifactOptions.writeJSON] + SelectionOptions.all
      + ProjectOptions.all, section: "Project"
  ) { arguments in
    var project = try ProjectOptions.load(arguments, command: "compile")
    let selected = try arguments[inline] == nil ? SelectionOptions.nodes(arguments, of: project) : []
    project = try StateOptions.deferring(project, selected, arguments)
    var context = ProjectOptions.context(arguments)
    context.fullRefresh = arguments[fullRefresh] ?? false
    context.empty = arguments[RunOptions.empty] ?? false
    let session = OperationSession(project)
    defer { session.close() }
    let adapter = session.adapter
    if let text = arguments[inline] {
      let compiled = try project.compiler.compile(inline: text, context: context, adapter: adapter)
      StandardOutput.write(compiled.sql + "\n")
      return .success
    }
    let all = selected.compactMap { project.graph[$0] }
      .filter { !$0.rawCode.isEmpty || $0.test != nil }
    // Tests come along with what they test; they are printed when they alone are asked for.
    let makers = all.filter { $0.resourceType != .test }
    let shown = Set((makers.isEmpty ? all : makers).map(\.id))
    var problems: [ProjectMessage] = []
    var compiled: [NodeID: String] = [:]
    let artifacts = ProjectArtifacts(project)
    for node in all {
      do throws(CompilationFailure) {
        context.isIncremental = adds(node, context, session)
        compiled[node.id] = try project.compiler.compile(node, context: context, adapter: adapter).sql
      } catch {
        problems += error.messages
      }
    }
    if !problems.isEmpty { throw ProjectFailure(problems) }
    for node in all {
      guard let sql = compiled[node.id] else { continue }
      if ArtifactOptions.writes(arguments) { try artifacts.writeCompiled(node, sql) }
      guard shown.contains(node.id) else { continue }
      let isOne = shown.count == 1
      StandardOutput.write((isOne ? "" : "-- \(node.id)\n") + sql + (isOne ? "\n" : ";\n\n"))
    }
    try ArtifactOptions.writeManifest(project, compiled: compiled, arguments)
    return .success
  }

  /// Whether a run would add to the node's table.
  private static func adds(_ node: Node, _ context: CompilationContext, _ session: OperationSession) -> Bool {
    guard node.materialization == .incremental, let relation = node.relation,
      !(node.config.bool("full_refresh") ?? context.fullRefresh)
    else { return false }
    return (try? session.holdsTable(relation)) ?? false
  }
}
