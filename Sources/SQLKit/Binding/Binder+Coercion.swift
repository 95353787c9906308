extension Binder {
  /// Gives all of them one type, as a column of them would have.
  @discardableResult
  func unify(_ values: [Expression]) -> SQLType {
    let type = SQLType.common(values.map(\.type))
    for value in values { coerce(value, to: type) }
    return type
  }

  /// Whether a value of one type has another form in SQLite as the other type.
  func needsCast(_ from: SQLType, to type: SQLType) -> Bool {
    if from == type || !from.isKnown || !type.isKnown { return false }
    switch (from, type) {
    case (.integer, .double), (.decimal, .double): return from == .integer
    case (.integer, .decimal): return false
    case (.decimal(_, let s), .decimal(_, let t)): return t < s
    case (.date, .timestamp), (.date, .timestampTZ): return true
    case (.timestamp, .timestampTZ), (.timestampTZ, .timestamp): return false
    case (_, .text): return from != .json && !from.isJSON
    case (.array, .array), (.json, .array), (.array, .json), (.structure, .json): return false
    default: return true
    }
  }

  /// Rewrites a bound value so that it has a type, as an implicit cast would.
  func coerce(_ value: Expression, to type: SQLType) {
    guard needsCast(value.type, to: type) else {
      if value.type == .null || (type.isKnown && value.type.isKnown) { value.type = type }
      return
    }
    wrapCast(value, to: type, safe: false)
  }

  /// The type two or more values are compared as, when the dialect would convert one of them.
  func comparisonType(_ types: [SQLType]) -> SQLType? {
    let known = Set(types.filter(\.isKnown))
    guard known.count > 1 else { return nil }
    if known.allSatisfy(\.isNumeric) { return nil }  // SQLite compares numbers of any kind by value
    if known.allSatisfy({ $0.isTemporal || $0 == .text }),
      let temporal = known.filter(\.isTemporal).max(by: { Self.rank($0) < Self.rank($1) })
    {
      return temporal
    }
    if known.allSatisfy({ $0.isNumeric || $0 == .text }) {
      // Which side is converted differs; the number decides in all but SQLite.
      return dialect == .sqlite ? nil : .double
    }
    if known.allSatisfy({ $0 == .boolean || $0 == .text }) { return .boolean }
    if known.contains(.time), known.allSatisfy({ $0 == .time || $0 == .text }) { return .time }
    return nil
  }

  private static func rank(_ type: SQLType) -> Int {
    switch type {
    case .date: return 0
    case .timestamp: return 1
    default: return 2
    }
  }

  /// Makes values comparable: a text beside a date is read as a date, a date beside a timestamp is its midnight.
  func align(_ values: [Expression]) {
    guard let type = comparisonType(values.map(\.type)) else { return }
    for value in values {
      if type == .double {
        if value.type == .text { wrapCast(value, to: .double, safe: false) }
      } else if needsCast(value.type, to: type) {
        wrapCast(value, to: type, safe: false)
      }
    }
  }

  /// Replaces a bound value by a template around a copy of it.
  func wrap(_ value: Expression, _ before: String, _ after: String, type: SQLType) {
    let inner = Expression(value.kind, start: value.start, end: value.end)
    inner.type = value.type
    inner.origins = value.origins
    inner.source = value.source
    inner.isBound = true
    value.kind = .template([.text(before), .expression(inner), .text(after)])
    value.type = type
  }
}
