import Jinja

/// What every rendering of a project shares; fixed once macros are loaded.
final class ProjectState: Sendable {
  let root: Package
  let packages: [String: Package]
  let options: LoadOptions
  let target: ProjectTarget
  let variables: VariableScope
  let macros: MacroCatalog
  let docs: DocsCatalog
  /// How names are quoted in this project.
  let quoting: QuotingPolicy
  let rendering = ProjectRendering()
  /// What `target` shows.
  let targetFields: [ConfigEntry]

  init(
    root: Package, packages: [String: Package], options: LoadOptions, target: ProjectTarget,
    variables: VariableScope, macros: MacroCatalog, docs: DocsCatalog
  ) {
    self.root = root
    self.packages = packages
    self.options = options
    self.target = target
    self.variables = variables
    self.macros = macros
    self.docs = docs
    quoting = QuotingPolicy.standard(for: target.type).applying(root.file.quoting)
    targetFields = Self.fields(of: target)
  }

  /// How a node's own name is quoted: its `quoting` configuration over the project's.
  func policy(for node: Node) -> QuotingPolicy {
    var policy = quoting
    if let details = node.details.source { policy = policy.applying(details.quoting) }
    var own: [String: Bool] = [:]
    for entry in node.config["quoting"]?.entries ?? [] { own[entry.key] = entry.value.boolValue }
    return own.isEmpty ? policy : policy.applying(own)
  }

  private static let hidden = ["password", "pass", "token", "private_key", "secret", "keyfile", "passphrase"]

  private static func fields(of target: ProjectTarget) -> [ConfigEntry] {
    let name = target.standsInFor ?? target.name
    var fields: [ConfigEntry] = [
      ConfigEntry("profile_name", .string(target.profileName)), ConfigEntry("target_name", .string(name)),
      ConfigEntry("name", .string(name)), ConfigEntry("type", .string(target.type)),
      ConfigEntry("threads", .int(target.threads)), ConfigEntry("database", .string(target.database)),
      ConfigEntry("schema", .string(target.schema)),
    ]
    for entry in target.fields.entries
    where !fields.contains(where: { $0.key == entry.key }) && !hidden.contains(where: entry.key.contains) {
      fields.append(entry)
    }
    for alias in ["dbname", "catalog", "project"] where !fields.contains(where: { $0.key == alias }) {
      fields.append(ConfigEntry(alias, .string(target.database)))
    }
    if !fields.contains(where: { $0.key == "dataset" }) {
      fields.append(ConfigEntry("dataset", .string(target.schema)))
    }
    return fields
  }
}

/// The loaded nodes, as renderings of running nodes see them.
final class GraphState: Sendable {
  let graph: ProjectGraph
  let lookup: ReferenceLookup

  init(graph: ProjectGraph, lookup: ReferenceLookup) {
    self.graph = graph
    self.lookup = lookup
  }
}
