import Project
import SQLiteKit

/// What a batch did to a history.
struct HistoryChanges: Sendable, Hashable {
  var keys: Int64 = 0
  var preview = ChangePreview()
  /// Rows to put in and to take out.
  var added: Int64 = 0
  var removed: Int64 = 0
}

/// Makes the versions of all touched keys anew from their events and writes what differs from the published rows:
/// `scratch.result` gets rows to put in, `scratch.removed` rowids to take out.
struct HistoryRebuild {
  let connection: Connection
  let columns: FeedLayout
  let settings: HistorySettings
  let store: HistoryStore
  /// The published table's columns, those included that the feed no longer gives.
  let published: [AdapterColumn]
  /// Those of them the published table does not have yet.
  let newColumns: [AdapterColumn]
  /// The published table, if there is one.
  let table: String?
  /// All keys are made anew, not only those of the batch.
  let everyKey: Bool
  /// Where each published column comes from.
  private let cells: [Cell]
  /// Where the flag of an open version and the start of a version stand among them.
  private let (currentPlace, fromPlace): (Int, Int)

  private enum Cell {
    case key(Int)
    case payload(Int)
    case from, to, current, hash
  }

  init(
    connection: Connection, columns: FeedLayout, settings: HistorySettings, store: HistoryStore,
    published: [AdapterColumn], newColumns: [AdapterColumn], table: String?, everyKey: Bool
  ) {
    self.newColumns = newColumns
    self.connection = connection
    self.columns = columns
    self.settings = settings
    self.store = store
    self.published = published
    self.table = table
    self.everyKey = everyKey
    func place(of name: String) -> Int { published.firstIndex { $0.name.lowercased() == name.lowercased() } ?? 0 }
    (currentPlace, fromPlace) = (place(of: settings.currentName), place(of: settings.fromName))
    cells = published.map { column in
      let name = column.name.lowercased()
      switch name {
      case settings.fromName.lowercased(): return .from
      case settings.toName.lowercased(): return .to
      case settings.currentName.lowercased(): return .current
      case settings.hashName.lowercased(): return .hash
      default: break
      }
      if let index = columns.key.firstIndex(where: { $0.name.lowercased() == name }) { return .key(index) }
      return .payload(store.payload.firstIndex { $0.name.lowercased() == name } ?? 0)
    }
  }

  func run() throws -> HistoryChanges {
    try connection.execute("DROP TABLE IF EXISTS scratch.versions")
    try connection.execute("DROP TABLE IF EXISTS scratch.removed")
    try connection.execute("CREATE TABLE scratch.versions (\(published.columnDefinitions))")
    try connection.execute("CREATE TABLE scratch.removed (\"row\" INTEGER PRIMARY KEY)")
    let events = try connection.prepare(eventsSQL)
    let old = try table.map { try connection.prepare(publishedSQL($0)) }
    let marks = Array(repeating: "?", count: published.count).joined(separator: ", ")
    let insert = try connection.prepare("INSERT INTO scratch.versions VALUES (\(marks))", persistent: true)
    let remove = try connection.prepare("INSERT INTO scratch.removed VALUES (?)", persistent: true)
    let chain = HistoryChain(
      isTracked: isTracked, layouts: store.layouts, versionsNewColumns: settings.versionsNewColumns)
    var changes = HistoryChanges()
    let keyCount = columns.key.count
    var hasEvent = try events.step()
    var hasOld = try old?.step() ?? false
    while hasEvent {
      let key = (0..<keyCount).map { events.value($0) }
      var own: [HistoryEvent] = []
      repeat {
        own.append(event(events, keyCount))
        hasEvent = try events.step()
      } while hasEvent && isKey(key, of: events, from: 0)
      var rows: [(row: Int64, values: [Value])] = []
      while hasOld, let old, isKey(key, of: old, from: 1) {
        rows.append((old.int64(0), (0..<published.count).map { old.value(1 + keyCount + $0) }))
        hasOld = try old.step()
      }
      let made = chain.versions(of: own).map { self.row(key, $0) }
      try write(made, over: rows, insert, remove, &changes)
    }
    changes.preview.columns.sort { ($1.keys, $0.name) < ($0.keys, $1.name) }
    return changes
  }

