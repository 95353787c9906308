import Project

extension Materialization {
  /// The materializer of this word, which a node has.
  func materializer(of node: Node) throws -> any Materializer {
    switch self {
    case .table: return TableMaterializer()
    case .view: return ViewMaterializer()
    case .incremental: return IncrementalMaterializer()
    case .scd2: return HistoryMaterializer()
    case .snapshot: return SnapshotMaterializer()
    case .ephemeral:
      throw StepFailure(.failed, "an ephemeral model is part of the models that use it and is never built")
    default:
      let words = ["view", "table", "incremental", "scd2", "snapshot", "ephemeral"]
      let meant = NearMiss.best(word, among: words).map { "did you mean '\($0)'?" }
      throw StepFailure(
        .failed,
        "materialized: '\(word)' is not known; "
          + (meant ?? "use view, table, incremental, scd2, snapshot or ephemeral"),
        at: node.location)
    }
  }
}
