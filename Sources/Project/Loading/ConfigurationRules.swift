import Jinja

/// What a node's configuration must say before anything runs: what dbt refuses while it reads a project, and what would
/// otherwise be found only after other nodes were built.
struct ConfigurationRules {
  let nodes: [Node]
  let state: ProjectState
  let log: MessageLog

  private static let strategies: Set<String> = [
    "default", "append", "merge", "delete+insert", "insert_overwrite", "microbatch", "insert+replace",
  ]

  func check() {
    for node in nodes {
      if node.resourceType == .snapshot { checkSnapshot(node) }
      if node.materialization == .incremental { checkStrategy(node) }
      checkCarrying(node)
      for hook in node.hooks(.before) + node.hooks(.after) { checkSyntax(hook.sql, at: hook.location, node: node.id) }
    }
    for package in state.packages.values {
      for hook in package.file.onRunStart + package.file.onRunEnd { checkSyntax(hook.sql, at: hook.location) }
    }
  }

  private func checkSnapshot(_ node: Node) {
    func refuse(_ text: String, _ hint: String) { log.error(text, at: node.location, hint: hint, node: node.id) }
    guard let strategy = node.config.string("strategy"), !node.config.uniqueKey.isEmpty else {
      refuse(
        "a snapshot needs a strategy (timestamp or check) and a unique_key",
        "configure them, as in strategy='timestamp', unique_key='id', updated_at='updated_at'")
      return
    }
    let checked = node.config["check_cols"].flatMap { $0 == .null ? nil : $0 }
    if strategy == "timestamp", node.config.string("updated_at") == nil {
      refuse(
        "a snapshot with the timestamp strategy needs updated_at", "name the column that says when a row was changed")
    } else if strategy == "check", checked == nil {
      refuse("a snapshot with the check strategy needs check_cols", "give a list of columns, or 'all'")
    }
  }

  /// How a node is carried, in words that dbt does not have and so would not miss.
  private func checkCarrying(_ node: Node) {
    func warn(_ key: String, _ hint: String) {
      log.warning(
        "\(key) of '\(node.name)' cannot be understood, and is not heeded", at: node.location, hint: hint, node: node.id
      )
    }
    if let word = node.config["on_error"], word != .null, !["continue", "skip_children"].contains(word.scalarText) {
      warn("on_error", "write continue or skip_children; of one parent alone: continue_with_last_good: [its_name]")
    }
    for key in ["retries", "retry_delay", "timeout", "max_close_share"] {
      guard let value = node.config[key], value != .null else { continue }
      if (value.doubleValue ?? -1) < 0 { warn(key, "write a number\(key == "timeout" ? " of seconds" : "")") }
    }
    guard let parents = node.config["continue_with_last_good"]?.stringList else { return }
    let there = node.dependsOn.map { String($0.rawValue.split(separator: ".").last ?? "") }
    for name in parents where !there.contains(name) {
      log.warning(
        "continue_with_last_good of '\(node.name)' names '\(name)', which it does not read", at: node.location,
        hint: NearMiss.best(name, among: there).map { "did you mean '\($0)'?" }, node: node.id)
    }
  }

  private func checkStrategy(_ node: Node) {
    guard let word = node.config.string("incremental_strategy")?.lowercased(), !Self.strategies.contains(word) else {
      return
    }
    let name = "get_incremental_\(String(word.map { $0 == "+" ? "_" : $0 }))_sql"
    let isOwn = state.macros.all.contains { $0.name == name || $0.name.hasSuffix("__" + name) }
    guard !isOwn else { return }
    // The first build does without it; only when rows are to be added to those there it is a mistake.
    log.warning(
      "incremental_strategy '\(word)' is not known", at: node.location,
      hint: NearMiss.best(word, among: Self.strategies).map { "did you mean '\($0)'?" }
        ?? "use append, merge, delete+insert, insert_overwrite or microbatch, or write the macro '\(name)'",
      node: node.id)
  }

  /// A hook is rendered when it is due; whether it can be read at all is known now.
  private func checkSyntax(_ text: String, at place: SourceLocation, node: NodeID? = nil) {
    guard text.contains("{") else { return }
    do throws(JinjaError) {
      _ = try Template(parsing: text, name: place.file, syntax: MacroFiles.syntax)
    } catch {
      var message = ProjectMessage(error, node: node)
      if let found = message.location { message.location = found.inside(place) }
      log.add(message)
    }
  }
}

extension SourceLocation {
  /// A place counted from the start of a text that itself begins at `start`.
  func inside(_ start: SourceLocation) -> SourceLocation {
    SourceLocation(
      file: start.file, line: start.line + line - 1, column: line == 1 ? start.column + column - 1 : column)
  }
}
