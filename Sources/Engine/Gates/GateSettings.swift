import Project

extension StepContext {
  /// A setting of the gates: the node's own configuration first, then `gates:` of `sluice.yml`.
  func gateSetting(_ key: String) -> ConfigValue? {
    if let own = node.config[key], own != .null { return own }
    return project.settings["gates"]?[key]
  }
}

extension Node {
  /// Whether it goes on with a parent's last good version when the parent was held or failed: `on_error: continue` on the
  /// parent, or `continue_with_last_good` here: true, or the names of parents.
  func continuesWithLastGood(of parent: Node) -> Bool {
    if parent.config.string("on_error") == "continue" { return true }
    switch config["continue_with_last_good"] {
    case .bool(let flag): return flag
    case let names?: return names.stringList?.contains(parent.name) ?? false
    case nil: return false
    }
  }
}
