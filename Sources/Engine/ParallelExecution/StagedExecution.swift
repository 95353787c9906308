import Glibc
package import ParallelQuery
package import SQLKit
package import SQLiteKit
package import TableFile

/// Runs a query's stages on several connections at once and leaves its rows as the one table of a new file.
///
/// Measured against the same statement run by SQLite alone: see `Benchmarks/README.md`.
package struct StagedExecution: Sendable {
  package var stages: StagedQuery
  package var workerCount: Int
  /// A folder for the stages' own files, removed as soon as they are read.
  package var scratchDirectory: String
  /// A name no other execution uses at the time.
  package var name: String
  /// Opens a read-only connection on which the plain query would run: files attached, functions and file tables registered.
  package var connect: @Sendable () throws -> Connection
  /// The relation of this SQLite name as one that deals out its rows, when it is: files read in place. Others are cut by rowid.
  package var deal: @Sendable (String) throws -> (any DealtRelation)?
  /// Told of rows read, now and then; throws to stop.
  package var progress: @Sendable (Int64) throws -> Void

  package init(
    stages: StagedQuery, workerCount: Int, scratchDirectory: String, name: String,
    connect: @escaping @Sendable () throws -> Connection,
    deal: @escaping @Sendable (String) throws -> (any DealtRelation)? = { _ in nil },
    progress: @escaping @Sendable (Int64) throws -> Void = { _ in }
  ) {
    self.stages = stages
    self.workerCount = workerCount
    self.scratchDirectory = scratchDirectory
    self.name = name
    self.connect = connect
    self.deal = deal
    self.progress = progress
  }

  /// Bytes that groups, and the rows held for a join, may take: what goes beyond is written to files, so that memory does
  /// not grow with the data.
  private static let groupBudget = 96 << 20
  private static let lookupBudget = 48 << 20

  /// Writes the result as table `table` of a new file at `path`.
  ///
  /// - Parameters:
  ///   - sql: the table's `CREATE TABLE` statement.
  ///   - declaredTypes: of its columns, in order.
  /// - Returns: the number of rows.
  package func run(into path: String, table: String, sql: String, declaredTypes: [String]) throws -> Int64 {
    var session = StagedSession(connect: connect)
    defer { session.removeFiles() }
    for stage in stages.lookups { try hold(stage, in: &session) }
    for (index, stage) in stages.groupings.enumerated() {
      let file = "\(scratchDirectory)/\(name)-groups-\(index + 1).db"
      session.files.append((file, "_stage_\(index + 1)"))
      try group(stage, into: file, session)
    }
    let file = try TableFileWriter(path: path)
    let affinities = declaredTypes.map { ColumnAffinity(declaredType: $0) }
    if let latest = stages.latest {
      let (query, origins) = try query(latest.query, or: latest.thinned, session, affinities)
      let (rows, losers) = try query.copyLatest(
        latest.ranking, into: file, table: table, sql: sql, affinities: affinities, origins: origins)
      try file.finish()
      try remove(losers, from: table, of: path)
      return rows
    }
    if let rows = try project(into: file, table: table, sql: sql, affinities) {
      try file.finish()
      return rows
    }
    let (query, origins) = try query(stages.final, or: stages.thinnedFinal, session, affinities)
    let rows = try query.copy(into: file, table: table, sql: sql, affinities: affinities, origins: origins)
    try file.finish()
    return rows
  }

  /// The query with its columns' origins: the thinned one, when its driving relation is dealt out by somebody who can give
  /// the columns it lacks.
  private func query(
    _ whole: CuttableQuery, or thinned: ThinnedQuery?, _ session: StagedSession, _ affinities: [ColumnAffinity]
  ) throws -> (PartitionedQuery, [ColumnOrigin]?) {
    guard let thinned, let driving = thinned.query.driving, let dealt = try deal(driving) else {
      return (try query(whole, session), nil)
    }
    let taken = zip(thinned.columns, affinities).compactMap { name, affinity in
      name.map { RecordColumn(name: $0, affinity: affinity) }
    }
    guard thinned.columns.count == affinities.count, dealt.canGive(taken) else {
      return (try query(whole, session), nil)
    }
    return (query(thinned.query, of: dealt, giving: taken, session), thinned.origins)
  }

  /// Takes out the rows that were the best of their keys when they were written, and are no more.
  private func remove(_ losers: [Int64], from table: String, of path: String) throws {
    guard !losers.isEmpty else { return }
    let connection = try Connection(path: path)
    defer { connection.close() }
    try connection.execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA locking_mode = EXCLUSIVE"
    )
    try connection.execute("BEGIN")
    let statement = try connection.prepare("DELETE FROM \(quoteIdentifier(table)) WHERE _rowid_ = ?")
    for loser in losers {
      try statement.bind(loser, at: 1)
      _ = try statement.step()
      statement.reset()
    }
    try connection.execute("COMMIT")
  }

  /// Rows that are those of one dealt relation, value by value, need no connection to be made.
  private func project(
    into file: TableFileWriter, table: String, sql: String, _ affinities: [ColumnAffinity]
  ) throws -> Int64? {
    guard let projection = stages.projection, let dealt = try deal(projection.relation) else { return nil }
    let connection = try connect()
    defer { connection.close() }
    return try dealt.copy(
      projection, into: file, table: table, sql: sql, affinities: affinities, workerCount: workerCount,
      connection: connection, progress: progress)
  }

  private func hold(_ stage: LookupStage, in session: inout StagedSession) throws {
    let connection = try session.open()
    defer { connection.close() }
    let table = try LookupTable(
      connection.prepare(stage.sql), keyCount: stage.keys.count,
      columns: (stage.keys + stage.values).map { ($0.name, Self.storage($0.declaredType)) },
      memoryBudget: Self.lookupBudget, spillDirectory: scratchDirectory)
    session.lookups.append((stage, table))
  }

  /// The author's word for a type, such as STRING, would give a column the affinity of numbers, and `'007'` would be looked
  /// for as 7: the word that stands for its storage does not.
  private static func storage(_ declaredType: String?) -> String? {
    declaredType.flatMap { declared in
      let storage = ColumnStorage(declared: declared).rawValue
      return storage.isEmpty ? nil : storage
    }
  }

  private func group(_ stage: GroupingStage, into path: String, _ session: StagedSession) throws {
    let file = try TableFileWriter(path: path)
    _ = try query(stage.input, session).group(
      by: stage.keys.count, stage.aggregates.map(\.grouped), into: file, table: stage.table, sql: stage.createTable,
      memoryBudget: Self.groupBudget, spillDirectory: scratchDirectory)
    try file.finish()
  }

  private func query(_ query: CuttableQuery, _ session: StagedSession) throws -> PartitionedQuery {
    if let driving = query.driving, let dealt = try deal(driving) {
      return self.query(query, of: dealt, giving: [], session)
    }
    return PartitionedQuery(
      parts: try parts(of: query, session), workerCount: workerCount, connect: { _ in try session.open() },
      progress: progress)
  }

  private func query(
    _ query: CuttableQuery, of dealt: any DealtRelation, giving columns: [RecordColumn], _ session: StagedSession
  ) -> PartitionedQuery {
    PartitionedQuery(
      parts: Array(repeating: query.sql, count: workerCount), workerCount: workerCount,
      connect: { order in
        let connection = try session.open()
        try dealt.register(on: connection, order: order, giving: columns)
        return connection
      }, progress: progress)
  }

  /// Cuts the driving relation by rowid. A query with a WITH clause, or one that looks rows up among those of another, computes
  /// that for each part, so it gets few parts; others get more than there are workers, so that all end together.
  private func parts(of query: CuttableQuery, _ session: StagedSession) throws -> [String] {
    guard let driving = query.driving else { return [query.sql] }
    let connection = try session.open()
    defer { connection.close() }
    let bounds = try connection.query("SELECT min(_rowid_), max(_rowid_) FROM \(driving)").first
    guard let first = bounds?[0].integer, let last = bounds?[1].integer, last > first else { return [query.sql] }
    let count = Int64(query.repeatsWork ? workerCount : workerCount * 4)
    let step = (last - first) / count + 1
    return (0..<count).compactMap { index in
      let low = first + index * step
      guard low <= last else { return nil }
      return query.sql(
        reading: "(SELECT * FROM \(driving) WHERE _rowid_ BETWEEN \(low) AND \(min(last, low + step - 1)))")
    }
  }
}

