import YAML

/// `selectors.yml`: selections with names.
struct SelectorsFile {
  private var definitions: [String: SelectionExpression] = [:]
  /// The one with `default: true`.
  private(set) var standard: SelectionExpression?

  /// Reads the file beside `dbt_project.yml`; no file is no selectors.
  init(root: String) throws(SelectionError) {
    guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(root, "selectors.yml")) else { return }
    let node: YAMLNode
    do throws(YAMLError) {
      node = try YAML.parse(bytes, file: "selectors.yml")
    } catch {
      throw SelectionError(
        message: error.message, hint: error.advice, location: SourceLocation(error.position, file: "selectors.yml"))
    }
    for entry in node["selectors"]?.sequence ?? [] {
      guard let name = entry["name"]?.string, let definition = entry["definition"] else {
        throw Self.error("a selector needs a name and a definition", entry)
      }
      let expression = try Self.expression(definition)
      definitions[name] = expression
      if entry["default"]?.bool == true { standard = expression }
    }
  }

  /// The file's selectors as artifacts have them, by name.
  static func written(_ root: String) -> ConfigValue {
    guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(root, "selectors.yml")),
      let node = try? YAML.parse(bytes, file: "selectors.yml")
    else { return .map([]) }
    return .map(
      (node["selectors"]?.sequence ?? []).compactMap { entry in
        entry["name"]?.string.map { ConfigEntry($0, ConfigValue(entry)) }
      })
  }

  /// A selection by name.
  func expression(named name: String) throws(SelectionError) -> SelectionExpression {
    if let expression = definitions[name] { return expression }
    let hint = NearMiss.best(name, among: definitions.keys).map { "did you mean '\($0)'?" }
    throw SelectionError(
      message: "there is no selector '\(name)'",
      hint: hint
        ?? (definitions.isEmpty
          ? "define it in selectors.yml" : "selectors.yml has: \(definitions.keys.sorted().joined(separator: ", "))"))
  }

  private static func error(_ message: String, _ node: YAMLNode, hint: String? = nil) -> SelectionError {
    SelectionError(message: message, hint: hint, location: SourceLocation(node, file: "selectors.yml"))
  }

  private static func expression(_ node: YAMLNode) throws(SelectionError) -> SelectionExpression {
    if let text = node.scalar.map({ ConfigValue($0).scalarText ?? "" }) {
      return try SelectionExpression(words: [text])
    }
    guard let mapping = node.mapping else { throw error("a definition is a text or a mapping", node) }
    if let list = mapping["union"] { return try set(list, SelectionExpression.union) }
    if let list = mapping["intersection"] { return try set(list, SelectionExpression.intersection) }
    if mapping["method"] != nil { return try criterion(node) }
    guard let entry = mapping.entries.first, mapping.count == 1 else {
      throw error("a definition has union, intersection, method, or one method with its value", node)
    }
    return term(SelectionCriterion(method: entry.key.text, value: ConfigValue(entry.value).scalarText ?? ""))
  }

  /// A list of definitions, of which `exclude` entries are taken out of the rest.
  private static func set(_ list: YAMLNode, _ make: ([SelectionExpression]) -> SelectionExpression)
    throws(SelectionError) -> SelectionExpression
  {
    guard let members = list.sequence else { throw error("'union' and 'intersection' are lists", list) }
    var parts: [SelectionExpression] = []
    var excluded: [SelectionExpression] = []
    for member in members {
      if let exclude = member["exclude"], member.mapping?.count == 1 {
        for part in exclude.sequence ?? [] { excluded.append(try expression(part)) }
      } else {
        parts.append(try expression(member))
      }
    }
    let all = make(parts)
    return excluded.isEmpty ? all : .difference(all, .union(excluded))
  }

  private static func criterion(_ node: YAMLNode) throws(SelectionError) -> SelectionExpression {
    guard let method = node["method"]?.string, let value = node["value"].flatMap({ ConfigValue($0).scalarText }) else {
      throw error("a definition with 'method' needs a 'value'", node)
    }
    var criterion = SelectionCriterion(method: method, value: value)
    criterion.parents = node["parents"]?.bool ?? false
    criterion.children = node["children"]?.bool ?? false
    criterion.childrensParents = node["childrens_parents"]?.bool ?? false
    criterion.parentsDepth = node["parents_depth"]?.int
    criterion.childrenDepth = node["children_depth"]?.int
    if let word = node["indirect_selection"]?.string {
      guard let mode = IndirectSelection(rawValue: word) else {
        throw error("'\(word)' is no indirect selection", node, hint: "write eager, cautious, buildable or empty")
      }
      criterion.indirect = mode
    }
    let all = term(criterion)
    var excluded: [SelectionExpression] = []
    for part in node["exclude"]?.sequence ?? [] { excluded.append(try expression(part)) }
    return excluded.isEmpty ? all : .difference(all, .union(excluded))
  }

  private static func term(_ criterion: SelectionCriterion) -> SelectionExpression {
    criterion.method == "selector" ? .named(criterion.value) : .criterion(criterion)
  }
}
