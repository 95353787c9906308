/// What artifacts say of a model's contract: constraints whole, and one checksum over all that is promised.
enum ContractState {
  static func contract(of node: Node) -> ConfigValue {
    let contract = node.config["contract"]
    return .map([
      ConfigEntry("enforced", contract?["enforced"] ?? .bool(false)),
      ConfigEntry("alias_types", contract?["alias_types"] ?? .bool(true)),
      ConfigEntry("checksum", checksum(of: node).map { .string($0) } ?? .null),
    ])
  }

  /// A constraint with what its author left out.
  static func constraint(_ value: ConfigValue, ofModel: Bool) -> ConfigValue {
    var fields: [ConfigEntry] = [
      ConfigEntry("type", value["type"] ?? .null), ConfigEntry("name", value["name"] ?? .null),
      ConfigEntry("expression", value["expression"] ?? .null),
      ConfigEntry("warn_unenforced", value["warn_unenforced"] ?? .bool(true)),
      ConfigEntry("warn_unsupported", value["warn_unsupported"] ?? .bool(true)),
      ConfigEntry("to", value["to"] ?? .null), ConfigEntry("to_columns", .list(value["to_columns"]?.asList ?? [])),
    ]
    if ofModel { fields.append(ConfigEntry("columns", .list(value["columns"]?.asList ?? []))) }
    return .map(fields)
  }

  /// dbt's digest: columns by name with types and constraints as Python shows them, then the model's own constraints.
  private static func checksum(of node: Node) -> String? {
    guard node.resourceType == .model, node.config["contract"]?["enforced"] == .bool(true) else { return nil }
    var text = ""
    for column in node.columns.sorted(by: { $0.name < $1.name }) {
      text += "|\(column.name)\(column.dataType ?? "None")"
      text += "[" + column.constraints.map { shown($0, ofModel: false) }.joined(separator: ", ") + "]"
    }
    if [.table, .incremental].contains(node.materialization) {
      text += node.materialization.word
      text += "[" + node.details.constraints.map { shown($0, ofModel: true) }.joined(separator: ", ") + "]"
    }
    return SHA256.hex(text)
  }

  private static func shown(_ value: ConfigValue, ofModel: Bool) -> String {
    let fields = constraint(value, ofModel: ofModel).entries.map { entry in
      if entry.key == "type" {
        let word = entry.value.scalarText ?? ""
        return "type=<ConstraintType.\(word): '\(word)'>"
      }
      return "\(entry.key)=\(entry.value.pythonRepr)"
    }
    return (ofModel ? "ModelLevelConstraint(" : "ColumnLevelConstraint(") + fields.joined(separator: ", ") + ")"
  }

  /// The columns a constraint declares as the key; else those that are tested as one.
  static func primaryKey(of node: Node, _ project: LoadedProject) -> [String] {
    for constraint in node.details.constraints where constraint["type"]?.stringValue == "primary_key" {
      return constraint["columns"]?.stringList ?? []
    }
    for column in node.columns where column.constraints.contains(where: { $0["type"]?.stringValue == "primary_key" }) {
      return [column.name]
    }
    var unique: Set<String> = []
    var notNull: Set<String> = []
    for id in project.graph.children[node.id] ?? [] {
      guard let test = project.graph[id]?.test, test.attachedNode == node.id else { continue }
      let columns = test.columnName.map { [$0] } ?? test.arguments["combination_of_columns"]?.stringList ?? []
      switch test.genericName?.split(separator: ".").last {
      case "unique", "unique_combination_of_columns": unique.formUnion(columns)
      case "not_null": notNull.formUnion(columns)
      default: break
      }
    }
    let both = unique.intersection(notNull)
    return (both.isEmpty ? unique : both).sorted()
  }

  /// A day as dbt writes it: an instant.
  static func date(_ text: String) -> String { text.count == 10 ? text + "T00:00:00+00:00" : text }
}