  /// Keeps rows that come out as they are; the others go, and what is new comes.
  private func write(
    _ made: [[Value]], over old: [(row: Int64, values: [Value])], _ insert: Statement, _ remove: Statement,
    _ changes: inout HistoryChanges
  ) throws {
    let current = currentPlace
    var kept: Set<[Value]> = []
    let wanted = Set(made)
    var touchedClosed = false
    for entry in old {
      if wanted.contains(entry.values), kept.insert(entry.values).inserted { continue }
      changes.removed += 1
      if entry.values[current] == .integer(Int64(0)) { touchedClosed = true }
      try remove.run([.integer(entry.row)])
    }
    for row in made where !kept.contains(row) {
      changes.added += 1
      try insert.run(row)
    }
    changes.keys += 1
    let wasOpen = old.contains { $0.values[current] == .integer(Int64(1)) }
    let isOpen = made.contains { $0[current] == .integer(Int64(1)) }
    if let before = old.last(where: { $0.values[current] == .integer(Int64(1)) })?.values,
      let after = made.last(where: { $0[current] == .integer(Int64(1)) })
    {
      count(before, after, &changes.preview)
    }
    if touchedClosed || insertsBefore(made, old, kept) { changes.preview.late += 1 }
    if old.isEmpty {
      if !made.isEmpty { changes.preview.new += 1 }
    } else if wasOpen, !isOpen {
      changes.preview.closed += 1
    } else if !wasOpen, isOpen {
      changes.preview.revived += 1
    } else if kept.count != made.count || kept.count != old.count {
      changes.preview.changed += 1
    }
  }

  /// Adds the columns in which the open version of a key changed to the histogram.
  private func count(_ before: [Value], _ after: [Value], _ preview: inout ChangePreview) {
    if preview.columns.isEmpty {
      preview.columns = published.map { ChangePreview.Column(name: $0.name, keys: 0) }
    }
    for (place, cell) in cells.enumerated() {
      if case .payload = cell, before[place] != after[place] { preview.columns[place].keys += 1 }
    }
  }

  /// Whether a new version begins before one there already was.
  private func insertsBefore(_ made: [[Value]], _ old: [(row: Int64, values: [Value])], _ kept: Set<[Value]>) -> Bool {
    let from = fromPlace
    guard let last = old.compactMap({ $0.values[from].text }).max() else { return false }
    let starts = Set(old.map { $0.values[from] })
    return made.contains { row in
      !kept.contains(row) && !starts.contains(row[from]) && (row[from].text.map { $0 < last } ?? false)
    }
  }

  private func event(_ statement: Statement, _ keyCount: Int) -> HistoryEvent {
    HistoryEvent(
      instant: statement.value(keyCount), isDelete: statement.int64(keyCount + 1) != 0,
      layout: Int(statement.int64(keyCount + 2)),
      payload: store.payload.indices.map { statement.value(keyCount + 3 + $0) })
  }

  private func isKey(_ key: [Value], of statement: Statement, from first: Int) -> Bool {
    for index in key.indices where statement.value(first + index) != key[index] { return false }
    return true
  }

  /// A version as a row of the published table; the hash is filled in afterwards.
  private func row(_ key: [Value], _ version: HistoryVersion) -> [Value] {
    cells.map { cell in
      switch cell {
      case .key(let index): key[index]
      case .payload(let index): version.payload[index]
      case .from: version.from
      case .to: version.to ?? .text(settings.openEnd)
      case .current: .integer(Int64(version.to == nil ? 1 : 0))
      case .hash: .null
      }
    }
  }

  private func isNew(_ column: AdapterColumn) -> Bool {
    newColumns.contains { $0.name.lowercased() == column.name.lowercased() }
  }

  private func isHash(_ column: AdapterColumn) -> Bool { column.name.lowercased() == settings.hashName.lowercased() }

