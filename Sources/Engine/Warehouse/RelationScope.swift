package import Project
import SQLiteKit

/// What names in a step's SQL stand for: published tables, files read in place, and whatever the step puts in the place
/// of one (its candidate in the place of the published table, while that is being checked).
package final class RelationScope {
  /// A relation as the step's connection knows it.
  package struct Found {
    package var relation: RelationName
    /// Quoted, ready for SQL.
    package var sqlName: String
    package var columns: [AdapterColumn]
    /// Stored rows with rowids, as opposed to a view or a file read in place.
    package var isStored: Bool
    /// Records of files, read in place.
    package var isFile = false
    /// About how many rows it has, where that can be told from the size of its files.
    package var estimatedRows: Int64?
  }

  let connection: Connection
  /// The catalog that is the connection's `main`.
  let mainDatabase: String
  private let defaults: (database: String, schema: String)
  private var attached: [String: String]
  private var replaced: [RelationName: Found] = [:]
  private var known: [RelationName: Found?] = [:]
  private var versions: [RelationName: VersionLog.Newest] = [:]
  private let directory: RelationDirectory
  /// Names as written in other cases, to the relation meant.
  var spelled: [String: RelationName] { directory.spelled }
  /// The histories that may be looked back into; nil where SQL may not ask for the past.
  var histories: [RelationName: HistoryColumns]?
  /// Makes a relation that is no table readable on first use: a file source becomes a virtual table.
  var provide: (RelationName) throws -> Found? = { _ in nil }
  /// What went wrong while names were looked up on behalf of someone who cannot throw.
  private(set) var failure: (any Error)?
  /// What `current_timestamp` is in this step; nil: the moment a statement runs, as views have it.
  var currentTimestamp: String?
  /// Names of `main` are written with their schema; a view's text must not.
  var qualifiesMain = true

  init(
    connection: Connection, mainDatabase: String, attached: [String: String], target: ProjectTarget,
    directory: RelationDirectory
  ) {
    self.connection = connection
    self.mainDatabase = mainDatabase
    self.attached = attached
    defaults = (target.database, target.schema)
    self.directory = directory
  }

  /// Lets SQL that names `relation` read something else.
  func replace(_ relation: RelationName, with found: Found) { replaced[relation] = found }

  /// Ends one replacement.
  func endReplacing(_ relation: RelationName) { replaced[relation] = nil }

  /// Ends all replacements.
  func restore() { replaced.removeAll() }

  /// Forgets what was learnt of published relations: call after publishing.
  func forget() {
    known.removeAll()
    versions.removeAll()
  }

  /// What the log says of a relation, looked up once: what the step reads is what it was told of.
  func newest(of relation: RelationName) throws -> VersionLog.Newest {
    if let found = versions[relation] { return found }
    guard let alias = try alias(of: relation.database) else { return VersionLog.Newest() }
    let found = try VersionLog(connection, alias: alias, database: relation.database).newest(of: relation)
    versions[relation] = found
    return found
  }

  /// The relation meant by the parts of a name, outermost first.
  func name(parts: [String]) -> RelationName? {
    switch parts.count {
    case 1: RelationName(database: defaults.database, schema: defaults.schema, identifier: parts[0])
    case 2: RelationName(database: defaults.database, schema: parts[0], identifier: parts[1])
    case 3: RelationName(database: parts[0], schema: parts[1], identifier: parts[2])
    default: nil
    }
  }

  /// Finds a relation by the parts of its name, outermost first.
  func find(parts: [String]) -> Found? {
    guard let relation = name(parts: parts) else { return nil }
    do { return try find(relation) } catch {
      failure = failure ?? error
      return nil
    }
  }

  func find(_ written: RelationName) throws -> Found? {
    let relation = spelled[written.description.lowercased()] ?? written
    if let found = replaced[relation] { return found }
    if let found = known[relation] { return found }
    let found = try published(relation) ?? provide(relation) ?? informationSchema(relation)
    known[relation] = .some(found)
    return found
  }

  private func informationSchema(_ relation: RelationName) throws -> Found? {
    guard InformationSchema.holds(relation) else { return nil }
    let catalogs = [(mainDatabase, "main")] + attached.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return try InformationSchema(connection: connection, catalogs: catalogs).find(relation)
  }

  /// The schema a catalog is attached as, or nil when it has no file or there is no room for it.
  func alias(of database: String) throws -> String? {
    if database.lowercased() == mainDatabase.lowercased() { return "main" }
    return attached[database.lowercased()]
  }

  /// The published relation, views included.
  func published(_ relation: RelationName) throws -> Found? {
    guard let alias = try alias(of: relation.database) else { return nil }
    let name = relation.tableName
    guard let kind = try connection.kind(of: name, in: alias) else { return nil }
    let logged = try? newest(of: relation).current
    let columns = try logged?.record.columns ?? declaredColumns(alias: alias, table: name)
    return Found(relation: relation, sqlName: sqlName(alias, name), columns: columns, isStored: kind == .table)
  }

  private func sqlName(_ alias: String, _ name: String) -> String {
    alias == "main" && !qualifiesMain ? quoteIdentifier(name) : quoteIdentifier(alias, name)
  }

  /// Rows of relations by their name in SQLite, as far as the version log knows them.
  var rowCounts: @Sendable (String) -> Int64? {
    let counts = known.values.compactMap { $0 }.reduce(into: [String: Int64]()) { counts, found in
      if let rows = found.estimatedRows { counts[found.sqlName] = rows }
      guard found.isStored, let current = try? newest(of: found.relation).current else { return }
      counts[found.sqlName] = current.record.rows
    }
    return { counts[$0] }
  }

  /// The columns of a table as its file declares them.
  func declaredColumns(alias: String, table: String) throws -> [AdapterColumn] {
    try connection.query("SELECT name, type FROM pragma_table_info(?, ?)", [.text(table), .text(alias)]).map {
      AdapterColumn(name: $0[0].text ?? "", dataType: $0[1].text ?? "")
    }
  }
}
