import SQLiteKit

/// One thing that happened to a key: what it was from an instant on, or that it ended.
struct HistoryEvent: Hashable, Sendable {
  var instant: Value
  var isDelete: Bool
  /// Which set of columns it came with: a column it did not have says nothing.
  var layout: Int
  var payload: [Value]
}

/// One version of a key: what it was in `[from, to)`; without an end it is open.
struct HistoryVersion: Hashable, Sendable {
  var from: Value
  var to: Value?
  var payload: [Value]
}

/// The rule of a history: from all events of a key, whatever the order they came in, its versions.
struct HistoryChain: Sendable {
  /// Which payload columns make a version when they change.
  var isTracked: [Bool]
  /// For each layout, which payload columns it had.
  var layouts: [[Bool]]
  /// A tracked column that the version's events did not have was NULL in it; else nothing is known of it.
  var versionsNewColumns = false

  /// - Parameter events: of one key, in the order of their instants, one an instant.
  func versions(of events: [HistoryEvent]) -> [HistoryVersion] {
    var versions: [HistoryVersion] = []
    // What is known of the open version: its values, and which columns any of its events had.
    var open: (payload: [Value], had: [Bool])?
    for event in events {
      if event.isDelete {
        if open != nil { versions[versions.count - 1].to = event.instant }
        open = nil
        continue
      }
      let had = layouts[event.layout]
      if let before = open, isSame(before.payload, before.had, event) {
        // No version, but the newest values of untracked columns, and of columns that came later.
        let payload = merged(before.payload, event)
        versions[versions.count - 1].payload = payload
        open = (payload, had.indices.map { had[$0] || before.had[$0] })
        continue
      }
      if open != nil { versions[versions.count - 1].to = event.instant }
      versions.append(HistoryVersion(from: event.instant, to: nil, payload: event.payload))
      open = (event.payload, had)
    }
    return versions
  }

  /// Whether nothing tracked differs: in the columns both had, and where asked for in those that are new.
  private func isSame(_ payload: [Value], _ payloadHad: [Bool], _ event: HistoryEvent) -> Bool {
    let had = layouts[event.layout]
    for column in isTracked.indices where isTracked[column] && had[column] {
      guard payloadHad[column] || versionsNewColumns else { continue }
      if payload[column] != event.payload[column] { return false }
    }
    return true
  }

  private func merged(_ old: [Value], _ event: HistoryEvent) -> [Value] {
    let had = layouts[event.layout]
    return old.indices.map { had[$0] ? event.payload[$0] : old[$0] }
  }
}
