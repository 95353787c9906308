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
  /// Usage events cut off in the middle of a line.
  case malformedLines = "malformed_lines"
  /// Conversions whose `mrr` is a word.
  case wrongTypes = "wrong_types"
  /// Signups without `company_size`.
  case missingColumn = "missing_column"
  /// Signups that come twice.
  case duplicateIDs = "duplicate_ids"
  /// Usage events of nobody: `user_id` is null.
  case nullIDs = "null_ids"
  /// A file of conversions with nothing in it.
  case emptyFile = "empty_file"
  /// Usage events of users who never signed up.
  case orphans
  /// Only the first twentieth of the signups.
  case shrunken

  package var summary: String {
    switch self {
    case .malformedLines: "usage events cut off in the middle of a line"
    case .wrongTypes: "conversions whose mrr is a word"
    case .missingColumn: "signups without company_size"
    case .duplicateIDs: "signups that come twice"
    case .nullIDs: "usage events without a user"
    case .emptyFile: "no conversions at all"
    case .orphans: "usage events of users who never signed up"
    case .shrunken: "only a twentieth of the signups"
    }
  }
}