  private var isTracked: [Bool] { store.payload.map { columns.isTracked($0, settings) } }

  private var eventColumns: String {
    ([columns.key.nameList, "\"~at\"", "\"~deleted\"", "\"~layout\""]
      + (store.payload.isEmpty ? [] : [store.payload.nameList]))
      .joined(separator: ", ")
  }

  private var eventsSQL: String {
    let order = "ORDER BY \(columns.key.nameList), \"~at\""
    guard table != nil else { return "SELECT \(eventColumns) FROM scratch.fresh \(order)" }
    // The events table has the columns it had when it was last written; newer ones are NULL in it.
    let known = Set(
      (try? connection.query("SELECT name FROM pragma_table_info(?)", [.text(StoredName.events(store.relation))]))?
        .compactMap { $0[0].text?.lowercased() } ?? [])
    let old = store.payload.map {
      known.contains($0.name.lowercased()) ? "e.\(quoteIdentifier($0.name))" : "NULL AS \(quoteIdentifier($0.name))"
    }
    let keys = columns.key.map { "e." + quoteIdentifier($0.name) }
    let oldColumns = (keys + ["e.\"~at\"", "e.\"~deleted\"", "e.\"~layout\""] + old).joined(separator: ", ")
    let isReplaced =
      (columns.key.map { "r.\(quoteIdentifier($0.name)) = e.\(quoteIdentifier($0.name))" } + ["r.\"~at\" = e.\"~at\""])
      .joined(separator: " AND ")
    let source =
      everyKey
      ? "\(store.eventsTable) AS e"
      : "\(touchedKeys) AS k CROSS JOIN \(store.eventsTable) AS e ON \(match("e", "k"))"
    return """
      SELECT \(eventColumns) FROM (SELECT \(oldColumns) FROM \(source)
        WHERE e."~until" IS NULL AND NOT EXISTS (SELECT 1 FROM scratch.replaced AS r WHERE \(isReplaced))
        UNION ALL SELECT \(eventColumns) FROM scratch.fresh) \(order)
      """
  }

  private func publishedSQL(_ table: String) -> String {
    let keys = columns.key.map { "p." + quoteIdentifier($0.name) }.joined(separator: ", ")
    // The hash follows from the rest: it is left out of the comparison.
    let values = published.map {
      isHash($0) || isNew($0) ? "NULL" : "p." + quoteIdentifier($0.name)
    }.joined(separator: ", ")
    let source = everyKey ? "\(table) AS p" : "\(touchedKeys) AS k CROSS JOIN \(table) AS p ON \(match("p", "k"))"
    return
      "SELECT p._rowid_, \(keys), \(values) FROM \(source) ORDER BY \(keys), p.\(quoteIdentifier(settings.fromName))"
  }

  private var touchedKeys: String { "(SELECT DISTINCT \(columns.key.nameList) FROM scratch.fresh)" }

  private func match(_ left: String, _ right: String) -> String {
    columns.key.map { "\(left).\(quoteIdentifier($0.name)) = \(right).\(quoteIdentifier($0.name))" }
      .joined(separator: " AND ")
  }

  /// Copies the versions into `scratch.result` with their hash: md5 of the values joined by `|`, NULL as nothing.
  func fillResult() throws -> Int64 {
    let values = columns.values
    let parts = columns.hashed.map { "coalesce(CAST(\(quoteIdentifier(values[$0].name)) AS TEXT), '')" }
    let hash = parts.isEmpty ? "md5('')" : "md5(\(parts.joinedFlat(" || '|' || ")))"
    let cells = published.map { isHash($0) ? hash : quoteIdentifier($0.name) }
    try connection.execute("DROP TABLE IF EXISTS scratch.result")
    try connection.execute("CREATE TABLE scratch.result (\(published.columnDefinitions))")
    return Int64(
      try connection.run(
        "INSERT INTO scratch.result SELECT \(cells.joined(separator: ", ")) FROM scratch.versions"))
  }
}
