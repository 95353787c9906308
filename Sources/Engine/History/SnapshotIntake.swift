import Project
import SQLiteKit

/// The query's rows in `scratch.incoming`, one a key, judged before anything is made of them.
struct SnapshotIntake {
  let layout: SnapshotLayout
  let context: StepContext
  let settings: SnapshotSettings
  /// The columns of `scratch.incoming`.
  let columns: [AdapterColumn]
  private(set) var findings: [ProcessFinding] = []
  private(set) var count: Int64 = 0
  private let statement: AuthoredStatement

  private var connection: Connection { context.connection }

  init(
    _ authored: AuthoredStatement, _ settings: SnapshotSettings, _ published: RelationScope.Found?,
    _ context: StepContext
  ) throws {
    self.context = context
    self.settings = settings
    // Behind them come the snapshot's own, and a key and a time that are expressions.
    let source = try context.storable(context.resultColumns(of: authored), most: StepContext.mostColumns - 16)
    var layout = try SnapshotLayout(source: source, settings, published, context.node)
    var statement = authored
    if !layout.added.isEmpty {
      let expressions = layout.added.map { "(\($0.expression)) as \($0.name)" }.joined(separator: ", ")
      statement = try context.wrap(
        authored, before: "select sbq.*, \(expressions) from (\n", after: "\n) as sbq")
      let types = try context.resultColumns(of: statement)
      func typed(_ column: AdapterColumn) -> AdapterColumn { types.first { $0.name == column.name } ?? column }
      layout.key = layout.key.map(typed)
      layout.updated = layout.updated.map(typed)
      if let instant = layout.updated?.dataType {
        let own = [settings.names.updatedAt, settings.names.validFrom, settings.names.validTo]
        layout.result = layout.result.map {
          own.contains($0.name) && $0.dataType.isEmpty ? AdapterColumn(name: $0.name, dataType: instant) : $0
        }
      }
    }
    self.statement = statement
    self.layout = layout
    columns = layout.incoming(try context.resultColumns(of: statement), published)
    // Instants of its own have the form of `updated_at`, which may be an expression.
    let own = layout.updated.map { [AdapterColumn(name: settings.names.validFrom, dataType: $0.dataType)] } ?? []
    if let change = TypeChange.finding(of: source + own, to: published?.columns ?? [], prefix: "snapshot") {
      findings.append(change)
    }
  }

  /// Whether nothing found holds the step.
  var isSound: Bool { !findings.contains { $0.state == .fail } }

  /// Runs the query.
  mutating func read() throws {
    guard isSound else { return }
    count = try context.fill("incoming", columns: columns, from: statement)
    context.progress.rowsRead = max(context.progress.rowsRead, count)
    context.progress.rowsWritten = 0
  }

  /// Judges the rows, one after the other, and makes the index they are found by.
  mutating func judge() throws {
    let list = layout.key.map { quoteIdentifier($0.name) }.joined(separator: ", ")
    let (noKey, noTime) = (layout.hasNoKey("incoming"), layout.hasNoTime("incoming"))
    // One look for both: mostly there is neither.
    if try connection.hasRow("SELECT 1 FROM scratch.incoming WHERE \(noKey) OR \(noTime)") {
      let keyWords = settings.uniqueKey.joined(separator: ", ")
      let timeWord = settings.updatedAt ?? ""
      try check("snapshot.null_key", noKey, order: list) {
        "\($0) rows have no \(keyWords): they could never be matched again"
      }
      try check("snapshot.null_updated_at", noTime, order: list) {
        "\($0) rows have no \(timeWord): nothing tells since when they are so"
      }
    }
    guard try !isIndexedUniquely(list) else { return }
    try connection.execute("CREATE INDEX scratch.incoming_key ON incoming (\(list))")
    try settleDuplicates(list)
  }

  /// Makes the index over the key, which fails where two rows share one.
  private func isIndexedUniquely(_ keys: String) throws(SQLiteError) -> Bool {
    do {
      try connection.execute("CREATE UNIQUE INDEX scratch.incoming_key ON incoming (\(keys))")
      return true
    } catch {
      if error.code.rawValue & 0xFF == ResultCode.constraint.rawValue { return false }
      throw error
    }
  }

  /// Identical rows are one; different rows of one key hold the step.
  private mutating func settleDuplicates(_ keys: String) throws {
    guard isSound else { return }
    let removed = try connection.run(
      """
      DELETE FROM scratch.incoming WHERE _rowid_ NOT IN (SELECT min(_rowid_) FROM scratch.incoming GROUP BY \(columns.nameList))
      """)
    count -= Int64(removed)
    try check(
      "snapshot.duplicate_key",
      "(\(keys)) IN (SELECT \(keys) FROM scratch.incoming GROUP BY \(keys) HAVING count(*) > 1)",
      order: keys
    ) { "\($0) rows share a key with another row that says something else" }
  }

  private mutating func check(_ name: String, _ condition: String, order: String, words: (Int64) -> String) throws {
    let rows = "scratch.incoming WHERE \(condition)"
    let count = try connection.queryValue("SELECT count(*) FROM \(rows)")?.integer ?? 0
    guard count > 0 else { return }
    findings.append(
      ProcessFinding(
        name: name, state: .fail, message: words(count), threshold: "= 0", measured: Double(count),
        population: self.count,
        rows: try FailingRows(
          connection, "SELECT \(layout.source.nameList) FROM \(rows) ORDER BY \(order) LIMIT 500",
          total: count)))
  }
}
