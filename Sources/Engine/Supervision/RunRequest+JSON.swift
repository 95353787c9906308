import Project

extension RunRequest {
  /// The request as the run store keeps it.
  package var json: JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue?) {
      if let value { members.append(JSONValue.Member(key, value)) }
    }
    func add(_ key: String, flag: Bool) {
      if flag { members.append(JSONValue.Member(key, true)) }
    }
    func add(_ key: String, list: [String]) {
      if !list.isEmpty { members.append(JSONValue.Member(key, .strings(list))) }
    }
    add("project_dir", .string(projectDirectory))
    add("command", .string(command.rawValue))
    add("select", list: select)
    add("exclude", list: exclude)
    add("selector", selector.map(JSONValue.string))
    add("nodes", list: nodes.map(\.rawValue))
    add("resource_types", list: resourceTypes)
    add("indirect_selection", indirectSelection.map(JSONValue.string))
    add("profiles_dir", profilesDirectory.map(JSONValue.string))
    add("profile", profile.map(JSONValue.string))
    add("target", target.map(JSONValue.string))
    add("vars", vars.map(JSONValue.string))
    add("sources", sourcesDirectory.map(JSONValue.string))
    add("state", stateArtifacts.map(JSONValue.string))
    add("defer", flag: defers)
    add("favor_state", flag: favorsState)
    add("defer_state", deferArtifacts.map(JSONValue.string))
    add("excluded_types", list: excludedTypes)
    add("target_path", targetPath.map(JSONValue.string))
    add("threads", threads.map { .int(Int64($0)) })
    add("full_refresh", flag: fullRefresh)
    add("force", flag: force)
    add("fail_fast", flag: failFast)
    add("store_failures", flag: storeFailures)
    add("empty", flag: empty)
    add("as_of", asOf.map(JSONValue.string))
    add("event_time_start", eventTimeStart.map(JSONValue.string))
    add("event_time_end", eventTimeEnd.map(JSONValue.string))
    add("timeout", timeoutSeconds.map(JSONValue.double))
    add("when_busy", .string(whenBusy.rawValue))
    add("trigger", .string(trigger))
    add("command_line", .string(commandLine))
    add("retry_of", retryOf.map { .int($0.rawValue) })
    add("resume", .string(resumeMode.rawValue))
    add("confirm_mass_close", flag: confirmsMassClose)
    add("restores", restores.map(JSONValue.int))
    return .object(members)
  }

  /// Reads back what `json` wrote; nil when it is no request.
  package init?(json: JSONValue) {
    guard let directory = json["project_dir"]?.stringValue,
      let command = json["command"]?.stringValue.flatMap(RunCommand.init(rawValue:))
    else { return nil }
    self.init(projectDirectory: directory, command: command)
    func list(_ key: String) -> [String] { json[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    func flag(_ key: String) -> Bool { json[key]?.boolValue ?? false }
    select = list("select")
    exclude = list("exclude")
    selector = json["selector"]?.stringValue
    nodes = list("nodes").map(NodeID.init)
    resourceTypes = list("resource_types")
    indirectSelection = json["indirect_selection"]?.stringValue
    profilesDirectory = json["profiles_dir"]?.stringValue
    profile = json["profile"]?.stringValue
    target = json["target"]?.stringValue
    vars = json["vars"]?.stringValue
    sourcesDirectory = json["sources"]?.stringValue
    stateArtifacts = json["state"]?.stringValue
    defers = flag("defer")
    favorsState = flag("favor_state")
    deferArtifacts = json["defer_state"]?.stringValue
    excludedTypes = list("excluded_types")
    targetPath = json["target_path"]?.stringValue
    threads = json["threads"]?.intValue.map(Int.init)
    fullRefresh = flag("full_refresh")
    force = flag("force")
    failFast = flag("fail_fast")
    storeFailures = flag("store_failures")
    empty = flag("empty")
    asOf = json["as_of"]?.stringValue
    eventTimeStart = json["event_time_start"]?.stringValue
    eventTimeEnd = json["event_time_end"]?.stringValue
    timeoutSeconds = json["timeout"]?.doubleValue
    whenBusy = json["when_busy"]?.stringValue.flatMap(WhenBusy.init(rawValue:)) ?? .wait
    trigger = json["trigger"]?.stringValue ?? "manual"
    commandLine = json["command_line"]?.stringValue ?? ""
    retryOf = json["retry_of"]?.intValue.map(RunID.init)
    resumeMode = json["resume"]?.stringValue.flatMap(ResumeMode.init(rawValue:)) ?? .fromFailure
    confirmsMassClose = flag("confirm_mass_close")
    restores = json["restores"]?.intValue
  }
}
