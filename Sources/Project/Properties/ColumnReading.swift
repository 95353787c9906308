import YAML

/// Columns and tests out of a node's properties.
struct ColumnReading {
  let file: String
  let log: MessageLog
  /// Renders descriptions (`doc()`), tags and meta.
  let render: (YAMLNode) -> ConfigValue

  /// The columns of an entry, with the tests declared on each.
  func columns(of entry: YAMLNode) -> (columns: [ColumnProperties], tests: [TestDeclaration]) {
    var columns: [ColumnProperties] = []
    var tests: [TestDeclaration] = []
    guard let list = entry["columns"], !list.isNull else { return ([], []) }
    guard let members = list.sequence else {
      log.error(
        "'columns' is \(list.kindInWords), not a list", at: SourceLocation(list, file: file),
        hint: "write each column as '- name: …'")
      return ([], [])
    }
    for member in members {
      // `include`/`exclude` of versioned models are read where versions are.
      if member["include"] != nil { continue }
      guard let name = member["name"].flatMap({ ConfigValue($0).scalarText }) else {
        log.error("a column has no name", at: SourceLocation(member, file: file), hint: "add 'name: …' to it")
        continue
      }
      warnOfSlips(member, name)
      let column = column(named: name, member)
      columns.append(column)
      tests += self.tests(of: member, column: column)
    }
    return (columns, tests)
  }

  private static let keys = [
    "name", "description", "data_type", "data_tests", "tests", "meta", "tags", "quote", "constraints", "config",
    "policy_tags", "dimension", "entity", "granularity",
  ]

  /// A key that is nearly one of those of a column was meant to be it; others are the author's own affair.
  private func warnOfSlips(_ column: YAMLNode, _ name: String) {
    for entry in column.mapping?.entries ?? [] where !Self.keys.contains(entry.key.text) {
      guard let meant = NearMiss.best(entry.key.text, among: Self.keys) else { continue }
      log.warning(
        "unknown key '\(entry.key.text)' in the column '\(name)'", at: SourceLocation(entry.key, file: file),
        hint: "did you mean '\(meant)'?")
    }
  }

  private func column(named name: String, _ node: YAMLNode) -> ColumnProperties {
    let config = node["config"].map(render) ?? .map([])
    var tags = node["tags"].map { render($0).stringList ?? [] } ?? []
    tags += config["tags"]?.stringList ?? []
    var meta = node["meta"].map(render) ?? .map([])
    if let more = config["meta"] { meta = meta.merging(more) }
    return ColumnProperties(
      name: name, dataType: node["data_type"].flatMap { ConfigValue($0).scalarText },
      description: node["description"].map { render($0).scalarText ?? "" } ?? "",
      quote: node["quote"]?.bool ?? false, tags: tags, meta: meta,
      constraints: node["constraints"]?.sequence?.map { ConfigValue($0) } ?? [])
  }

  /// The tests an entry or one of its columns declares.
  func tests(of node: YAMLNode, column: ColumnProperties? = nil) -> [TestDeclaration] {
    var declarations: [TestDeclaration] = []
    for key in ["tests", "data_tests"] {
      guard let list = node[key], !list.isNull else { continue }
      guard let members = list.sequence else {
        log.error(
          "'\(key)' is \(list.kindInWords), not a list", at: SourceLocation(list, file: file),
          hint: "write each test as '- not_null'")
        continue
      }
      for member in members {
        if let test = TestDeclaration(member, column: column, file: file, log: log) { declarations.append(test) }
      }
    }
    return declarations
  }
}
