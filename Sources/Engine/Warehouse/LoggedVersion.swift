import Project

/// A version with what only the engine needs to know of it.
package struct LoggedVersion: Sendable {
  package enum Kind: String, Sendable { case table, view }

  package var record: VersionRecord
  package var kind: Kind
  /// What the output gate said; it stays with the data and crosses runs.
  package var gate: GateState
  /// The digest of the code that made it.
  package var code: String
  /// What it was made from.
  package var inputs: [VersionInput]
  /// How its rows are kept when they are not a table of their own: see `StoredRows`.
  package var details: String

  package init(
    record: VersionRecord, kind: Kind, gate: GateState, code: String, inputs: [VersionInput], details: String = ""
  ) {
    self.record = record
    self.kind = kind
    self.gate = gate
    self.code = code
    self.inputs = inputs
    self.details = details
  }
}

/// One thing a version was made from: a relation at a version, a file with its fingerprint, the day it was made on.
package struct VersionInput: Hashable, Sendable {
  /// `silver.user_dim` with its catalog, a file's path, or `day`.
  package var name: String
  /// `v12`, a file's digest, a date.
  package var state: String

  package init(_ name: String, _ state: String) {
    self.name = name
    self.state = state
  }
}

/// Inputs as text: a line each, name and state parted by a tab.
enum VersionInputs {
  static func encode(_ inputs: [VersionInput]) -> String {
    inputs.map { "\($0.name)\t\($0.state)" }.joined(separator: "\n")
  }

  static func decode(_ text: String) -> [VersionInput] {
    text.split(separator: "\n").compactMap { line in
      guard let tab = line.lastIndex(of: "\t") else { return nil }
      return VersionInput(String(line[..<tab]), String(line[tab...].dropFirst()))
    }
  }
}

/// Columns as text: a JSON array of `[name, declared type]` pairs, as any reader of the file can use it.
enum ColumnListText {
  static func encode(_ columns: [AdapterColumn]) -> String {
    "[" + columns.map { "[\(JSONText.quote($0.name)),\(JSONText.quote($0.dataType))]" }.joined(separator: ",") + "]"
  }

  static func decode(_ text: String) -> [AdapterColumn] {
    let strings = JSONText.strings(in: text)
    return stride(from: 0, to: strings.count - 1, by: 2).map {
      AdapterColumn(name: strings[$0], dataType: strings[$0 + 1])
    }
  }
}
