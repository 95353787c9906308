/// Which of the rows with equal keys is kept: the one that comes first in an order, as `row_number() … = 1` keeps it.
///
/// The query's columns are the table's, then the keys, then the order's, and last, where `hasFilter`, whether the row is
/// wanted at all: a row that is not takes part in the comparison, and is not written when it wins.
public struct RowRanking: Sendable, Hashable {
  public var keyCount: Int
  public var order: [OrderKey]
  public var hasFilter: Bool

  /// One key of the order.
  public struct OrderKey: Sendable, Hashable {
    public var isDescending: Bool
    public var nullsFirst: Bool

    public init(isDescending: Bool, nullsFirst: Bool) {
      self.isDescending = isDescending
      self.nullsFirst = nullsFirst
    }
  }

  public init(keyCount: Int, order: [OrderKey], hasFilter: Bool) {
    self.keyCount = keyCount
    self.order = order
    self.hasFilter = hasFilter
  }
}

/// Rows cannot be ranked in memory: there are too many keys, or values that bytes cannot put in order.
public struct RankingRefusal: Error, Sendable, CustomStringConvertible {
  public let description: String
}
