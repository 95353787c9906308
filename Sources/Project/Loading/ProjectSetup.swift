import Jinja
import YAML

/// What must be known before any node is read: project files, target, vars, settings.
struct ProjectSetup {
  var root: Package
  /// The root first, then installed packages in order of name.
  var packages: [Package]
  var target: ProjectTarget
  var variables: VariableScope
  /// What `sluice.yml` says.
  var settings: ConfigValue
  var onRunStart: [ProjectHook]
  var onRunEnd: [ProjectHook]

  init?(root path: String, options: LoadOptions, log: MessageLog, reads: OutsideReads) {
    let early = EarlyRendering(options: options, log: log, reads: reads)
    settings = Self.settings(path, log: log)
    guard let preview = Self.read(path, prefix: "", log: MessageLog(), render: { node, _ in ConfigValue(node) }) else {
      _ = Self.read(path, prefix: "", log: log, render: { node, _ in ConfigValue(node) })
      return nil
    }
    early.vars = VariableScope(commandLine: Self.commandLine(options), root: preview.vars, packages: [:])
    early.package = preview.name
    let profiles = ProfileReader(root: path, options: options, log: log) { node, _ in
      early.value(node, file: "profiles.yml")
    }
    target = profiles.target(
      profileName: preview.profile.map { early.text($0) }, projectName: preview.name, settings: settings,
      searchRoots: preview.modelPaths + preview.macroPaths)
    early.target = target
    guard
      let file = Self.read(
        path, prefix: "", log: log, render: { node, _ in early.value(node, file: "dbt_project.yml") })
    else { return nil }
    root = Package(file: file, root: path, isRoot: true, shownPrefix: "")
    packages = [root]
    for package in PackageFolders(root: root, log: log).packages(render: { early.value($0, file: "dbt_project.yml") }) {
      packages.append(package)
    }
    var packageVars: [String: ConfigValue] = [:]
    for package in packages.dropFirst() { packageVars[package.name] = package.file.vars }
    variables = VariableScope(commandLine: Self.commandLine(options), root: file.vars, packages: packageVars)
    onRunStart = packages.dropFirst().flatMap(\.file.onRunStart) + file.onRunStart
    onRunEnd = packages.dropFirst().flatMap(\.file.onRunEnd) + file.onRunEnd
  }

  /// All that a reading of the project depends on besides its files, its flags and the environment.
  func cacheKey(_ options: LoadOptions) -> String {
    let program = FileStamp("/proc/self/exe")
    let target = [
      target.profileName, target.name, target.type, target.database, target.schema, "\(target.threads)",
      target.warehouseDirectory, target.stateDirectory, "\(target.isEmbedded)", target.standsInFor ?? "",
      JSONText.compact(target.fields),
    ]
    let parts =
      ["\(program?.inode ?? 0) \(program?.size ?? 0) \(program?.modified ?? 0)", root.root] + target
      + [JSONText.compact(options.vars), JSONText.compact(settings)]
    return SHA256.hex(parts.joined(separator: "\u{0}"))
  }

  private static func commandLine(_ options: LoadOptions) -> [String: ConfigValue] {
    var vars: [String: ConfigValue] = [:]
    for entry in options.vars.entries { vars[entry.key] = entry.value }
    return vars
  }

  private static func read(
    _ folder: String, prefix: String, log: MessageLog, render: @escaping (YAMLNode, String) -> ConfigValue
  ) -> ProjectFile? {
    ProjectFileReader(
      path: ProjectFolder.joined(folder, "dbt_project.yml"), shownPath: prefix + "dbt_project.yml", log: log,
      render: render
    ).read()
  }

  private static func settings(_ folder: String, log: MessageLog) -> ConfigValue {
    guard let bytes = ProjectFolder.bytes(ProjectFolder.joined(folder, "sluice.yml")) else { return .map([]) }
    do throws(YAMLError) {
      let node = try YAML.parse(bytes, file: "sluice.yml")
      if node.isNull { return .map([]) }
      guard node.mapping != nil else {
        log.error("sluice.yml is \(node.kindInWords), not a mapping", at: SourceLocation(node, file: "sluice.yml"))
        return .map([])
      }
      reportDuplicates(node, file: "sluice.yml", log: log)
      OwnSettings.check(node, log)
      return ConfigValue(node)
    } catch {
      log.add(ProjectMessage(error))
      return .map([])
    }
  }
}

/// Renders what must be read before the project's own context exists: `env_var`, `var` and `target` only.
final class EarlyRendering {
  private let options: LoadOptions
  private let log: MessageLog
  private let environment = ProjectRendering.makeEnvironment()
  var vars = VariableScope(commandLine: [:], root: .map([]), packages: [:])
  var package = ""
  var target: ProjectTarget?

  private let reads: OutsideReads

  init(options: LoadOptions, log: MessageLog, reads: OutsideReads) {
    self.reads = reads
    self.options = options
    self.log = log
  }

  func text(_ text: String) -> String {
    value(YAMLNode(.scalar(.string(text)), text: text), file: "dbt_project.yml").scalarText ?? text
  }

  func value(_ node: YAMLNode, file: String) -> ConfigValue {
    switch node.content {
    case .sequence(let members): return .list(members.map { value($0, file: file) })
    case .mapping(let mapping):
      return .map(mapping.map { ConfigEntry(keyText($0.key), value($0.value, file: file)) })
    case .scalar(.string(let text)) where text.holdsJinja:
      do throws(JinjaError) {
        let template = try Template(parsing: text, name: file)
        return ConfigValue(try environment.renderNative(template, context: context))
      } catch {
        log.error(
          error.message, at: SourceLocation(node, file: file), hint: "only env_var, var and target are known here")
        return .string(text)
      }
    case .scalar(let scalar): return ConfigValue(scalar)
    }
  }

  private var context: [String: Value] {
    var context: [String: Value] = [
      "env_var": .object(
        FunctionObject("env_var") { [options, reads] arguments in
          let name = arguments.positional.first?.str() ?? ""
          reads.note(variable: name)
          if let value = options.environment[name] { return .string(value) }
          if arguments.positional.count > 1 { return arguments.positional[1] }
          if let fallback = arguments["default"] { return fallback }
          throw Failure(.runtime, "the environment variable '\(name)' is not set; set it, or give env_var a default")
        }),
      "var": .object(
        FunctionObject("var") { [vars, package] arguments in
          let name = arguments.positional.first?.str() ?? ""
          if let value = vars.value(name, in: package) { return value.jinja }
          if arguments.positional.count > 1 { return arguments.positional[1] }
          if let fallback = arguments["default"] { return fallback }
          throw Failure(.runtime, "the var '\(name)' has no value; give it with --vars")
        }),
    ]
    if let target {
      context["target"] = .dict([
        ("name", .string(target.name)), ("schema", .string(target.schema)), ("database", .string(target.database)),
        ("type", .string(target.type)), ("profile_name", .string(target.profileName)),
        ("threads", .int(target.threads)),
      ])
    }
    return context
  }
}
