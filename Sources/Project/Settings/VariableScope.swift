/// The vars of a project: who sees which value.
struct VariableScope: Sendable {
  /// From the command line; over everything.
  let commandLine: [String: ConfigValue]
  /// The root project's `vars:`.
  let root: ConfigValue
  /// The `vars:` of installed packages by name.
  let packages: [String: ConfigValue]

  /// The value a node of a package sees.
  func value(_ name: String, in package: String) -> ConfigValue? {
    if let value = commandLine[name] { return value }
    if let value = Self.value(name, in: package, of: root) { return value }
    return packages[package].flatMap { Self.value(name, in: package, of: $0) }
  }

  private static func value(_ name: String, in package: String, of vars: ConfigValue) -> ConfigValue? {
    vars[package]?[name] ?? vars[name]
  }

  /// All names a node of a package sees, for messages.
  func names(in package: String) -> [String] {
    var names = Set(commandLine.keys)
    for vars in [root, packages[package] ?? .map([])] {
      names.formUnion(vars.entries.map(\.key))
      names.formUnion(vars[package]?.entries.map(\.key) ?? [])
    }
    return names.sorted()
  }
}
