internal import Engine
internal import Project
internal import TerminalKit

/// What `:doctor` tells: what was found, and why it is as it is.
enum DoctorPage {
  static func lines(_ context: ScreenContext) -> [String] {
    var lines = context.facts.map(line)
    lines.append("")
    if let project = context.project {
      lines.append(line(.init("project", project.name)))
      lines.append(line(.init("target", project.target)))
      lines.append(line(.init("root", project.root)))
      let drawn = project.graph.nodes.values.count(where: \.isDrawn)
      lines.append(line(.init("nodes", "\(drawn), and \(project.graph.nodes.count - drawn) tests and others")))
    } else {
      lines.append("no project is loaded")
    }
    if let problem = context.projectProblem { lines += [""] + problem.split(separator: "\n").map(String.init) + [""] }
    if let run = context.status.run {
      lines.append(line(.init("last run", "\(run.id), \(run.state.mark.word)")))
    }
    lines.append(line(.init("writes", context.isReadOnly ? "refused: this console is read-only" : "allowed")))
    let messages = context.project?.messages ?? []
    if !messages.isEmpty { lines += ["", "said while loading:"] + messages.map { "\($0)" } }
    return lines
  }

  private static func line(_ fact: ConsoleFact) -> String { fitted(fact.name, to: 16) + fact.value }
}