/// A relation whose rows are dealt out among connections: each reads rows no other reads, all together read all.
package protocol DealtRelation: Sendable {
  /// Makes it a table of one more connection, in the place of the one of its name, telling `order` of every run of rows,
  /// and of the row at hand, which gives these columns.
  func register(on connection: Connection, order: RowOrder, giving columns: [RecordColumn]) throws
  /// Whether its rows can give these columns as an insert of what SQLite reads of them would write them.
  func canGive(_ columns: [RecordColumn]) -> Bool
  /// Writes its rows, projected, as a table of `file`; nil when this projection needs SQLite.
  func copy(
    _ projection: RowProjection, into file: TableFileWriter, table: String, sql: String, affinities: [ColumnAffinity],
    workerCount: Int, connection: Connection, progress: @escaping @Sendable (Int64) throws -> Void
  ) throws -> Int64?
}

/// A column of a dealt relation that is written as it is into a column of some affinity.
package struct RecordColumn: Sendable, Hashable {
  package var name: String
  package var affinity: ColumnAffinity
}

extension ThinnedQuery {
  /// Columns of the record and of the statement by turns.
  fileprivate var origins: [ColumnOrigin] {
    var origins: [ColumnOrigin] = []
    var taken = 0
    for column in columns {
      switch (column, origins.last) {
      case (nil, .statement(let count)): origins[origins.count - 1] = .statement(count + 1)
      case (nil, _): origins.append(.statement(1))
      case (_, .record(let range)):
        origins[origins.count - 1] = .record(range.lowerBound..<(taken + 1))
        taken += 1
      default:
        origins.append(.record(taken..<(taken + 1)))
        taken += 1
      }
    }
    return origins
  }
}

