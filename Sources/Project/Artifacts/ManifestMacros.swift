/// Macros and docs blocks as `manifest.json` writes them.
enum ManifestMacros {
  /// - Parameter completed: Whether macros that came with the program, and that something here depends on, are among
  ///   them: a reader who follows a dependency finds it.
  static func value(of project: LoadedProject, completed: Bool = true) -> ConfigValue {
    guard let state = project.state else { return .map([]) }
    var macros = state.macros.all
    if completed { macros += reachable(of: project, from: macros, state.macros) }
    let known = Set(macros.map(\.id))
    return .map(
      macros.sorted { $0.id < $1.id }.map { macro in
        let path = path(macro.location.file, of: macro.package, state)
        let properties = state.macroProperties["\(macro.package).\(macro.name)"]
        return ConfigEntry(
          macro.id,
          .map([
            ConfigEntry("name", .string(macro.name)), ConfigEntry("resource_type", .string("macro")),
            ConfigEntry("package_name", .string(macro.package)), ConfigEntry("path", .string(path)),
            ConfigEntry("original_file_path", .string(path)), ConfigEntry("unique_id", .string(macro.id)),
            ConfigEntry("macro_sql", .string(macro.ownText)),
            ConfigEntry(
              "depends_on",
              .map([ConfigEntry("macros", .list(calls(in: macro, state.macros, known).map { .string($0) }))])),
            ConfigEntry("description", properties?.value["description"] ?? .string("")),
            ConfigEntry("meta", properties?.value["config"]?["meta"] ?? properties?.value["meta"] ?? .map([])),
            ConfigEntry(
              "docs",
              .map([ConfigEntry("show", .bool(true)), ConfigEntry("node_color", .null)])
                .merging(properties?.value["docs"] ?? .map([]))),
            ConfigEntry("patch_path", properties.map { .string("\(macro.package)://\($0.file)") } ?? .null),
            ConfigEntry("arguments", .list((properties?.value["arguments"]?.asList ?? []).map(argument))),
            ConfigEntry("created_at", .double(0)),
            ConfigEntry(
              "supported_languages", macro.name.hasPrefix("materialization_") ? .list([.string("sql")]) : .null),
          ]))
      })
  }

  /// The macros that came with the program and that nodes and macros of the project lead to.
  private static func reachable(
    of project: LoadedProject, from own: [MacroEntry], _ catalog: MacroCatalog
  ) -> [MacroEntry] {
    let known = Set((own + catalog.allBuiltIn).map(\.id))
    var queue = Set(project.graph.nodes.values.flatMap(\.macroDependencies)).sorted()
    queue += own.flatMap { calls(in: $0, catalog, known) }
    var found: [String: MacroEntry] = [:]
    while let id = queue.popLast() {
      guard found[id] == nil, let macro = catalog.entry(id: id), macro.isBuiltIn else { continue }
      found[id] = macro
      queue += calls(in: macro, catalog, known)
    }
    return Array(found.values)
  }

  private static func argument(_ value: ConfigValue) -> ConfigValue {
    .map([
      ConfigEntry("name", value["name"] ?? .null), ConfigEntry("type", value["type"] ?? .null),
      ConfigEntry("description", value["description"] ?? .string("")),
    ])
  }

  private static func path(_ file: String, of package: String, _ state: ProjectState) -> String {
    // `built-in dbt/types` came with the program.
    if file.hasPrefix("built-in ") { return "macros/" + file.dropFirst("built-in ".count) + ".sql" }
    guard let prefix = state.packages[package]?.shownPrefix, !prefix.isEmpty, file.hasPrefix(prefix) else {
      return file
    }
    return String(file.dropFirst(prefix.count))
  }

  /// The macros of the project that a macro's text calls.
  private static func calls(in macro: MacroEntry, _ catalog: MacroCatalog, _ known: Set<String>) -> [String] {
    var found: [String] = []
    for word in MacroText.calledNames(macro.ownText) {
      let parts = word.split(separator: ".").map(String.init)
      let entry =
        parts.count == 2
        ? catalog.macro(parts[1], in: parts[0])
        : catalog.visible(parts.last ?? "", from: macro.package) ?? catalog.builtIn(parts.last ?? "")
      guard let entry, known.contains(entry.id), entry.id != macro.id, !found.contains(entry.id) else { continue }
      found.append(entry.id)
    }
    for (name, namespace) in MacroText.dispatched(macro.ownText) {
      guard let entry = catalog.dispatch(name, namespace: namespace, from: macro.package), known.contains(entry.id),
        !found.contains(entry.id)
      else { continue }
      found.append(entry.id)
    }
    return found
  }

  static func docs(of project: LoadedProject) -> ConfigValue {
    .map(
      (project.state?.docs.all ?? []).map { block in
        let id = "doc.\(block.package).\(block.name)"
        return ConfigEntry(
          id,
          .map([
            ConfigEntry("name", .string(block.name)), ConfigEntry("resource_type", .string("doc")),
            ConfigEntry("package_name", .string(block.package)),
            ConfigEntry("path", .string(SearchRoots.below(block.file))),
            ConfigEntry("original_file_path", .string(block.file)), ConfigEntry("unique_id", .string(id)),
            ConfigEntry("block_contents", .string(block.text)),
          ]))
      })
  }
}

extension MacroEntry {
  /// The macro's own block out of its file.
  var ownText: String { MacroText.block(name, in: text) }
}

/// The hooks of the run as `manifest.json` writes them: operations.
enum ManifestOperations {
  static func entries(of project: LoadedProject) -> [ConfigEntry] {
    guard let state = project.state else { return [] }
    var entries: [ConfigEntry] = []
    for package in state.packages.values.sorted(by: { $0.name < $1.name }) {
      for tag in ["on-run-start", "on-run-end"] {
        for (index, sql) in package.writtenHooks(tag).enumerated() {
          let name = "\(package.name)-\(tag)-\(index)"
          var node = Node(
            id: NodeID("operation.\(package.name).\(name)"), resourceType: .operation, name: name,
            package: package.name, fqn: [package.name, "hooks", name],
            location: SourceLocation(file: "./dbt_project.yml"), rawCode: sql,
            config: NodeConfig.defaults(for: .operation))
          node.details.path = "hooks/\(name).sql"
          node.details.alias = name
          node.details.checksum = SHA256.hex(trimmedCode(sql))
          let fields = ManifestNodes.fields(of: node, in: project).setting("tags", to: .list([.string(tag)]))
            .setting("relation_name", to: .null).setting("index", to: .int(index))
          entries.append(ConfigEntry(node.id.rawValue, fields))
        }
      }
    }
    return entries
  }
}
