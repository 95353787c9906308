import CommandLineKit
import Project

/// `sluice compile`: the SQL of nodes after Jinja.
enum CompileCommand {
  private static let inline = CommandOption<String?>.value(
    "--inline", placeholder: "SQL", help: "Compile this text instead of nodes.")

  static let command = Command(
    "compile", summary: "Print the SQL of nodes as Jinja leaves it.",
    options: [inline] + SelectionOptions.all + ProjectOptions.all, section: "Project"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "compile")
    let context = ProjectOptions.context(arguments)
    if let text = arguments[inline] {
      let compiled = try project.compiler.compile(inline: text, context: context, adapter: NoWarehouse())
      StandardOutput.write(compiled.sql + "\n")
      return .success
    }
    var problems: [ProjectMessage] = []
    let all = try SelectionOptions.nodes(arguments, of: project).compactMap { project.graph[$0] }
      .filter { !$0.rawCode.isEmpty || $0.test != nil }
    // Tests come along with what they test; they are printed when they alone are asked for.
    let makers = all.filter { $0.resourceType != .test }
    let nodes = makers.isEmpty ? all : makers
    let isOne = nodes.count == 1
    for node in nodes {
      do throws(CompilationFailure) {
        let compiled = try project.compiler.compile(node, context: context, adapter: NoWarehouse())
        StandardOutput.write((isOne ? "" : "-- \(node.id)\n") + compiled.sql + (isOne ? "\n" : ";\n\n"))
      } catch {
        problems += error.messages
      }
    }
    if !problems.isEmpty { throw ProjectFailure(problems) }
    return .success
  }
}
