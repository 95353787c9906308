/// What kind of thing a node is; raw values are dbt's `resource_type`.
public enum ResourceType: String, Sendable, CaseIterable, Codable {
  case model, seed, snapshot, source, test, analysis, operation, exposure, group, metric
  case unitTest = "unit_test"
  case semanticModel = "semantic_model"
  case savedQuery = "saved_query"
}
