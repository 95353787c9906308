/// Reads a test's configuration into what is asserted and how failures count.
enum TestSettings {
  static func apply(to draft: inout Draft, log: MessageLog) {
    var test = draft.node.test ?? TestDefinition()
    let config = draft.node.config
    switch config.string("severity")?.lowercased() ?? "error" {
    case "warn": test.severity = .warn
    case "error": test.severity = .error
    case let word:
      log.error("'\(word)' is no severity", at: draft.node.location, hint: "write error or warn", node: draft.node.id)
    }
    test.warnIf = config.string("warn_if") ?? test.warnIf
    test.errorIf = config.string("error_if") ?? test.errorIf
    test.failCalc = config.string("fail_calc") ?? test.failCalc
    test.whereClause = config.string("where")
    test.limit = config["limit"]?.intValue ?? config.string("limit").flatMap { Int($0) }
    if let kept = config.string("store_failures_as") {
      draft.node.config["store_failures"] = .bool(kept != "ephemeral")
    } else if let flag = config.bool("store_failures") {
      draft.node.config["store_failures_as"] = .string(flag ? "table" : "ephemeral")
    }
    test.storeFailures = draft.node.config.bool("store_failures")
    draft.node.test = test
  }
}
