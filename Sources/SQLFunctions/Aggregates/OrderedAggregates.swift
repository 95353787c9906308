import SQLiteKit

/// Gathers values with their sort keys, and gives them in order: as one text, or as a JSON array.
final class OrderedGathering: WindowFunction {
  private struct Row {
    var value: Value
    var keys: [Value]
  }

  private var rows: [Row] = []
  private var extra = ""
  private var directions: [UInt8] = []
  private var isDistinct = false
  private let asText: Bool

  init(asText: Bool) { self.asText = asText }

  /// (value, separator or mode, directions, key…): `a` ascending, `d` descending, upper case with NULL first, `u` for
  /// distinct values.
  func step(_ arguments: borrowing Arguments) {
    if rows.isEmpty {
      extra = arguments.string(1) ?? ""
      directions = Array(arguments.textBytes(2))
      isDistinct = directions.first == UInt8(ascii: "u")
      if isDistinct { directions.removeFirst() }
    }
    if arguments.isNull(0), asText || extra.hasPrefix("s") { return }
    rows.append(Row(value: arguments.value(0), keys: (3..<max(3, arguments.count)).map { arguments.value($0) }))
  }

  func inverse(_ arguments: borrowing Arguments) {
    if arguments.isNull(0), asText || extra.hasPrefix("s") { return }
    if !rows.isEmpty { rows.removeFirst() }
  }

  private func precedes(_ a: Row, _ b: Row) -> Bool {
    for (index, direction) in directions.enumerated() where index < a.keys.count {
      let (x, y) = (a.keys[index], b.keys[index])
      if x.isNull || y.isNull {
        if x.isNull == y.isNull { continue }
        let nullsFirst = direction < UInt8(ascii: "a")
        return x.isNull == nullsFirst
      }
      let order = Ordering.compare(x, y)
      if order != 0 { return direction | 0x20 == UInt8(ascii: "d") ? order > 0 : order < 0 }
    }
    return false
  }

  func value(_ result: borrowing ResultContext) {
    guard !rows.isEmpty else { return result.setNull() }
    var ordered = rows
    if !directions.isEmpty { ordered.sort(by: precedes) }
    if isDistinct {
      var seen: Set<Value> = []
      ordered = ordered.filter { seen.insert($0.value).inserted }
    }
    if asText {
      result.set(ordered.map { text($0.value) }.joined(separator: extra))
    } else {
      result.set("[" + ordered.map { element($0.value) }.joined(separator: ",") + "]")
    }
  }

  func finish(_ result: borrowing ResultContext) { value(result) }

  private func text(_ value: Value) -> String {
    switch value {
    case .null: return ""
    case .integer(let number): return "\(number)"
    case .real(let number): return "\(number)"
    case .text(let text): return text
    case .blob(let bytes): return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func element(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .integer(let number) where extra.hasSuffix("b"): return number == 0 ? "false" : "true"
    case .text(let text): return extra.hasSuffix("j") ? text : JSONText.quoted(text)
    default: return text(value)
    }
  }
}

func registerOrderedAggregates(on connection: Connection) throws(SQLiteError) {
  try connection.createWindowFunction("ordered_concat", argumentCount: nil) { OrderedGathering(asText: true) }
  try connection.createWindowFunction("ordered_array", argumentCount: nil) { OrderedGathering(asText: false) }
}
