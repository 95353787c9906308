/// What a data test asserts. Its compiled SQL selects the failing rows.
public struct TestDefinition: Hashable, Sendable {
  public enum Severity: String, Sendable { case error, warn }

  /// `not_null`, `dbt_utils.accepted_range`, …; nil for a singular test.
  public var genericName: String?
  /// Arguments by name, as the properties file gives them, without `model` and `column_name`.
  public var arguments: ConfigValue
  public var columnName: String?
  /// The node it is declared on; a singular test is attached to every node it refers to and has none here.
  public var attachedNode: NodeID?
  public var severity: Severity
  /// Comparisons on the number of failures: `!= 0`, `> 10`, `>= 5%`.
  public var warnIf: String
  public var errorIf: String
  /// The SQL aggregate that counts failures.
  public var failCalc: String
  public var whereClause: String?
  public var limit: Int?
  public var storeFailures: Bool?

  public init(
    genericName: String? = nil, arguments: ConfigValue = .map([]), columnName: String? = nil,
    attachedNode: NodeID? = nil,
    severity: Severity = .error, warnIf: String = "!= 0", errorIf: String = "!= 0", failCalc: String = "count(*)",
    whereClause: String? = nil, limit: Int? = nil, storeFailures: Bool? = nil
  ) {
    self.genericName = genericName
    self.arguments = arguments
    self.columnName = columnName
    self.attachedNode = attachedNode
    self.severity = severity
    self.warnIf = warnIf
    self.errorIf = errorIf
    self.failCalc = failCalc
    self.whereClause = whereClause
    self.limit = limit
    self.storeFailures = storeFailures
  }
}