/// What the stages so far have made, for the connections of those that follow.
private struct StagedSession: Sendable {
  let connect: @Sendable () throws -> Connection
  /// Without a table where the rows did not fit into memory.
  var lookups: [(stage: LookupStage, table: LookupTable?)] = []
  var files: [(path: String, schema: String)] = []

  init(connect: @escaping @Sendable () throws -> Connection) { self.connect = connect }

  func open() throws -> Connection {
    let connection = try connect()
    for (path, schema) in files where access(path, R_OK) == 0 { try connection.attach(path, as: schema) }
    for (stage, table) in lookups {
      if let table {
        try table.register(on: connection, as: stage.name)
      } else {
        try connection.execute("CREATE TEMP VIEW \(stage.name) AS SELECT * FROM \(stage.sqliteName)")
      }
    }
    return connection
  }

  func removeFiles() { for (path, _) in files { unlink(path) } }
}

extension LatestRowStage {
  fileprivate var ranking: RowRanking {
    RowRanking(
      keyCount: keyCount,
      order: order.map { RowRanking.OrderKey(isDescending: $0.isDescending, nullsFirst: $0.nullsFirst) },
      hasFilter: hasFilter)
  }
}

extension GroupingStage.Aggregate {
  fileprivate var grouped: GroupAggregate {
    switch self {
    case .countRows: .countRows
    case .count: .count
    case .sum: .sum
    case .total: .total
    case .average: .average
    case .minimum: .minimum
    case .maximum: .maximum
    case .decimalSum(let scale): .decimalSum(scale: scale)
    case .decimalAverage(let scale): .decimalAverage(scale: scale)
    }
  }
}
