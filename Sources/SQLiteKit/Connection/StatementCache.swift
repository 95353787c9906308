/// Compiled statements by their text; the least recently used goes first.
struct StatementCache {
  private struct Entry {
    var statement: Statement
    var lastUse: Int
  }

  private let limit: Int
  private var entries: [String: Entry] = [:]
  private var clock = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// A statement nobody else holds, ready to bind; nil if there is none.
  mutating func take(_ sql: String) -> Statement? {
    guard let index = entries.index(forKey: sql) else { return nil }
    // Whoever still holds it may be in the midst of its rows.
    guard isKnownUniquelyReferenced(&entries.values[index].statement) else { return nil }
    clock += 1
    entries.values[index].lastUse = clock
    let statement = entries.values[index].statement
    statement.reset()
    statement.clearBindings()
    return statement
  }

  mutating func add(_ statement: Statement) {
    guard limit > 0 else { return }
    clock += 1
    entries[statement.sql] = Entry(statement: statement, lastUse: clock)
    guard entries.count > limit else { return }
    if let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries[oldest.key] = nil
    }
  }

  mutating func removeAll() {
    entries = [:]
  }
}
