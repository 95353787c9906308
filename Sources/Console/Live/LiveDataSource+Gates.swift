package import Engine
internal import Project

extension LiveDataSource {
  package var user: String { TargetLock.user }

  package func waivers() async throws -> [Waiver] {
    try await reading(else: []) { try $0.waivers(activeAt: .now) }
  }

  package func waive(_ check: CheckRecord, until: Instant, reason: String) async throws -> String {
    if isReadOnly { throw ConsoleRefusal("this console is read-only: sluice waive lets a check pass") }
    let (directory, user) = (directory, user)
    return try await onThread {
      let waiver = try WaiverBook(directory).waive(
        check.name, of: check.node, until: until, reason: reason, by: user)
      return "\(check.name) is \(waiver.words)"
    }
  }

  package func end(_ waivers: [Waiver]) async throws -> String {
    if isReadOnly { throw ConsoleRefusal("this console is read-only: sluice waive --end ends a waiver") }
    let (directory, user) = (directory, user)
    return try await onThread {
      var ended: Set<String> = []
      for waiver in waivers where try WaiverBook(directory).end(waiver.id, by: user) { ended.insert(waiver.check) }
      return ended.isEmpty ? "the waiver had ended already" : "\(ended.sorted().joined(separator: ", ")) holds again"
    }
  }

  package func wholeRows(of row: FailingRow) async throws -> WholeRows {
    try await browsing { try $0.wholeRows(of: row.check, row: row.cells) }
  }

  package func parents(of row: FailingRow) async throws -> [UpstreamRows] {
    try await browsing(sourcesOf: row.check.run) { browser in
      guard let holder = browser.holder(of: row.check) else { return [] }
      return try browser.parents(of: holder.node, row: row.cells, test: holder.test)
    }
  }

  package func origins(of row: FailingRow) async throws -> [RecordOrigin] {
    try await browsing(sourcesOf: row.check.run) { browser in
      if let place = row.place { return [RecordOrigin(place: place, line: try browser.rawLine(at: place))] }
      guard let holder = browser.holder(of: row.check) else { return [] }
      return try browser.origins(of: holder.node, row: row.cells, test: holder.test)
    }
  }
}
