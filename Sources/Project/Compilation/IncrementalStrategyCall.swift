/// A strategy of the project's own: what its macro `get_incremental_NAME_sql` is called with.
public struct IncrementalStrategyCall: Sendable {
  public var name: String
  /// The table that is added to.
  public var target: RelationName
  /// What stands for the rows the model's query gives.
  public var newRows: RelationName
  public var columns: [AdapterColumn]

  public init(name: String, target: RelationName, newRows: RelationName, columns: [AdapterColumn]) {
    self.name = name
    self.target = target
    self.newRows = newRows
    self.columns = columns
  }

  /// The macro's name, as dbt makes it.
  public var macroName: String { "get_incremental_\(name.replacing("+", with: "_"))_sql" }
}
