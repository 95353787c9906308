/// How a node's result is kept. Raw values are the words of `materialized:`.
public enum Materialization: Hashable, Sendable {
  case view, table, incremental, ephemeral, snapshot, seed, scd2
  /// A word this program has no meaning for; held until something wants to build it, then refused by name.
  case unknown(String)

  public init(_ word: String) {
    switch word {
    case "view": self = .view
    case "table", "dynamic", "dynamic_table", "materialized_view", "streaming_table": self = .table
    case "incremental": self = .incremental
    case "ephemeral": self = .ephemeral
    case "snapshot": self = .snapshot
    case "seed": self = .seed
    case "scd2": self = .scd2
    default: self = .unknown(word)
    }
  }

  public var word: String {
    switch self {
    case .view: "view"
    case .table: "table"
    case .incremental: "incremental"
    case .ephemeral: "ephemeral"
    case .snapshot: "snapshot"
    case .seed: "seed"
    case .scd2: "scd2"
    case .unknown(let word): word
    }
  }
}
