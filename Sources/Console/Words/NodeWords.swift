package import Engine
package import Project

extension Node {
  /// What kind of thing it is, in few letters; empty for plain tables.
  package var badge: String {
    switch resourceType {
    case .source: return source?.file == nil ? "SOURCE" : "FILE"
    case .seed: return "SEED"
    case .snapshot: return "SNAP"
    default: break
    }
    switch materialization {
    case .scd2: return "SCD2"
    case .view: return "VIEW"
    case .incremental: return "INCR"
    case .ephemeral: return "CTE"
    case .snapshot: return "SNAP"
    case .seed: return "SEED"
    case .table: return ""
    case .unknown(let word): return word.uppercased()
    }
  }

  /// Whether it is drawn in the graph: things that hold or make rows, not the tests that guard them.
  package var isDrawn: Bool {
    switch resourceType {
    case .model, .seed, .snapshot, .source: return true
    default: return false
    }
  }
}

extension NodeID {
  /// The name within the id, where the project is not there to be asked: `model.shop.orders`, `test.shop.not_null_id.1a2b3c`.
  var shortName: String {
    let parts = rawValue.split(separator: ".")
    let isBelow = parts.first.map(String.init).flatMap(ResourceType.init)?.isNamedBelow ?? false
    return String((isBelow ? parts.last : parts.dropFirst(2).first) ?? parts.last ?? "")
  }
}

extension ResourceType {
  /// Whether its name stands below another's: a source's table, a model's unit test.
  fileprivate var isNamedBelow: Bool { self == .source || self == .unitTest }
}

extension NodeStatus {
  /// Seconds the step has taken so far or took.
  package func seconds(now: Instant) -> Double? {
    guard let step, let started = step.startedAt else { return nil }
    let end = step.finishedAt ?? (step.state.isRunning ? now : started)
    return max(0, end.seconds(since: started))
  }
}
