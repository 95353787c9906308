/// What sample data is asked for.
package struct SampleOptions: Sendable {
  /// 1 is the size that lies in `sample-data`; any positive number.
  package var scale: Double
  /// The same seed gives the same bytes, on every machine.
  package var seed: UInt64
  package var defects: Set<SampleDefect>
  /// How many files of feature releases: the first is the history of 2024, each further one a delivery after it.
  package var releases: Int

  package init(scale: Double = 1, seed: UInt64 = 1, defects: Set<SampleDefect> = [], releases: Int = 1) {
    self.scale = scale
    self.seed = seed
    self.defects = defects
    self.releases = releases
  }
}

/// Something wrong with the data, put there on purpose.
package enum SampleDefect: String, Sendable, CaseIterable {
  /// Events or tasks cut off in the middle of a line.
  case malformedLines = "malformed_lines"
  /// Conversions whose `mrr`, or opportunities whose `amount`, is a word.
  case wrongTypes = "wrong_types"
  /// Signups without `company_size`, or leads without `status`.
  case missingColumn = "missing_column"
  /// Signups or accounts that come twice.
  case duplicateIDs = "duplicate_ids"
  /// Usage events of nobody, or tasks without an id.
  case nullIDs = "null_ids"
  /// A file of conversions, or of campaign influence, with nothing in it.
  case emptyFile = "empty_file"
  /// Usage events of users who never signed up, or opportunities of accounts nobody knows.
  case orphans
  /// Only the first twentieth of the signups, or of the accounts.
  case shrunken

  package var summary: String {
    switch self {
    case .malformedLines: "records cut off in the middle of a line (usage events; tasks)"
    case .wrongTypes: "amounts that are words (conversions; opportunities)"
    case .missingColumn: "a column that is missing (company_size of signups; status of leads)"
    case .duplicateIDs: "records that come twice (signups; accounts)"
    case .nullIDs: "ids that are null (users of usage events; tasks)"
    case .emptyFile: "a file with nothing in it (conversions; campaign influence)"
    case .orphans: "references to nobody (users of usage events; accounts of opportunities)"
    case .shrunken: "only a twentieth of the records (signups; accounts)"
    }
  }
}
