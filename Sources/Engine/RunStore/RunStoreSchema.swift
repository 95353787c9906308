/// The tables of `state.db`, as a list of migrations: the file's `user_version` says how many have been applied.
///
/// A migration is never edited once it is on main; a change is a new one at the end. Times are microseconds since
/// 1970 in UTC, states the raw values of the vocabulary, so that any SQLite client can read them.
enum RunStoreSchema {
  static let migrations: [String] = [first, warehouse, waivers, products, standing]

  /// Marks the file as ours (`PRAGMA application_id`): "SLUI".
  static let applicationID: Int32 = 0x534C_5549

  private static let terminalSteps = StepState.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }
    .joined(separator: ",")
  private static let terminalRuns = RunState.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }
    .joined(separator: ",")

  /// The triggers are the last guard of "terminal is terminal": no writer, old or new, gets around them.
  private static let first = """
    CREATE TABLE runs(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      invocation_id TEXT NOT NULL,
      command TEXT NOT NULL,
      command_line TEXT NOT NULL,
      state TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      finished_at INTEGER,
      trigger_cause TEXT NOT NULL,
      user TEXT NOT NULL,
      target TEXT NOT NULL,
      retry_of INTEGER,
      pid INTEGER,
      process_start INTEGER,
      boot_id TEXT,
      heartbeat_at INTEGER,
      cancel_requested INTEGER NOT NULL DEFAULT 0,
      step_count INTEGER NOT NULL DEFAULT 0,
      message TEXT,
      request TEXT NOT NULL
    );
    CREATE INDEX runs_open ON runs(state) WHERE state IN ('queued','running');
    CREATE TRIGGER runs_terminal BEFORE UPDATE OF state ON runs
      WHEN OLD.state IN (\(terminalRuns)) AND NEW.state IS NOT OLD.state
      BEGIN SELECT RAISE(ABORT, 'a finished run never changes its state'); END;

    CREATE TABLE steps(
      run INTEGER NOT NULL,
      node TEXT NOT NULL,
      position INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempt INTEGER NOT NULL DEFAULT 1,
      queued_at INTEGER,
      started_at INTEGER,
      finished_at INTEGER,
      rows_read INTEGER NOT NULL DEFAULT 0,
      rows_written INTEGER NOT NULL DEFAULT 0,
      rows_quarantined INTEGER NOT NULL DEFAULT 0,
      bytes_read INTEGER NOT NULL DEFAULT 0,
      bytes_total INTEGER NOT NULL DEFAULT 0,
      expected_rows INTEGER,
      version INTEGER,
      reason TEXT,
      file TEXT,
      line INTEGER,
      column INTEGER,
      sql TEXT,
      PRIMARY KEY(run, node)
    ) WITHOUT ROWID;
    CREATE INDEX steps_by_node ON steps(node, run);
    CREATE TRIGGER steps_terminal BEFORE UPDATE OF state ON steps
      WHEN OLD.state IN (\(terminalSteps)) AND NEW.state IS NOT OLD.state
      BEGIN SELECT RAISE(ABORT, 'a finished step never changes its state'); END;

    CREATE TABLE gates(
      run INTEGER NOT NULL,
      node TEXT NOT NULL,
      gate TEXT NOT NULL,
      state TEXT NOT NULL,
      passed INTEGER NOT NULL DEFAULT 0,
      warned INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      not_evaluated INTEGER NOT NULL DEFAULT 0,
      waived INTEGER NOT NULL DEFAULT 0,
      started_at INTEGER,
      finished_at INTEGER,
      PRIMARY KEY(run, node, gate)
    ) WITHOUT ROWID;
    CREATE INDEX gates_by_node ON gates(node, run);

    CREATE TABLE checks(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run INTEGER NOT NULL,
      node TEXT NOT NULL,
      gate TEXT NOT NULL,
      name TEXT NOT NULL,
      test TEXT,
      state TEXT NOT NULL,
      severity TEXT NOT NULL,
      measured REAL,
      population INTEGER,
      threshold TEXT NOT NULL,
      message TEXT NOT NULL,
      sql TEXT,
      file TEXT,
      line INTEGER,
      column INTEGER,
      seconds REAL NOT NULL,
      rows_kept INTEGER NOT NULL DEFAULT 0,
      rows_failing INTEGER,
      at INTEGER NOT NULL
    );
    CREATE INDEX checks_by_run ON checks(run, node, gate);
    CREATE INDEX checks_by_name ON checks(node, name, run);

    CREATE TABLE events(
      id INTEGER PRIMARY KEY,
      run INTEGER,
      at INTEGER NOT NULL,
      level INTEGER NOT NULL,
      kind TEXT NOT NULL,
      node TEXT,
      message TEXT NOT NULL,
      details TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX events_by_run ON events(run);

    CREATE TABLE dataset_events(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      run INTEGER NOT NULL,
      node TEXT NOT NULL,
      relation TEXT NOT NULL,
      version INTEGER NOT NULL
    );
    CREATE INDEX dataset_events_by_relation ON dataset_events(relation, id);
    """

  /// Where a run publishes, so that whoever finds it dead can look up what it did publish.
  private static let warehouse = "ALTER TABLE runs ADD COLUMN warehouse TEXT"

  /// Checks that are let pass for a while.
  private static let waivers = """
    CREATE TABLE waivers(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      check_name TEXT NOT NULL,
      node TEXT,
      until INTEGER NOT NULL,
      reason TEXT NOT NULL,
      by TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      ended_at INTEGER
    );
    """

  /// What steps leave behind: rows in a table, a view, a verdict.
  private static let products = "ALTER TABLE steps ADD COLUMN product TEXT"

  /// Steps that made what was published before: earlier ones said so in their reason alone.
  private static let standing = """
    ALTER TABLE steps ADD COLUMN stands INTEGER;
    UPDATE steps SET stands=1 WHERE state IN ('success','warned') AND reason LIKE '%; as v%, which stands';
    """

  /// What makes a file of an older form look like today's to a reader, by the form it has: what it lacks is added on the
  /// connection alone, where the file may not be written.
  static let bridges: [Int64: String] = [
    3: "CREATE TEMP VIEW steps AS SELECT *, NULL AS product, NULL AS stands FROM main.steps",
    4: "CREATE TEMP VIEW steps AS SELECT *, NULL AS stands FROM main.steps",
  ]
}
