/// Finds what `ref` and `source` point at.
struct ReferenceLookup: Sendable {
  enum Answer: Equatable {
    case found(NodeID)
    case disabled(NodeID)
    /// Nothing; with the name that was perhaps meant.
    case missing(hint: String?)
  }

  private struct Candidate {
    var id: NodeID
    var package: String
    var version: String?
    var isLatest: Bool
  }

  private var byName: [String: [Candidate]] = [:]
  private var disabledByName: [String: [Candidate]] = [:]
  private var sources: [SourceCall: [(package: String, id: NodeID)]] = [:]
  private var disabledSources: [SourceCall: NodeID] = [:]
  private let root: String

  init(enabled: [Node], disabled: [Node], root: String) {
    self.root = root
    for node in enabled { Self.add(node, to: &byName, sources: &sources) }
    var disabledPlaces: [SourceCall: [(package: String, id: NodeID)]] = [:]
    for node in disabled { Self.add(node, to: &disabledByName, sources: &disabledPlaces) }
    disabledSources = disabledPlaces.compactMapValues { $0.first?.id }
  }

  private static func add(
    _ node: Node, to names: inout [String: [Candidate]], sources: inout [SourceCall: [(package: String, id: NodeID)]]
  ) {
    switch node.resourceType {
    case .model, .seed, .snapshot:
      names[node.name, default: []].append(
        Candidate(
          id: node.id, package: node.package, version: node.details.version,
          isLatest: node.details.version == nil || node.details.isLatestVersion))
    case .source:
      guard let source = node.source else { return }
      let call = SourceCall(source: source.sourceName, table: source.tableName)
      sources[call, default: []].append((node.package, node.id))
    default: break
    }
  }

  /// The node a `ref` of a package points at.
  func resolve(_ call: RefCall, from package: String) -> Answer {
    if let id = Self.choose(byName[call.name] ?? [], call, from: package, root: root) { return .found(id) }
    if let id = Self.choose(disabledByName[call.name] ?? [], call, from: package, root: root) { return .disabled(id) }
    return .missing(hint: NearMiss.best(call.name, among: byName.keys))
  }

  private static func choose(_ candidates: [Candidate], _ call: RefCall, from package: String, root: String) -> NodeID?
  {
    let fitting = candidates.filter { candidate in
      if let wanted = call.package, candidate.package != wanted { return false }
      if let version = call.version { return candidate.version == version }
      return candidate.isLatest
    }
    return (fitting.first { $0.package == root } ?? fitting.first { $0.package == package } ?? fitting.first)?.id
  }

  /// The node a `source` of a package points at.
  func resolve(_ call: SourceCall, from package: String) -> NodeID? {
    let candidates = sources[call] ?? []
    return (candidates.first { $0.package == root } ?? candidates.first { $0.package == package } ?? candidates.first)?
      .id
  }

  func isDisabled(_ call: SourceCall) -> Bool { disabledSources[call] != nil }

  /// The source table that was perhaps meant.
  func hint(for call: SourceCall) -> String? {
    let tables = sources.keys.filter { $0.source == call.source }.map(\.table)
    if let table = NearMiss.best(call.table, among: tables) {
      return "did you mean source('\(call.source)', '\(table)')?"
    }
    if let source = NearMiss.best(call.source, among: sources.keys.map(\.source)) {
      return "did you mean source('\(source)', …)?"
    }
    return nil
  }
}
