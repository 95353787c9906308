import Glibc
import SQLiteKit

/// One run in one SQLite file: its record, steps, gates, checks, events, failing rows, and the project's graph as it was
/// drawn. What another machine's console opens, without the project and without the warehouse.
///
/// The file is a run store with three tables more, so that whatever reads a run store reads it. Times, states and names
/// are those of the store; secrets were scrubbed before they came there.
package enum RunArchive {
  /// What was written.
  package struct Summary: Sendable {
    package var path: String
    package var events: Int64
    package var failingRows: Int64
    package var bytes: Int64
  }

  /// Writes a run to a new file.
  ///
  /// - Throws: when there is no such run, when it is still going, when the file is there already or cannot be written.
  @discardableResult
  package static func write(
    _ run: RunID, of directory: StateDirectory, project: ArchivedProject, to path: String
  ) throws(RunStoreError) -> Summary {
    let reader = try RunStoreReader(directory)
    guard let record = try reader.run(run) else {
      throw RunStoreError(
        .refused, path: directory.stateFile, "there is no run \(run)", advice: "List them with: sluice runs")
    }
    guard record.state.isTerminal else {
      throw RunStoreError(
        .refused, path: directory.stateFile, "run \(run) is still going", advice: "Export it when it has ended.")
    }
    guard access(path, F_OK) != 0 else {
      throw RunStoreError(.refused, path: path, "the file is there already", advice: "Name another, or move it away.")
    }
    do {
      try copy(run, of: directory, project: project, to: path)
      let file = try Connection(path: path, mode: .readOnly)
      defer { file.close() }
      return Summary(
        path: path, events: try file.queryValue("SELECT count(*) FROM events")?.integer ?? 0,
        failingRows: try file.queryValue("SELECT count(*) FROM failing_rows")?.integer ?? 0, bytes: size(of: path))
    } catch {
      // Half an archive is worth nothing.
      unlink(path)
      throw RunStoreError(error, path: path)
    }
  }

  private static func copy(
    _ run: RunID, of directory: StateDirectory, project: ArchivedProject, to path: String
  ) throws {
    let file = try Connection(path: path, mode: .create)
    defer { file.close() }
    try file.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF")
    try file.execute("PRAGMA application_id=\(RunStoreSchema.applicationID)")
    for migration in RunStoreSchema.migrations + FailureStoreSchema.migrations { try file.execute(migration) }
    try file.execute(ArchivedProject.schema)
    try file.setUserVersion(Int32(RunStoreSchema.migrations.count))
    try file.attach(directory.stateFile, as: "store")
    let number = Value.integer(run.rawValue)
    try file.transaction {
      for table in ["runs", "steps", "gates", "checks", "events", "dataset_events"] {
        let condition = table == "runs" ? "id" : "run"
        // By name: a store of an older form has fewer columns.
        let columns = try file.query("SELECT name FROM pragma_table_info(?, 'store')", [.text(table)])
          .compactMap { $0[0].text.map { "\"\($0)\"" } }.joined(separator: ",")
        try file.run(
          "INSERT INTO main.\(table)(\(columns)) SELECT \(columns) FROM store.\(table) WHERE \(condition)=?", [number])
      }
      // What was asked for may name files and variables of this machine, and serves nobody elsewhere.
      try file.run("UPDATE main.runs SET request='', pid=NULL, process_start=NULL, boot_id=NULL")
      try project.write(to: file)
    }
    try file.detach("store")
    guard access(directory.failuresFile, F_OK) == 0 else { return }
    try file.attach(directory.failuresFile, as: "rows")
    try file.transaction {
      try file.run("INSERT INTO main.failures SELECT * FROM rows.failures WHERE run=?", [number])
      try file.run(
        """
        INSERT INTO main.failing_rows SELECT * FROM rows.failing_rows
        WHERE check_id IN (SELECT check_id FROM main.failures)
        """)
    }
    try file.detach("rows")
  }

  private static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Whether a file is an exported run, by its header and its tables; a project folder or any other file is none.
  package static func isArchive(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    guard let file = try? Connection(path: path, mode: .readOnly) else { return false }
    defer { file.close() }
    let mark = try? file.queryValue("PRAGMA application_id")?.integer
    let tables = try? file.queryValue("SELECT count(*) FROM sqlite_schema WHERE name='archived_nodes'")?.integer
    return mark == Int64(RunStoreSchema.applicationID) && tables == 1
  }
}
