package import Project
import SQLiteKit

/// Gives waivers and takes them back. They are kept in the run store, with their past.
package struct WaiverBook: Sendable {
  private let directory: StateDirectory

  package init(_ directory: StateDirectory) { self.directory = directory }

  /// Lets a failing check pass until a moment.
  ///
  /// - Parameters:
  ///   - check: The check's name as it stands in the gates: a test's name, `volume`, `bad_records` …
  ///   - node: Whose check; nil: every node's.
  ///   - until: The first moment at which it no longer works; must lie ahead.
  ///   - reason: Why; must not be empty.
  package func waive(
    _ check: String, of node: NodeID?, until: Instant, reason: String, by user: String, at instant: Instant = .now
  ) throws(RunStoreError) -> Waiver {
    guard until > instant else {
      throw RunStoreError(
        .refused, path: directory.stateFile,
        "a waiver until \(Instant(microseconds: until.microseconds - 1).iso8601.prefix(10)) is over already",
        advice: "Give a day that lies ahead.")
    }
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw RunStoreError(.refused, path: directory.stateFile, "a waiver needs a reason", advice: "Say why: --reason")
    }
    var waiver = Waiver(check: check, node: node, until: until, reason: reason, by: user, createdAt: instant)
    let given = waiver
    waiver.id = try writing { connection in
      try connection.run(
        "INSERT INTO waivers(check_name,node,until,reason,by,created_at) VALUES(?,?,?,?,?,?)",
        [
          .text(check), .text(orNull: node?.rawValue), .integer(until.microseconds), .text(reason), .text(user),
          .integer(instant.microseconds),
        ])
      let number = connection.lastInsertRowID
      try Self.tell("\(check) is \(given.words)", node, connection, instant)
      return number
    }
    return waiver
  }

  /// Ends a waiver before its time.
  ///
  /// - Returns: False when there is none of that number or it has ended already.
  @discardableResult
  package func end(_ id: Int64, by user: String, at instant: Instant = .now) throws(RunStoreError) -> Bool {
    try writing { connection in
      let row = try connection.query(
        "UPDATE waivers SET ended_at=? WHERE id=? AND ended_at IS NULL RETURNING check_name, node",
        [.integer(instant.microseconds), .integer(id)]
      ).first
      guard let row else { return false }
      try Self.tell(
        "the waiver of \(row[0].text ?? "") was ended by \(user)", row[1].text.map(NodeID.init), connection, instant)
      return true
    }
  }

  private static func tell(_ message: String, _ node: NodeID?, _ connection: Connection, _ instant: Instant) throws {
    try connection.run(
      "INSERT INTO events(at,level,kind,node,message) VALUES(?,?,?,?,?)",
      [
        .integer(instant.microseconds), .integer(EventRecord.Level.warn.number), .text(EventKind.waiver),
        .text(orNull: node?.rawValue), .text(message),
      ])
  }

  private func writing<Result>(_ body: (Connection) throws -> Result) throws(RunStoreError) -> Result {
    try directory.create()
    let connection = try StoreFile.openForWriting(directory.stateFile, .state)
    defer { connection.close() }
    do {
      return try connection.transaction { try body(connection) }
    } catch {
      throw RunStoreError(error, path: directory.stateFile)
    }
  }
}
