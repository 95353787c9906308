package import Project

/// What a column holds, computed over all rows asked for. One scan gives the summary; the distribution needs the values
/// sorted and is filled in after it.
package struct ColumnProfile: Sendable {
  package var column: AdapterColumn
  package var rows: Int64
  package var nulls: Int64
  /// Texts without a character in them.
  package var blanks: Int64
  package var least: String?
  package var greatest: String?
  package var mean: Double?
  /// How many values are stored as `integer`, `real`, `text`, `blob`; only those that occur.
  package var kinds: [(name: String, count: Int64)]
  /// Characters of the shortest, the average and the longest text.
  package var lengths: (least: Int64, mean: Double, greatest: Int64)?

  /// What the sorted values tell; `nil` until they were read.
  package var distribution: Distribution?

  /// How values lie between the least and the greatest.
  package struct Distribution: Sendable {
    package var distinct: Int64
    /// Share and value, as 0.25, 0.5, 0.75.
    package var quantiles: [(share: Double, value: String)]
    /// Buckets of equal width over numbers, of days, months or years over dates; empty for other texts.
    package var histogram: [(label: String, count: Int64)]
    /// The most frequent values, most frequent first.
    package var commonest: [(value: String, count: Int64)]

    /// A distribution of values.
    package init(
      distinct: Int64, quantiles: [(share: Double, value: String)] = [],
      histogram: [(label: String, count: Int64)] = [], commonest: [(value: String, count: Int64)] = []
    ) {
      self.distinct = distinct
      self.quantiles = quantiles
      self.histogram = histogram
      self.commonest = commonest
    }
  }

  /// Whether every value is a number.
  package var isNumeric: Bool {
    !kinds.isEmpty && kinds.allSatisfy { $0.name == "integer" || $0.name == "real" }
  }

  /// A summary of a column.
  package init(
    column: AdapterColumn, rows: Int64, nulls: Int64, blanks: Int64 = 0, least: String? = nil,
    greatest: String? = nil, mean: Double? = nil, kinds: [(name: String, count: Int64)] = [],
    lengths: (least: Int64, mean: Double, greatest: Int64)? = nil, distribution: Distribution? = nil
  ) {
    self.column = column
    self.rows = rows
    self.nulls = nulls
    self.blanks = blanks
    self.least = least
    self.greatest = greatest
    self.mean = mean
    self.kinds = kinds
    self.lengths = lengths
    self.distribution = distribution
  }
}
