import YAML

/// A generic test as a properties file declares it, before its node is known.
struct TestDeclaration: Sendable {
  /// The package named before the dot, if one was: `dbt_utils`.
  var namespace: String?
  /// The test's name: `not_null`.
  var name: String
  /// Arguments by name, without `column_name` and without configuration.
  var arguments: [ConfigEntry]
  /// Configuration: from `config:` and from the old flat keys.
  var config: [ConfigEntry]
  var customName: String?
  var description: String
  var column: ColumnProperties?
  var location: SourceLocation

  /// Keys that configure a test when they stand among its arguments.
  static let configKeys = [
    "severity", "tags", "enabled", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures",
    "store_failures_as", "meta", "database", "schema", "alias",
  ]

  /// `namespace.name`, or the name alone.
  var qualifiedName: String { namespace.map { "\($0).\(name)" } ?? name }

  /// The column as the test's SQL names it.
  var columnArgument: String? {
    column.map { $0.quote ? "\"\($0.name)\"" : $0.name }
  }

  init?(_ node: YAMLNode, column: ColumnProperties?, file: String, log: MessageLog) {
    self.column = column
    location = SourceLocation(node, file: file)
    var written: String
    var body: YAMLMapping?
    if let text = node.string {
      written = text
    } else if let mapping = node.mapping, let name = mapping["test_name"]?.string {
      written = name
      body = YAMLMapping(mapping.entries.filter { $0.key.text != "test_name" })
    } else if let mapping = node.mapping, let entry = mapping.entries.first, mapping.count == 1 {
      written = entry.key.text
      body = entry.value.mapping
      if body == nil, !entry.value.isNull {
        log.error(
          "the arguments of test '\(written)' are \(entry.value.kindInWords), not a mapping",
          at: SourceLocation(entry.value, file: file), hint: "write them as 'argument: value' below the test's name")
        return nil
      }
    } else {
      log.error(
        node.mapping == nil
          ? "a test is \(node.kindInWords), not a name or a mapping"
          : "a test has \(node.mapping?.count ?? 0) keys beside each other, not one name",
        at: location, hint: "indent its arguments below its name")
      return nil
    }
    if let dot = written.firstIndex(of: ".") {
      namespace = String(written[..<dot])
      written = String(written[written.index(after: dot)...])
    }
    name = written
    arguments = []
    config = []
    description = ""
    readBody(body, file: file, log: log)
  }

  private mutating func readBody(_ body: YAMLMapping?, file: String, log: MessageLog) {
    var nested: [ConfigEntry] = []
    for entry in body?.entries ?? [] {
      let key = entry.key.text
      switch key {
      case "config":
        nested = ConfigValue(entry.value).entries
      case "arguments" where entry.value.mapping != nil:
        arguments += ConfigValue(entry.value).entries
      case "name":
        customName = ConfigValue(entry.value).scalarText
      case "description":
        description = ConfigValue(entry.value).scalarText ?? ""
      case "model":
        log.error(
          "a test may not have the argument 'model'; it is the node the test stands on",
          at: SourceLocation(entry.key, file: file), hint: "remove it")
      default:
        let value = ConfigValue(entry.value)
        if Self.configKeys.contains(key) {
          if value != .null { config.append(ConfigEntry(key, value)) }
        } else {
          arguments.append(ConfigEntry(key, value))
        }
      }
    }
    // dbt takes the known keys in its own order, whatever order they were written in.
    let flat = config
    config = Self.configKeys.compactMap { key in
      flat.first { $0.key == key } ?? nested.first { $0.key == key && $0.value != .null }
    }
    config += nested.filter { !Self.configKeys.contains($0.key) }
  }
}
