import Project
import SQLiteKit
import Synchronization

/// The file sources a step reads: found, opened, and made tables of every connection the step uses.
final class FileInputs: Sendable {
  /// A source opened for this step.
  struct Opened: Sendable {
    var node: Node
    var relation: RelationName
    /// The name of the table on the step's connections.
    var tableName: String
    var source: FileSource
    /// The files read, as they were when the step began.
    var files: [FileLedger.Entry]
    /// Every file of the source, those loaded before included.
    var all: [FileLedger.Entry]
    var rejected: RejectedRecords
    var progress: IngestionProgress
  }

  private struct State {
    var opened: [Opened] = []
    var tables: [UncheckedTable] = []
    var dealt: [RelationName: DealtFile] = [:]
  }

  /// A table of some connection of the step. Only looked into after the statement that scanned it has ended.
  private struct UncheckedTable: @unchecked Sendable {
    var relation: RelationName
    var table: FileTable
  }

  private let state = Mutex(State())

  var opened: [Opened] { state.withLock { $0.opened } }

  func add(_ source: Opened) { state.withLock { $0.opened.append(source) } }

  /// Makes the opened sources tables of one more connection.
  func register(on connection: Connection) throws {
    for source in opened { try register(source, on: connection) }
  }

  func register(_ source: Opened, on connection: Connection) throws {
    let table = try source.source.register(
      on: connection, as: source.tableName, sink: source.rejected, progress: source.progress)
    state.withLock { $0.tables.append(UncheckedTable(relation: source.relation, table: table)) }
  }

  /// A reading of one of the sources that several connections share, by the name of its table in SQL.
  func deal(_ sqlName: String) -> DealtFile? {
    guard let source = opened.first(where: { quoteIdentifier($0.tableName) == sqlName }) else { return nil }
    source.rejected.clear()
    let dealt = DealtFile(source.source, as: source.tableName, sink: source.rejected, progress: source.progress)
    state.withLock { $0.dealt[source.relation] = dealt }
    return dealt
  }

  /// Declared columns that no record of the last whole scan had.
  func missingColumns(of relation: RelationName) -> [String] {
    if let dealt = state.withLock({ $0.dealt[relation] }) { return dealt.missingColumns }
    let tables = state.withLock { $0.tables.filter { $0.relation == relation } }
    let scans = tables.map(\.table).filter { $0.missingColumns.count < $0.source.columns.count }
    return scans.last?.missingColumns ?? []
  }

  func cancel() { for source in opened { source.progress.cancel() } }

  /// Ready for another scan: what the input gate's tests passed over is not counted twice.
  func beginProcess() { for source in opened { source.rejected.clear() } }

  /// Why there is nothing to load, when every file was loaded before.
  var nothingNew: String? {
    let sources = opened
    guard !sources.isEmpty, sources.allSatisfy(\.files.isEmpty) else { return nil }
    return "no new files: all \(sources.reduce(0) { $0 + $1.all.count }) were loaded before"
  }
}

/// Keeps the bad records of one source: all are counted, the first are kept.
final class RejectedRecords: BadRecordSink, Sendable {
  static let kept = 1_000
  private struct State {
    var count = 0
    var records: [BadRecord] = []
    /// Where those counted stand: a join may read a file many times, and a record is bad once.
    var places: [String: Set<Int>] = [:]
  }

  private let state = Mutex(State())
  /// Records that were corrected and admitted since: passed over without a word.
  private let settled: Set<String>

  init(settled: Set<String> = []) { self.settled = settled }

  var count: Int { state.withLock { $0.count } }
  var records: [BadRecord] { state.withLock { $0.records } }

  func reject(_ record: BadRecord) throws {
    if !settled.isEmpty, settled.contains(Correction.mark(file: record.file, text: record.text)) { return }
    state.withLock { state in
      guard state.places[record.file, default: []].insert(record.byteOffset).inserted else { return }
      state.count += 1
      if state.records.count < Self.kept { state.records.append(record) }
    }
  }

  func rejectMore(_ more: Int) throws { state.withLock { $0.count += more } }

  func clear() { state.withLock { $0 = State() } }
}
