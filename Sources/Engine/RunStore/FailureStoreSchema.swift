/// The tables of `failures.db`: failing rows and bad records, capped, under the id of the check that found them.
enum FailureStoreSchema {
  static let migrations: [String] = [first]

  /// Marks the file as ours (`PRAGMA application_id`): "SLUF".
  static let applicationID: Int32 = 0x534C_5546

  private static let first = """
    CREATE TABLE failures(
      check_id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      columns TEXT NOT NULL,
      kept INTEGER NOT NULL,
      total INTEGER NOT NULL
    );
    CREATE INDEX failures_by_run ON failures(run);
    CREATE TABLE failing_rows(
      check_id INTEGER NOT NULL,
      position INTEGER NOT NULL,
      cells TEXT NOT NULL,
      PRIMARY KEY(check_id, position)
    ) WITHOUT ROWID;
    """
}
