import Project
import SQLiteKit
import Testing

@testable import Engine

/// One row of a feed of changes, as a test writes it.
struct FeedRow: Hashable {
  var id: String?
  var at: String?
  var value: String?
  var extra: String?
  var isDelete: Bool

  init(_ id: String?, _ at: String?, _ value: String?, extra: String? = nil, delete: Bool = false) {
    self.id = id
    self.at = at
    self.value = value
    self.extra = extra
    isDelete = delete
  }

  static func delete(_ id: String, _ at: String) -> FeedRow { FeedRow(id, at, nil, delete: true) }
}

/// A history of features, fed batch by batch.
final class HistoryFixture: Sendable {
  let fixture = WarehouseFixture()

  /// A batch goes through the gates; `columns` of the feed may be left out or come with another type.
  func feed(
    _ rows: [FeedRow], config: [String: ConfigValue] = [:], with columns: [String] = ["value", "extra"],
    types: [String: String] = [:], options: StepOptions = StepOptions(context: CompilationContext())
  ) async throws -> (outcome: StepOutcome, told: RecordingReporter) {
    try await fixture.carry(node(rows, config: config, with: columns, types: types), options: options)
  }

  /// The model that gives a batch.
  func node(
    _ rows: [FeedRow], config: [String: ConfigValue] = [:], with columns: [String] = ["value", "extra"],
    types: [String: String] = [:]
  ) throws -> Node {
    func literal(_ text: String?) -> String { text.map { quoteLiteral($0) } ?? "null" }
    let selects = rows.map { row in
      var parts = ["\(literal(row.id)) as id", "\(literal(row.at)) as happened"]
      if columns.contains("value") { parts.append("\(literal(row.value)) as value") }
      if columns.contains("extra") { parts.append("\(literal(row.extra)) as extra") }
      return "select \(parts.joined(separator: ", ")), \(row.isDelete ? 1 : 0) as gone"
    }
    let sql =
      rows.isEmpty
      ? "select 'x' as id, '2024-01-01' as happened, '' as value, '' as extra, 0 as gone where false"
      : selects.joined(separator: " union all ")
    let base: [String: ConfigValue] = [
      "unique_key": .string("id"), "sequence_by": .string("happened"), "delete_when": .string("gone = 1"),
      "except": .string("gone"), "track": .string("value"),
    ]
    return fixture.model(
      "states", sql, .scd2, config: base.merging(config) { $1 },
      columns: ["happened": "date", "id": "string", "value": "string", "extra": "string"].merging(types) { $1 }.map {
        ColumnProperties(name: $0.key, dataType: $0.value)
      })
  }

  /// Changes the catalog's file behind the engine's back.
  func write(_ sql: String) throws {
    let connection = try Connection(path: "\(fixture.root)/warehouse/shop.db", mode: .readWrite)
    defer { connection.close() }
    try connection.execute(sql)
  }

  /// `id from to value`, an open end as `…`.
  func versions() throws -> [String] {
    try fixture.rows(
      """
      select id || ' ' || effective_from || ' ' || case when is_current then '…' else effective_to end || ' '
        || coalesce(value, '∅') from "silver.states" order by id, effective_from
      """
    ).map { $0[0].text ?? "" }
  }

  /// Every cell of the published table, in an order of its own.
  func table() throws -> [[Value]] {
    try fixture.rows(
      "select id, value, extra, effective_from, effective_to, is_current, record_hash from \"silver.states\" order by id, effective_from"
    )
  }
}

/// The rule of a history, told a second time and as simply as possible: what a key is at an instant is what its latest
/// event up to then says, and a version lasts while that does not change.
enum HistoryModel {
  static func table(_ events: Set<FeedRow>) -> [String] {
    var lines: [String] = []
    for id in Set(events.compactMap(\.id)).sorted() {
      let own = events.filter { $0.id == id }
      let instants = Set(own.compactMap(\.at)).sorted()
      func state(at instant: String) -> String?? {
        let latest = own.compactMap(\.at).filter { $0 <= instant }.max()
        let said = own.filter { $0.at == latest }
        if said.contains(where: \.isDelete) { return .none }
        return said.first.map { $0.value }
      }
      var index = 0
      while index < instants.count {
        guard let value = state(at: instants[index]) else {
          index += 1
          continue
        }
        var end = index + 1
        while end < instants.count, let next = state(at: instants[end]), next == value { end += 1 }
        let to = end < instants.count ? instants[end] : "…"
        lines.append("\(id) \(instants[index]) \(to) \(value ?? "∅")")
        index = end
      }
    }
    return lines
  }
}

/// Random numbers that are the same on every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
