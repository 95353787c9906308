package import Engine

extension CheckRecord {
  /// What the measured value has to be for the check to pass. Of a data test the store keeps dbt's bound, which says when
  /// it fails.
  package var wanted: String {
    guard test != nil, let fails = Threshold(threshold) else { return threshold }
    return fails.negated.words
  }
}
