import Project

/// Where each column of a history's feed goes.
struct FeedLayout {
  var key: [AdapterColumn]
  var sequence: AdapterColumn
  /// All other columns that are kept, in the order of the feed.
  var payload: [AdapterColumn]
  /// Which of the payload makes a version when it changes.
  var isTracked: [Bool]
  /// The published table's columns.
  var published: [AdapterColumn]
  /// Of the hash, as places in key + payload.
  var hashed: [Int]

  init(feed: [AdapterColumn], _ settings: HistorySettings, _ node: Node) throws {
    func find(_ name: String, _ role: String) throws -> AdapterColumn {
      guard let column = feed.first(where: { $0.name.lowercased() == name.lowercased() }) else {
        throw StepFailure(
          .failed,
          "\(role) names '\(name)', which the query does not give: it gives \(feed.map(\.name).joined(separator: ", "))",
          at: node.location)
      }
      return column
    }
    key = try settings.uniqueKey.map { try find($0, "unique_key") }
    sequence = try find(settings.sequenceBy, "sequence_by")
    let taken = Set((key + [sequence]).map { $0.name.lowercased() }).union(settings.except)
    payload = feed.filter { !taken.contains($0.name.lowercased()) }
    for name in settings.track ?? [] { _ = try find(name, "track") }
    let tracked = settings.track.map { Set($0.map { $0.lowercased() }) }
    isTracked = payload.map { tracked?.contains($0.name.lowercased()) ?? true }
    let kept = key + payload
    let ownNames = [settings.fromName, settings.toName, settings.currentName, settings.hashName]
    if let clash = kept.first(where: { column in ownNames.contains { $0.lowercased() == column.name.lowercased() } }) {
      throw StepFailure(
        .failed, "the query gives a column '\(clash.name)', which the history fills itself: leave it out or rename it",
        at: node.location)
    }
    let keyNames = Set(key.map { $0.name.lowercased() })
    published =
      feed.filter { keyNames.contains($0.name.lowercased()) || (!taken.contains($0.name.lowercased())) }
      + [
        AdapterColumn(name: settings.fromName, dataType: sequence.dataType),
        AdapterColumn(name: settings.toName, dataType: sequence.dataType),
        AdapterColumn(name: settings.currentName, dataType: "BOOLEAN"),
        AdapterColumn(name: settings.hashName, dataType: "TEXT"),
      ]
    if let names = settings.hashColumns {
      hashed = try names.map { name in
        _ = try find(name, "record_hash")
        guard let place = kept.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
          throw StepFailure(.failed, "record_hash names '\(name)', which is not kept", at: node.location)
        }
        return place
      }
    } else {
      let count = key.count
      let flags = isTracked
      hashed = payload.indices.filter { flags[$0] }.map { $0 + count }
    }
  }

  /// Whether a column makes versions; one that the feed no longer gives did so where all do.
  func isTracked(_ column: AdapterColumn, _ settings: HistorySettings) -> Bool {
    guard let index = payload.firstIndex(where: { $0.name.lowercased() == column.name.lowercased() }) else {
      return settings.track == nil
    }
    return isTracked[index]
  }

  /// Key and payload, the order of values in an event.
  var values: [AdapterColumn] { key + payload }

  /// The place in key + payload of each of the published columns before the four of the history.
  var publishedPlaces: [Int] {
    published.dropLast(4).map { column in values.firstIndex { $0.name == column.name } ?? 0 }
  }
}
