import CommandLineKit
import Engine
import Project

/// `sluice versions`: the published and held states of tables.
enum VersionsCommand {
  static let command = Command(
    "versions", summary: "List the versions of tables: when, how many rows, why, by which run.",
    options: [CommonOptions.output] + SelectionOptions.all + ProjectOptions.all, section: "Look"
  ) { arguments in
    let project = try ProjectOptions.load(arguments, command: "show")
    let browser = WarehouseBrowser(project)
    var rows: [[OutputCell]] = []
    for id in try SelectionOptions.nodes(arguments, of: project) {
      guard let node = project.graph[id], let relation = node.relation, node.resourceType != .source else { continue }
      for version in try browser.publishedVersions(of: relation) {
        rows.append([
          .text(NodeName.short(id)), .integer(version.id), .text(version.disposition.rawValue),
          .text(Times.second(version.publishedAt)), version.rows < 0 ? .null : .integer(version.rows),
          .integer(version.run.rawValue),
          .text(version.cause),
        ])
      }
    }
    let columns = ["node", "version", "state", "published_at", "rows", "run", "cause"]
    DataOutput.print(arguments[CommonOptions.output], columns: columns, rows: rows)
    return .success
  }
}
