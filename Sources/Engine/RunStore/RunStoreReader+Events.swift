package import Project
import SQLiteKit

/// Which events are wanted. All conditions must hold; an empty list means "any".
package struct EventQuery: Sendable {
  package var run: RunID?
  package var nodes: [NodeID]
  package var minimumLevel: EventRecord.Level
  package var kinds: [String]
  /// Only messages that contain this text, case ignored for ASCII.
  package var containing: String?
  package var since: Instant?
  /// Only events behind this one, oldest first: how a log is followed.
  package var after: Int64?
  /// Only events before this one: how a log is paged backwards, `newestFirst`.
  package var before: Int64?
  package var newestFirst: Bool
  package var limit: Int

  package init(
    run: RunID? = nil, nodes: [NodeID] = [], minimumLevel: EventRecord.Level = .debug, kinds: [String] = [],
    containing: String? = nil, since: Instant? = nil, after: Int64? = nil, before: Int64? = nil,
    newestFirst: Bool = false, limit: Int = 1_000
  ) {
    self.run = run
    self.nodes = nodes
    self.minimumLevel = minimumLevel
    self.kinds = kinds
    self.containing = containing
    self.since = since
    self.after = after
    self.before = before
    self.newestFirst = newestFirst
    self.limit = limit
  }
}

extension RunStoreReader {
  /// Events by id, a page at a time.
  package func events(_ query: EventQuery) throws(RunStoreError) -> [EventRecord] {
    var conditions: [String] = []
    var values: [Value] = []
    func require(_ condition: String, _ bound: Value...) {
      conditions.append(condition)
      values += bound
    }
    if let run = query.run { require("run=?", .integer(run.rawValue)) }
    if let after = query.after { require("id>?", .integer(after)) }
    if let before = query.before { require("id<?", .integer(before)) }
    if let since = query.since { require("at>=?", .integer(since.microseconds)) }
    if query.minimumLevel > .debug { require("level>=?", .integer(query.minimumLevel.number)) }
    if let text = query.containing, !text.isEmpty {
      let pattern = text.reduce(into: "") { $0 += "%_\\".contains($1) ? "\\\($1)" : String($1) }
      require("message LIKE ? ESCAPE '\\'", .text("%\(pattern)%"))
    }
    // Unary plus: one of the many nodes or kinds is no reason to leave the order of the ids.
    if !query.nodes.isEmpty {
      conditions.append("+node IN (\(Self.marks(query.nodes.count)))")
      values += query.nodes.map { .text($0.rawValue) }
    }
    if !query.kinds.isEmpty {
      conditions.append("+kind IN (\(Self.marks(query.kinds.count)))")
      values += query.kinds.map { .text($0) }
    }
    values.append(.integer(query.limit))
    let sql =
      "SELECT * FROM events" + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND "))
      + " ORDER BY id \(query.newestFirst ? "DESC" : "ASC") LIMIT ?"
    let bound = values
    return try reading { try $0.query(sql, bound).map(EventRecord.init) }
  }

  /// The nodes of a run that something was told of behind an event. Whatever changes a step or a gate of a run that goes on
  /// is told by an event that comes after it.
  package func nodesTold(of run: RunID, after event: Int64) throws(RunStoreError) -> Set<NodeID> {
    try reading { connection in
      Set(
        try connection.query(
          "SELECT DISTINCT node FROM events WHERE id>? AND +run=? AND node IS NOT NULL",
          [.integer(event), .integer(run.rawValue)]
        ).compactMap { $0[0].text.map { NodeID($0) } })
    }
  }

  /// The id of the newest event, or 0.
  package func lastEventID() throws(RunStoreError) -> Int64 {
    try reading { try $0.queryValue("SELECT max(id) FROM events")?.integer ?? 0 }
  }

  /// Dataset events behind one of them, oldest first.
  package func datasetEvents(after id: Int64 = 0, limit: Int = 1_000) throws(RunStoreError) -> [DatasetEvent] {
    try reading { connection in
      try connection.query(
        "SELECT * FROM dataset_events WHERE id>? ORDER BY id LIMIT ?", [.integer(id), .integer(limit)]
      ).map(DatasetEvent.init)
    }
  }

  static func marks(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ",")
  }
}
