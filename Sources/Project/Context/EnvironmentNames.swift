import Jinja

extension ContextNames {
  /// `env_var`, `invocation_id`, `run_started_at` and other facts of the process.
  static let environment: [String: Factory] = [
    "env_var": { $0.function("env_var", environmentVariable) },
    "invocation_id": { context in
      context.record.readsRunIdentity = true
      return .string(context.execution?.context.invocationID ?? "")
    },
    "run_started_at": { context in
      context.record.readsRunIdentity = true
      return .object(DateTimeObject(.init(secondsSince1970: context.execution?.context.runStartedAt ?? 0, offset: 0)))
    },
    "dbt_version": { _ in .string("1.10.0") },
    "execute": { .bool($0.execution != nil) },
    "thread_id": { _ in .string("Thread-1") },
    "dbt_metadata_envs": { context in
      // Which variables there are is not told by any of them: what is made of it holds for this process alone.
      context.state.reads.noteClock()
      return .dict(
        context.state.options.environment.filter { $0.key.hasPrefix("DBT_ENV_CUSTOM_ENV_") }.sorted { $0.key < $1.key }
          .map { (String($0.key.dropFirst("DBT_ENV_CUSTOM_ENV_".count)), .string($0.value)) })
    },
    "selected_resources": { context in
      .list((context.execution?.context.selected ?? []).map { .string($0) })
    },
    "invocation_args_dict": { context in
      let options = context.state.options
      return .dict([
        ("which", .string(options.command)), ("vars", options.vars.jinja),
        ("project_dir", .string(context.state.root.root)),
        ("profiles_dir", options.profilesDirectory.map { .string($0) } ?? .none),
        ("target", options.target.map { .string($0) } ?? .none), ("full_refresh", .bool(options.fullRefresh)),
        ("threads", options.threads.map { .int($0) } ?? .none),
        ("empty", .bool(context.execution?.context.empty ?? false)),
        ("store_failures", .bool(options.storeFailures)), ("select", .list([])), ("exclude", .list([])),
        ("warn_error_options", .dict([("error", .list([])), ("warn", .list([])), ("silence", .list([]))])),
        ("use_colors", .bool(false)), ("quiet", .bool(false)), ("write_json", .bool(true)), ("introspect", .bool(true)),
        ("partial_parse", .bool(true)), ("indirect_selection", .string("eager")), ("defer", .bool(false)),
      ])
    },
  ]

  private static func environmentVariable(_ context: NodeContext, _ arguments: CallArguments) throws -> Value {
    let values = try arguments.bind("env_var", ["var", "default"], required: 1)
    let name = values[0]?.str() ?? ""
    if name.hasPrefix("DBT_ENV_SECRET") {
      throw Failure(
        .runtime,
        "the secret '\(name)' may only be read in profiles.yml and packages.yml, so that it reaches no artifact")
    }
    if let value = context.execution?.context.unitTest?.environment[name] { return value.jinja }
    context.state.reads.note(variable: name)
    if let value = context.state.options.environment[name] {
      context.record.inputs["env:" + name] = value
      return .string(value)
    }
    if let fallback = values[1] {
      context.record.inputs["env:" + name] = ""
      return fallback.isNone ? .none : .string(fallback.str())
    }
    throw Failure(.runtime, "the environment variable '\(name)' is not set; set it, or give env_var a default")
  }
}
