import Jinja
import Synchronization

/// What every rendering of a project shares; fixed once macros are loaded.
final class ProjectState: Sendable {
  let root: Package
  let packages: [String: Package]
  let options: LoadOptions
  let target: ProjectTarget
  let variables: VariableScope
  /// Environment variables, flags and clocks that templates looked at while the project was read.
  let reads: OutsideReads
  private let readTexts: @Sendable () -> ProjectTexts
  private let keptTexts = AtomicLazyReference<ProjectTexts>()
  /// Macros and docs, read when they are first asked for: a listing of a project read before needs none.
  private var texts: ProjectTexts { keptTexts.load() ?? keptTexts.storeIfNil(readTexts()) }
  var macros: MacroCatalog { texts.macros }
  var docs: DocsCatalog { texts.docs }
  /// What properties files say of macros, by `package.name`.
  var macroProperties: [String: MacroProperties] { texts.macroProperties }
  /// How names are quoted in this project.
  let quoting: QuotingPolicy
  let rendering = ProjectRendering()
  /// What `target` shows.
  let targetFields: [ConfigEntry]

  init(
    root: Package, packages: [String: Package], options: LoadOptions, target: ProjectTarget,
    variables: VariableScope, reads: OutsideReads, texts: @escaping @Sendable () -> ProjectTexts
  ) {
    self.root = root
    self.packages = packages
    self.options = options
    self.target = target
    self.variables = variables
    self.reads = reads
    readTexts = texts
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

  /// Whether a key of a profile holds what must not be seen.
  static func isHidden(_ key: String) -> Bool { hidden.contains { key.lowercased().contains($0) } }

  private static func fields(of target: ProjectTarget) -> [ConfigEntry] {
    let name = target.standsInFor ?? target.name
    var fields: [ConfigEntry] = [
      ConfigEntry("profile_name", .string(target.profileName)), ConfigEntry("target_name", .string(name)),
      ConfigEntry("name", .string(name)), ConfigEntry("type", .string(target.type)),
      ConfigEntry("threads", .int(target.threads)), ConfigEntry("database", .string(target.database)),
      ConfigEntry("schema", .string(target.schema)),
    ]
    for entry in target.fields.entries
    where !fields.contains(where: { $0.key == entry.key }) && !isHidden(entry.key) {
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

/// The macros and docs blocks of all packages.
final class ProjectTexts: Sendable {
  let macros: MacroCatalog
  let docs: DocsCatalog
  let macroProperties: [String: MacroProperties]

  init(macros: MacroCatalog, docs: DocsCatalog, macroProperties: [String: MacroProperties]) {
    self.macros = macros
    self.docs = docs
    self.macroProperties = macroProperties
  }
}

/// What a properties file says of a macro.
struct MacroProperties: Sendable {
  /// The file's path below its package.
  var file: String
  var value: ConfigValue
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
