/// Which parts of a relation's name are quoted when it is rendered, and how.
struct QuotingPolicy: Hashable, Sendable {
  var database = true
  var schema = true
  var identifier = true
  var mark = "\""

  /// What dbt's adapter for a type does unless told otherwise.
  static func standard(for type: String) -> QuotingPolicy {
    switch type {
    case "snowflake": QuotingPolicy(database: false, schema: false, identifier: false)
    case "bigquery", "databricks", "spark", "mysql", "athena": QuotingPolicy(mark: "`")
    default: QuotingPolicy()
    }
  }

  /// The policy with the keys of a `quoting:` mapping set.
  func applying(_ quoting: [String: Bool]) -> QuotingPolicy {
    var policy = self
    policy.database = quoting["database"] ?? quoting["project"] ?? policy.database
    policy.schema = quoting["schema"] ?? quoting["dataset"] ?? policy.schema
    policy.identifier = quoting["identifier"] ?? policy.identifier
    return policy
  }

  func quoted(_ name: String) -> String { mark + name + mark }
}
