package import Project

/// dbt's `sources.json`, version 3 of its schema: what a look at the sources' freshness found.
package struct SourcesArtifact {
  private let project: LoadedProject
  private let results: [SourceFreshness]
  private let started: Instant

  package init(_ project: LoadedProject, _ results: [SourceFreshness], started: Instant) {
    self.project = project
    self.results = results
    self.started = started
  }

  /// The whole document.
  package var json: JSONValue {
    let now = Instant.now
    return [
      "metadata": [
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json", "dbt_version": "1.10.0",
        "generated_at": .string(now.iso8601), "invocation_id": .string(InvocationID.random()),
        "invocation_started_at": .string(started.iso8601), "env": project.artifactEnvironment,
      ],
      "results": .array(results.map(Self.result)), "elapsed_time": .double(now.seconds(since: started)),
    ]
  }

  /// Writes it below the project's folder of artifacts, whole or not at all.
  package func write(to path: String? = nil) throws(RunStoreError) {
    try AtomicFile.write(json.text + "\n", to: path ?? project.targetDirectory + "/sources.json")
  }

  private static func result(_ result: SourceFreshness) -> JSONValue {
    switch result.outcome {
    case .failed(let message):
      return ["unique_id": .string(result.node.rawValue), "error": .string(message), "status": "runtime error"]
    case .measured(let latest, let status):
      let seconds = result.finished.seconds(since: result.started)
      return [
        "unique_id": .string(result.node.rawValue), "max_loaded_at": .string(latest.iso8601),
        "snapshotted_at": .string(result.lookedAt.iso8601),
        "max_loaded_at_time_ago_in_s": .double(result.age ?? 0), "status": .string(status.rawValue),
        "criteria": [
          "warn_after": period(result.criteria.warnAfterSeconds),
          "error_after": period(result.criteria.errorAfterSeconds),
          "filter": .string(orNull: result.criteria.filter),
        ], "adapter_response": [:],
        "timing": [
          timing("compile", result.started, result.started), timing("execute", result.started, result.finished),
        ],
        "thread_id": "Thread-1", "execution_time": .double(seconds),
      ]
    }
  }

  private static func period(_ seconds: Int?) -> JSONValue {
    guard let seconds else { return ["count": .null, "period": .null] }
    let (length, unit) =
      [(86_400, "day"), (3_600, "hour"), (60, "minute")].first { seconds % $0.0 == 0 } ?? (60, "minute")
    return ["count": .int(Int64(seconds / length)), "period": .string(unit)]
  }

  private static func timing(_ name: String, _ start: Instant, _ end: Instant) -> JSONValue {
    ["name": .string(name), "started_at": .string(start.iso8601), "completed_at": .string(end.iso8601)]
  }
}
