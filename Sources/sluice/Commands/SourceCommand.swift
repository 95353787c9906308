import CommandLineKit
import Engine
import Project

/// `sluice source freshness`: how old the latest rows of the sources are, against what their properties allow.
enum SourceCommand {
  private static let output = CommandOption<String?>.value(
    "--output", "-o", placeholder: "FILE", help: "Where sources.json goes; else the target folder.")

  static let command = Command(
    "source", summary: "Look at the sources.",
    subcommands: [freshness], section: "Run")

  private static let freshness = Command(
    "freshness", aliases: ["snapshot-freshness"],
    summary: "Measure how old the latest row of each source is; writes sources.json.",
    discussion: """
      Sources with freshness thresholds are asked for max(loaded_at_field), or by their loaded_at_query; files that name
      neither count by their own time.
      """,
    options: [output, RunOptions.quiet] + SelectionOptions.all + ProjectOptions.all
  ) { arguments in
    let started = Instant.now
    let project = try ProjectOptions.load(arguments, command: "source freshness")
    let browser = WarehouseBrowser(project)
    let sources = try selected(arguments, project).compactMap { project.graph[$0] }
    let results = sources.compactMap { SourceFreshness(of: $0, in: browser) }
    for result in results { tell(result, isQuiet: arguments[RunOptions.quiet] ?? false) }
    if results.isEmpty { Narration.line("no selected source has freshness thresholds") }
    try SourcesArtifact(project, results, started: started).write(to: arguments[output].map(ProjectOptions.wholePath))
    try ArtifactOptions.writeManifest(project, arguments)
    return results.contains(where: \.isFailure) ? .failure : .success
  }

  private static func selected(_ arguments: Arguments, _ project: LoadedProject) throws -> [NodeID] {
    try SelectionOptions.nodes(arguments, of: project).filter { project.graph[$0]?.resourceType == .source }
  }

  private static func tell(_ result: SourceFreshness, isQuiet: Bool) {
    let name = NodeName.short(result.node)
    switch result.outcome {
    case .failed(let words): Narration.line("ERROR  \(name): \(words)")
    case .measured(let latest, let status):
      if isQuiet, status == .pass { return }
      let word = status == .pass ? "PASS " : status == .warn ? "WARN " : "ERROR STALE"
      Narration.line("\(word)  \(name): latest \(latest.iso8601), \(Times.span(result.age ?? 0)) old")
    }
  }
}
