package import Engine
internal import Project

/// What the gates screen asks beyond findings: waivers, and where a failing row came from.
package protocol GateQuestions: Sendable {
  /// In whose name waivers are given here.
  var user: String { get }
  /// The waivers that work now.
  func waivers() async throws -> [Waiver]
  /// Lets a check of a node pass until a moment; returns what was done, in words.
  func waive(_ check: CheckRecord, until: Instant, reason: String) async throws -> String
  /// Ends waivers before their time; returns what was done, in words.
  func end(_ waivers: [Waiver]) async throws -> String

  /// The rows of the tested table that a failing row stands for.
  func wholeRows(of row: FailingRow) async throws -> WholeRows
  /// The rows of the tables above that a failing row came from, by the columns its SQL takes from them.
  func parents(of row: FailingRow) async throws -> [UpstreamRows]
  /// The records of files a failing row came from, with their lines.
  func origins(of row: FailingRow) async throws -> [RecordOrigin]
}

extension GateQuestions {
  /// Nobody, where nothing can be waived.
  package var user: String { "" }
  /// None, where none are kept.
  package func waivers() async throws -> [Waiver] { [] }
  /// Refuses.
  package func waive(_ check: CheckRecord, until: Instant, reason: String) async throws -> String {
    throw ConsoleRefusal("nothing can be waived from here")
  }
  /// Refuses.
  package func end(_ waivers: [Waiver]) async throws -> String {
    throw ConsoleRefusal("no waiver can be ended from here")
  }
  /// Refuses.
  package func wholeRows(of row: FailingRow) async throws -> WholeRows {
    throw ConsoleRefusal("there are no tables here to look in")
  }
  /// Refuses.
  package func parents(of row: FailingRow) async throws -> [UpstreamRows] {
    throw ConsoleRefusal("there are no tables here to look in")
  }
  /// Refuses.
  package func origins(of row: FailingRow) async throws -> [RecordOrigin] {
    throw ConsoleRefusal("there are no files here to look in")
  }
}

/// A row a check found, with the check.
package struct FailingRow: Sendable {
  package var check: CheckRecord
  /// Cells by column; nil is NULL.
  package var cells: [String: String?]

  /// A row of a check.
  package init(_ check: CheckRecord, _ cells: [String: String?]) {
    self.check = check
    self.cells = cells
  }

  /// Where a bad record stands, which its own cells tell.
  var place: RecordPlace? {
    guard check.name == "bad_records", let file = cells["file"] ?? nil,
      let line = (cells["line"] ?? nil).flatMap({ Int($0) })
    else { return nil }
    return RecordPlace(file: file, line: line)
  }

  /// Whether it is what a unit test made up or got from it: such a row stands in no table.
  var isMadeUp: Bool { check.test?.rawValue.hasPrefix(ResourceType.unitTest.rawValue + ".") == true }
}
