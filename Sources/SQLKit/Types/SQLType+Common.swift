extension SQLType {
  /// The type both values take where they stand in one column: CASE, COALESCE, UNION, VALUES.
  static func common(_ a: SQLType, _ b: SQLType) -> SQLType {
    if a == b { return a }
    switch (a, b) {
    case (.null, _): return b
    case (_, .null): return a
    case (.unknown, _), (_, .unknown): return .unknown
    case (.integer, .double), (.double, .integer), (.decimal, .double), (.double, .decimal): return .double
    case (.integer, .decimal(let p, let s)), (.decimal(let p, let s), .integer):
      return .decimal(max(p, min(19 + s, 38)), s)
    case (.decimal(let p, let s), .decimal(let q, let t)):
      let scale = max(s, t)
      return .decimal(min(max(p - s, q - t) + scale, 38), scale)
    case (.date, .timestamp), (.timestamp, .date): return .timestamp
    case (.date, .timestampTZ), (.timestampTZ, .date), (.timestamp, .timestampTZ), (.timestampTZ, .timestamp):
      return .timestampTZ
    case (.array(let x), .array(let y)): return .array(common(x, y))
    case (.text, _) where b.isNumeric || b.isTemporal || b == .boolean || b == .time: return .text
    case (_, .text) where a.isNumeric || a.isTemporal || a == .boolean || a == .time: return .text
    case (.json, _), (_, .json): return .json
    default: return .unknown
    }
  }

  static func common(_ types: [SQLType]) -> SQLType {
    types.reduce(.null, common)
  }
}
