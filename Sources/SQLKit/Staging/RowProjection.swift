/// A query that gives one row for each row of one relation, each value made of that row alone by steps that need no
/// SQLite: whoever has the rows in hand can write them as they come.
public struct RowProjection: Sendable, Hashable {
  /// The relation, as SQLite names it.
  public var relation: String
  public var values: [ProjectedValue]
}

/// A value of a projected row.
public indirect enum ProjectedValue: Sendable, Hashable {
  /// All columns of the relation, in their order.
  case allColumns
  case column(String)
  /// SQL that reads these columns and no others; with none it is the same for every row.
  case sql(String, columns: Set<String>)
  /// Texts and whole numbers one behind the other; NULL where one of them is.
  case concatenation([ProjectedValue])
  /// The day of a timestamp.
  case date(ProjectedValue)
}
