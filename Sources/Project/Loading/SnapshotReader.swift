import Jinja
import YAML

/// Makes snapshots that stand in properties files, without SQL of their own.
struct SnapshotReader {
  let state: ProjectState
  let log: MessageLog

  /// The snapshots declared with `relation:`.
  func declared(_ catalog: inout PatchCatalog, values: YAMLValues, roots: [Package]) -> [Draft] {
    var drafts: [Draft] = []
    for entry in catalog.all(.snapshots) {
      guard let relation = entry.node["relation"].flatMap({ values.rawText($0) }) else { continue }
      let below = SearchRoots.below(entry.file, in: state.packages[entry.package])
      let folders = below.split(separator: "/").dropLast().map(String.init)
      var node = Node(
        id: NodeID("snapshot.\(entry.package).\(entry.name)"), resourceType: .snapshot, name: entry.name,
        package: entry.package, fqn: [entry.package] + folders + [entry.name], location: entry.location,
        rawCode: "select * from {{ \(relation) }}", materialization: .snapshot)
      node.details.path = below + "/" + entry.name + ".sql"
      let file = state.packages[entry.package].map {
        ProjectFolder.joined($0.root, String(entry.file.dropFirst($0.shownPrefix.count)))
      }
      node.details.checksum = SHA256.hex((file.flatMap { ProjectFolder.text($0) } ?? "").trimmingBlanks())
      var draft = Draft(node: node)
      do throws(JinjaError) {
        draft.template = try Template(parsing: node.rawCode, name: entry.file, syntax: MacroFiles.syntax)
      } catch {
        var message = ProjectMessage(error, node: node.id)
        message.location = entry.location
        log.add(message)
      }
      SQLNodeReader(state: state, log: log).render(&draft)
      draft.patch = catalog.take(.snapshots, entry.name, package: entry.package)
      drafts.append(draft)
    }
    return drafts
  }
}

extension YAMLValues {
  /// A text as it stands, Jinja unrendered, braces around a lone expression taken off.
  func rawText(_ node: YAMLNode) -> String? {
    guard let text = node.string?.trimmingBlanks(), !text.isEmpty else { return nil }
    if text.hasPrefix("{{"), text.hasSuffix("}}") { return String(text.dropFirst(2).dropLast(2)).trimmingBlanks() }
    return text
  }
}
