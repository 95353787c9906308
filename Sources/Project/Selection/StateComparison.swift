/// One node of an earlier manifest beside itself as it is now, compared by dbt's rules: each kind has its own.
struct StateComparison {
  private let type: ResourceType
  /// nil: the node is new.
  private let before: ConfigValue?
  private let now: ConfigValue

  init(type: ResourceType, _ before: ConfigValue?, _ now: ConfigValue) {
    self.type = type
    self.before = before
    self.now = now
  }

  /// Whether anything that matters of this kind differs.
  var isModified: Bool {
    guard before != nil else { return true }
    switch type {
    case .source:
      return
        !(sameRelation == true && same("fqn") && sameConfig == true && same("quoting") && same("freshness")
        && same("loaded_at_field") && sameExternal)
    case .exposure:
      return
        !(same("fqn", "type", "owner", "maturity", "url", "description", "label") && sameConfig == true
        && sameParents)
    case .unitTest: return !same("checksum")
    case .metric:
      // Not `type_params`: dbt takes them as equal whatever they are.
      return !(same("fqn", "filter", "type", "description", "label") && sameConfig == true)
    case .semanticModel:
      return
        !(same("model", "description", "defaults", "primary_entity") && same(inside: "entities")
        && same(inside: "dimensions") && same(inside: "measures") && sameConfig == true)
    case .savedQuery:
      return !(same("query_params", "description", "label", "group") && sameConfig == true)
    case .test where now["test_metadata"] != nil:
      return !(sameConfig == true && same("fqn"))
    case .group: return false
    default:
      let isSame =
        sameBody == true && sameConfig == true && sameDescriptions == true && same("fqn") && sameRelation == true
        && sameContract != false
      guard type == .model else { return !isSame }
      return !(isSame && same("latest_version", "access", "deprecation_date"))
    }
  }

  /// Whether one side of a node differs; false where its kind has no such side.
  func differs(_ side: KeyPath<StateComparison, Bool?>) -> Bool {
    guard let isSame = self[keyPath: side] else { return false }
    return !isSame
  }

  // MARK: Sides: nil where the kind has none, false for a new node that has one

  private var isRelational: Bool { [.model, .seed, .snapshot, .test, .analysis, .operation].contains(type) }

  var sameBody: Bool? {
    guard isRelational else { return nil }
    return before == nil ? false : same(type == .seed ? "checksum" : "raw_code")
  }

  var sameConfig: Bool? {
    guard type != .unitTest, type != .group else { return nil }
    guard let before else { return false }
    func compared(_ node: ConfigValue) -> ConfigValue {
      let config = node["unrendered_config"]?.entries ?? []
      return ConfigValue.map(config.filter { !Self.ignored.contains($0.key) }).sortedByKey
    }
    return compared(before) == compared(now)
  }

  /// Names of relations are compared as they were configured: a target's own names make no difference.
  var sameRelation: Bool? {
    if type == .source { return before == nil ? false : same("database", "schema", "identifier") }
    guard isRelational else { return nil }
    guard let before else { return false }
    return ["database", "schema", "alias"].allSatisfy {
      before["unrendered_config"]?[$0] == now["unrendered_config"]?[$0]
    }
  }

  var sameDescriptions: Bool? {
    guard isRelational else { return nil }
    guard before != nil else { return false }
    let persists = now["config"]?["persist_docs"]
    if persists?["relation"]?.boolValue == true, !same("description") { return false }
    guard persists?["columns"]?.boolValue == true else { return true }
    func texts(_ node: ConfigValue?) -> ConfigValue {
      .map((node?["columns"]?.entries ?? []).map { ConfigEntry($0.key, $0.value["description"] ?? .null) })
    }
    return texts(before).sortedByKey == texts(now).sortedByKey
  }

  var sameContract: Bool? {
    guard isRelational else { return nil }
    guard let before else { return false }
    guard type == .model else { return true }
    let wasEnforced = before["contract"]?["enforced"]?.boolValue ?? false
    let isEnforced = now["contract"]?["enforced"]?.boolValue ?? false
    if !wasEnforced { return !isEnforced }
    return isEnforced && before["contract"]?["checksum"] == now["contract"]?["checksum"]
  }

  /// What dbt leaves out of comparisons of configuration: names of relations, and labels.
  private static let ignored: Set<String> = ["alias", "schema", "database", "tags", "group"]

  private var sameExternal: Bool {
    func compared(_ node: ConfigValue?) -> ConfigValue {
      let value = node?["external"] ?? .null
      return value.isMap ? ConfigValue.map(value.entries.filter { $0.value != .null }).sortedByKey : .null
    }
    return compared(before) == compared(now)
  }

  private var sameParents: Bool {
    func ids(_ node: ConfigValue?) -> Set<String> { Set(node?["depends_on"]?["nodes"]?.stringList ?? []) }
    return ids(before) == ids(now)
  }

  private func same(_ keys: String...) -> Bool {
    keys.allSatisfy { (before?[$0] ?? .null).sortedByKey == (now[$0] ?? .null).sortedByKey }
  }

  /// Whether two values agree but for what is null in one of them: defaults may be written or left out.
  private func same(inside key: String) -> Bool {
    Self.withoutNulls(before?[key] ?? .null) == Self.withoutNulls(now[key] ?? .null)
  }

  private static func withoutNulls(_ value: ConfigValue) -> ConfigValue {
    switch value {
    case .map(let entries):
      .map(
        entries.filter { $0.value != .null && $0.key != "input_measures" }.map {
          ConfigEntry($0.key, withoutNulls($0.value))
        }
      ).sortedByKey
    case .list(let members): .list(members.map(withoutNulls))
    default: value
    }
  }
}
