import Jinja

/// Makes test nodes out of declarations.
struct GenericTestReader: Sendable {
  let state: ProjectState
  let log: MessageLog

  /// The test a declaration stands for; nil when it is wrong, which is told.
  func draft(_ declaration: TestDeclaration, on target: Node, patchPath: String, pathBelowRoot: String, package: String)
    -> Draft?
  {
    guard let macro = state.macros.test(declaration.name, namespace: declaration.namespace, from: package) else {
      let hint = NearMiss.best(declaration.qualifiedName, among: state.macros.testNames)
      log.error(
        "there is no test '\(declaration.qualifiedName)'", at: declaration.location,
        hint: hint.map { "did you mean '\($0)'?" }
          ?? "define it with {% test \(declaration.name)(model) %}, or correct its name")
      return nil
    }
    check(declaration, against: macro)
    var arguments = declaration.arguments
    if let column = declaration.columnArgument { arguments.insert(ConfigEntry("column_name", .string(column)), at: 0) }
    let isSource = target.resourceType == .source
    let targetName =
      isSource
      ? "\(target.source?.sourceName ?? "")_\(target.name)"
      : target.details.version.map { "\(target.name)_v\($0)" } ?? target.name
    var typeName = (isSource ? "source_" : "") + declaration.name
    if let space = declaration.namespace { typeName = "\(space)_\(typeName)" }
    var names = TestNaming.names(test: typeName, target: targetName, arguments: arguments)
    if let custom = declaration.customName { names = (custom, custom) }
    let model = Self.modelArgument(of: target)
    let hash = TestNaming.hash(
      name: names.full, namespace: declaration.namespace, test: declaration.name,
      arguments: arguments + [ConfigEntry("model", .string(model))])

    let folders = pathBelowRoot.split(separator: "/").dropLast().map(String.init)
    var node = Node(
      id: NodeID("test.\(package).\(names.full).\(hash)"), resourceType: .test, name: names.full, package: package,
      fqn: [package] + folders + [names.full], location: declaration.location)
    node.description = declaration.description
    node.details.path = names.short + ".sql"
    node.rawCode = Self.rawCode(declaration, alias: names.short == names.full ? nil : names.short)
    node.macroDependencies = [macro.id]
    // dbt reads the arguments of all but its plainest tests as templates, and the model stands among them.
    if !["macro.dbt.test_unique", "macro.dbt.test_not_null"].contains(macro.id) {
      node.macroDependencies.append("macro.dbt.get_where_subquery")
    }
    node.test = TestDefinition(
      genericName: declaration.qualifiedName, arguments: .map(declaration.arguments),
      columnName: declaration.columnArgument, attachedNode: target.id)
    var draft = Draft(node: node)
    draft.declared = declaration.config
    if names.short != names.full, !declaration.config.contains(where: { $0.key == "alias" }) {
      draft.declared.append(ConfigEntry("alias", .string(names.short)))
    }
    let tags = (declaration.column?.tags ?? []) + (isSource ? target.config.tags : [])
    if !tags.isEmpty { draft.declared.append(ConfigEntry("tags", .list(tags.map { .string($0) }))) }
    if isSource, let source = target.source {
      draft.node.details.sources = [SourceCall(source: source.sourceName, table: source.tableName)]
    } else {
      draft.node.details.refs = [RefCall(name: target.name, version: target.details.version)]
    }
    if macro.package == "dbt", macro.isBuiltIn {
      collectReferences(of: arguments, into: &draft)
    } else {
      render(&draft)
    }
    return draft
  }

  /// The `model` argument as dbt writes it, which is part of a test's id.
  static func modelArgument(of target: Node) -> String {
    let reference =
      target.source.map { "source('\($0.sourceName)', '\($0.tableName)')" }
      ?? (target.details.version.map { "ref('\(target.name)', version='\($0)')" } ?? "ref('\(target.name)')")
    return "{{ get_where_subquery(\(reference)) }}"
  }

  private static func rawCode(_ declaration: TestDeclaration, alias: String?) -> String {
    let macro = (declaration.namespace.map { $0 + "." } ?? "") + "test_" + declaration.name
    var config = declaration.config
    if let alias, !config.contains(where: { $0.key == "alias" }) { config.append(ConfigEntry("alias", .string(alias))) }
    let settings = config.map { entry in
      if case .string(let text) = entry.value {
        return "\(entry.key)=\""
          + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
      }
      return "\(entry.key)=\(entry.value.pythonText)"
    }
    let suffix = settings.isEmpty ? "" : "{{ config(\(settings.joined(separator: ","))) }}"
    return "{{ \(macro)(**_dbt_generic_test_kwargs) }}\(suffix)"
  }

  /// Arguments the macro does not take, and those it needs, are told before anything runs.
  private func check(_ declaration: TestDeclaration, against macro: MacroEntry) {
    let known = macro.definition.parameters
    if macro.definition.takesKeywords { return }
    for argument in declaration.arguments where !known.contains(argument.key) {
      let hint =
        argument.key == "mostly"
        ? "put it under config, as in config: {mostly: 0.95}"
        : NearMiss.best(argument.key, among: known).map { "did you mean '\($0)'?" }
      let offered = known.filter { $0 != "model" && $0 != "column_name" }
      log.error(
        "test '\(declaration.qualifiedName)' takes no argument '\(argument.key)'", at: declaration.location,
        hint: hint ?? (offered.isEmpty ? "it takes none" : "it takes: \(offered.joined(separator: ", "))"))
    }
  }

  /// Runs the test's macro as dbt does while it reads a project: it may configure the test and refer to nodes.
  private func render(_ draft: inout Draft) {
    let context = NodeContext(state: state, node: draft.node, package: draft.node.package, phase: .parsing)
    do throws(JinjaError) {
      _ = try GenericTestSQL.text(of: draft.node, in: context)
    } catch {
      var message = ProjectMessage(error, node: draft.node.id)
      if error.macroStack.isEmpty { message.location = draft.node.location }
      log.add(message)
    }
    SQLNodeReader(state: state, log: log).take(context.record, into: &draft)
    // What the properties say of this one test stands over what its macro sets for all.
    let declared = Set(draft.declared.map { NodeConfig.canonicalKey($0.key) })
    draft.inFile.removeAll { declared.contains(NodeConfig.canonicalKey($0.key)) }
  }

  /// Arguments may point at other nodes: `to: ref('customers')`.
  private func collectReferences(of arguments: [ConfigEntry], into draft: inout Draft) {
    guard arguments.contains(where: { Self.mayHoldReference($0.value) }) else { return }
    let context = NodeContext(state: state, node: draft.node, package: draft.node.package, phase: .parsing)
    for argument in arguments where argument.key != "column_name" {
      do throws(JinjaError) {
        _ = try TestArguments.value(argument.value, in: context)
      } catch {
        var message = ProjectMessage(error, node: draft.node.id)
        message.location = draft.node.location
        log.add(message)
      }
    }
    for call in context.record.refs where !draft.node.details.refs.contains(call) {
      draft.node.details.refs.append(call)
    }
    for call in context.record.sources where !draft.node.details.sources.contains(call) {
      draft.node.details.sources.append(call)
    }
  }

  private static func mayHoldReference(_ value: ConfigValue) -> Bool {
    switch value {
    case .string(let text): text.holdsJinja || TestArguments.isCall(text)
    case .list(let members): members.contains(where: mayHoldReference)
    case .map(let entries): entries.contains { mayHoldReference($0.value) }
    default: false
    }
  }
}
