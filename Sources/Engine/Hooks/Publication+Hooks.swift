import Project

extension Publication {
  /// Publishes the candidate together with the node's hooks: those of its transaction are done with it or undone with it,
  /// the others run when it is in place.
  func publishWithHooks(_ candidate: Candidate) throws -> VersionRecord {
    let hooks = context.node.hooks(.after)
    // What hooks do to a table they do to each version of it.
    if hooks.isEmpty { return try letStand(candidate) ?? publish(candidate) }
    var version = try inTransaction {
      let version = try publish(candidate)
      try context.runHooks(.after, inTransaction: true)
      return version
    }
    do {
      try context.runHooks(.after, inTransaction: false)
    } catch {
      // What is published stays; the next run must not take it for done.
      try inTransaction { try log.setFingerprint(StepFingerprint(code: "", inputs: []), of: version) }
      throw error
    }
    if let rows = try log.version(version.id, of: relation)?.record.rows { version.rows = rows }
    return version
  }
}
