import Project
import SQLiteKit

/// What tests that are steps of their own said when they last ran, and of what: a test over several tables need not run
/// again while none of them has changed.
struct TestLog {
  static let schema = """
    CREATE TABLE IF NOT EXISTS "~tests" (
      test TEXT PRIMARY KEY, code TEXT NOT NULL, inputs TEXT NOT NULL, state TEXT NOT NULL, run INTEGER NOT NULL)
      WITHOUT ROWID;
    """

  let connection: Connection

  func note(_ test: NodeID, _ fingerprint: StepFingerprint, _ state: GateState, run: RunID) throws {
    try connection.transaction {
      _ = try connection.run(
        "INSERT OR REPLACE INTO main.\"~tests\" VALUES (?, ?, ?, ?, ?)",
        [
          .text(test.rawValue), .text(fingerprint.code), .text(VersionInputs.encode(fingerprint.inputs)),
          .text(state.rawValue), .integer(run.rawValue),
        ])
    }
  }

  /// What a test said when it last ran, and of what.
  struct Entry {
    var code: String
    var inputs: [VersionInput]
    var state: GateState?
  }

  func entry(of test: NodeID) throws -> Entry? {
    try connection.query(
      "SELECT code, inputs, state FROM main.\"~tests\" WHERE test = ?", [.text(test.rawValue)]
    ).first.map { row in
      Entry(
        code: row[0].text ?? "", inputs: VersionInputs.decode(row[1].text ?? ""),
        state: row[2].text.flatMap { GateState(rawValue: $0) })
    }
  }
}
