import CommandLineKit
import Engine
import Project

/// `sluice docs generate`: the artifacts a documentation site is made of.
enum DocsCommand {
  private static let compiles = CommandOption<Bool?>.toggle(
    "--compile", help: "Whether the manifest holds the SQL after Jinja.")
  private static let emptyCatalog = CommandOption<Bool>.flag(
    "--empty-catalog", help: "Do not look into the warehouse.")

  static let command = Command(
    "docs", summary: "Write what documentation is made of.", subcommands: [generate], section: "Project")

  private static let generate = Command(
    "generate", summary: "Write manifest.json and catalog.json to the target folder.",
    discussion: "Any reader of dbt's artifacts can show them; a site of its own is not served.",
    options: [compiles, emptyCatalog] + SelectionOptions.all + ProjectOptions.all
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "docs generate")
    let nodes = try SelectionOptions.nodes(arguments, of: project)
    var compiled: [NodeID: String] = [:]
    if arguments[compiles] ?? true {
      var problems: [ProjectMessage] = []
      for id in nodes {
        guard let node = project.graph[id], !node.rawCode.isEmpty || node.test != nil else { continue }
        do throws(CompilationFailure) {
          compiled[id] = try project.compiler.compile(
            node, context: ProjectOptions.context(arguments), adapter: NoWarehouse()
          ).sql
        } catch {
          problems += error.messages
        }
      }
      if !problems.isEmpty { throw ProjectFailure(problems) }
    }
    try ProjectArtifacts(project).writeManifest(compiled: compiled)
    try CatalogArtifact(project, nodes: nodes).write(isEmpty: arguments[emptyCatalog])
    Narration.line("manifest.json and catalog.json are in \(project.targetDirectory)")
    return .success
  }
}
