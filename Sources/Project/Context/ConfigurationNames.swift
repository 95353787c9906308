import Jinja

extension ContextNames {
  /// `config`, `var`, `target`, and what belongs to the project rather than to the node.
  static let configuration: [String: Factory] = [
    "config": { .object(ConfigObject($0)) },
    "var": { .object(VariableObject($0)) },
    "target": { .dict($0.state.targetFields.map { ($0.key, $0.value.jinja) }) },
    "project_name": { .string($0.state.root.name) },
    "database": { .string($0.node?.relation?.database ?? $0.state.target.database) },
    "schema": { .string($0.node?.relation?.schema ?? $0.state.target.schema) },
    "flags": { context in
      context.state.reads.noteFlags()
      return .dict([
        ("FULL_REFRESH", .bool(context.execution?.context.fullRefresh ?? context.state.options.fullRefresh)),
        ("STORE_FAILURES", .bool(context.state.options.storeFailures)),
        ("WHICH", .string(context.state.options.command)), ("EMPTY", .bool(context.execution?.context.empty ?? false)),
        ("PROFILES_DIR", .string(context.state.options.profilesDirectory ?? "")), ("DEBUG", .bool(false)),
        ("FAIL_FAST", .bool(false)), ("INTROSPECT", .bool(true)), ("LOG_FORMAT", .string("default")),
        ("WARN_ERROR", .none), ("WRITE_JSON", .bool(true)), ("USE_COLORS", .bool(false)),
        ("PARTIAL_PARSE", .bool(true)),
        ("VERSION_CHECK", .bool(true)), ("USE_EXPERIMENTAL_PARSER", .bool(false)), ("STATIC_PARSER", .bool(true)),
        ("INDIRECT_SELECTION", .string("eager")), ("TARGET_PATH", .string(context.state.root.file.targetPath)),
        ("CACHE_SELECTED_ONLY", .bool(false)), ("SEND_ANONYMOUS_USAGE_STATS", .bool(false)), ("QUIET", .bool(false)),
        ("NO_PRINT", .none), ("PRINTER_WIDTH", .int(80)),
        ("INVOCATION_COMMAND", .string("dbt " + context.state.options.command)),
      ])
    },
  ]
}

/// `config(…)`, `config.get(…)`, `config.require(…)`.
final class ConfigObject: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "config" }
  var isCallable: Bool { true }

  func call(_ arguments: CallArguments) throws -> Value {
    var entries = arguments.keyword.map { ($0.name, $0.value) }
    if let first = arguments.positional.first {
      guard case .dict(let dict) = first, arguments.positional.count == 1, entries.isEmpty else {
        throw Failure(.type, "config() takes names with values: config(materialized='table')")
      }
      entries = dict.entries.map { ($0.key.str(), $0.value) }
    }
    if case .parsing = context.phase {
      for (name, value) in entries { context.record.config.append(ConfigEntry(name, ConfigValue(value))) }
    }
    return .string("")
  }

  func attribute(_ name: String) throws -> Value? {
    let context = self.context
    switch name {
    case "get", "meta_get":
      return context.function("config.get") { context, arguments in
        let values = try arguments.bind("get", ["name", "default", "validator"], required: 1)
        let name = values[0]?.str() ?? ""
        return Self.value(name, in: context) ?? values[1] ?? .none
      }
    case "require", "meta_require":
      return context.function("config.require") { context, arguments in
        let name = try arguments.bind("require", ["name", "validator"], required: 1)[0]?.str() ?? ""
        if let value = Self.value(name, in: context), !value.isNone { return value }
        // While the project is read not all configuration is known yet.
        if case .parsing = context.phase { return .string("") }
        throw Failure(.runtime, "this node needs the configuration '\(name)'")
      }
    case "set":
      return context.function("config.set") { context, arguments in
        if arguments.positional.count == 2 {
          context.record.config.append(
            ConfigEntry(arguments.positional[0].str(), ConfigValue(arguments.positional[1])))
        }
        return .string("")
      }
    case "persist_relation_docs", "persist_column_docs":
      let key = name == "persist_relation_docs" ? "relation" : "columns"
      return context.function(name) { context, _ in
        .bool(context.node?.config["persist_docs"]?[key]?.boolValue ?? false)
      }
    case "model": return context.value("model")
    default: return nil
    }
  }

  private static func value(_ name: String, in context: NodeContext) -> Value? {
    let key = NodeConfig.canonicalKey(name)
    if case .parsing = context.phase {
      if let entry = context.record.config.last(where: { NodeConfig.canonicalKey($0.key) == key }) {
        return entry.value.jinja
      }
    }
    guard let value = context.node?.config[key] ?? context.node?.config["meta"]?[name], value != .null else {
      return nil
    }
    return value.jinja
  }
}

/// `var(name, default)` and `var.has_var(name)`.
final class VariableObject: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "Var" }
  var isCallable: Bool { true }

  func call(_ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind("var", ["var_name", "default"], required: 1)
    let name = values[0]?.str() ?? ""
    if let value = lookup(name) {
      context.record.inputs["var:" + name] = JSONText.compact(value)
      return value.jinja
    }
    if let fallback = values[1] { return fallback }
    let known = context.state.variables.names(in: context.package)
    let hint =
      NearMiss.best(name, among: known).map { "did you mean '\($0)'?" } ?? "give it under 'vars:' or with --vars"
    throw Failure(.runtime, "the var '\(name)' has no value; \(hint)")
  }

  private func lookup(_ name: String) -> ConfigValue? {
    if let value = context.execution?.context.unitTest?.vars[name] { return value }
    if name == "as_of_date", let day = context.execution?.context.asOf { return .string(day) }
    return context.state.variables.value(name, in: context.package)
  }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "has_var":
      return context.function("has_var") { [unowned self] _, arguments in
        .bool(arguments.positional.first.flatMap { self.lookup($0.str()) } != nil)
      }
    default: return nil
    }
  }
}
