import SQLiteKit

/// An array argument taken apart.
private struct List {
  let json: JSONText
  let spans: [JSONText.Span]

  init?(_ arguments: borrowing Arguments, _ index: Int) {
    guard !arguments.isNull(index) else { return nil }
    json = JSONText(arguments.textBytes(index))
    guard let whole = json.value(at: 0), let elements = json.elements(of: whole) else { return nil }
    spans = elements
  }

  /// What elements are compared by: their text, numbers by value.
  func key(_ span: JSONText.Span) -> ListKey {
    if json.isNull(span) { return .null }
    if json.isString(span) { return .text(json.unescaped(span)) }
    if let number = NumberReading.read(UnsafeBufferPointer(rebasing: json.bytes[span])) {
      return .number(number.double)
    }
    return .other(json.text(span))
  }

  var keys: [ListKey] { spans.map(key) }

  func texts(_ chosen: [JSONText.Span]) -> String { "[" + chosen.map(json.text).joined(separator: ",") + "]" }
}

private enum ListKey: Hashable, Comparable {
  case null
  case number(Double)
  case text(String)
  case other(String)

  static func < (a: ListKey, b: ListKey) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): return x < y
    case (.text(let x), .text(let y)), (.other(let x), .other(let y)): return x.utf8.lexicographicallyPrecedes(y.utf8)
    default: return a.rank < b.rank
    }
  }

  private var rank: Int {
    switch self {
    case .null: return 0
    case .number: return 1
    case .text: return 2
    case .other: return 3
    }
  }

  init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .number(Double(number))
    case .real(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .blob(let bytes): self = .other(String(decoding: bytes, as: UTF8.self))
    }
  }
}

/// The elements of the arguments, or NULL where one is no list.
private func define(
  _ connection: Connection, _ name: String, _ count: Int,
  _ body: @escaping (borrowing Arguments, List, borrowing ResultContext) throws -> Void
) throws(SQLiteError) {
  try connection.createFunction(name, argumentCount: count) { arguments, result in
    guard let list = List(arguments, 0) else { return result.setNull() }
    try body(arguments, list, result)
  }
}

func registerLists(on connection: Connection) throws(SQLiteError) {
  try define(connection, "list_length", 1) { _, list, result in result.set(list.spans.count) }
  try define(connection, "list_contains", 2) { arguments, list, result in
    if arguments.isNull(1) { return result.setNull() }
    result.set(list.keys.contains(ListKey(arguments.value(1))))
  }
  try define(connection, "list_position", 2) { arguments, list, result in
    let index = list.keys.firstIndex(of: ListKey(arguments.value(1)))
    result.set(index.map { $0 + 1 } ?? 0)
  }
  for count in [2, 3] {
    // NULLs are left out, unless a word stands for them.
    try define(connection, "list_join", count) { arguments, list, result in
      let other = count == 3 ? arguments.string(2) : nil
      let parts = list.spans.compactMap { list.json.isNull($0) ? other : list.json.plainText($0) }
      result.set(parts.joined(separator: arguments.string(1) ?? ""))
    }
  }
  try define(connection, "list_element_at", 2) { arguments, list, result in
    let position = Int(arguments.int64(1))
    let index = position > 0 ? position - 1 : list.spans.count + position
    guard position != 0, index >= 0, index < list.spans.count else { return result.setNull() }
    result.setPlain(list.json, list.spans[index])
  }
  try define(connection, "list_distinct", 1) { _, list, result in
    var seen: Set<ListKey> = []
    result.set(list.texts(list.spans.filter { seen.insert(list.key($0)).inserted }))
  }
  try define(connection, "list_sort", 2) { arguments, list, result in
    let ascending = arguments.type(1) == .text ? arguments.string(1)?.uppercased() != "DESC" : arguments.int64(1) != 0
    let sorted = list.spans.sorted { list.key($0) < list.key($1) }
    result.set(list.texts(ascending ? sorted : sorted.reversed()))
  }
  try define(connection, "list_reverse", 1) { _, list, result in result.set(list.texts(list.spans.reversed())) }
  try define(connection, "list_compact", 1) { _, list, result in
    result.set(list.texts(list.spans.filter { !list.json.isNull($0) }))
  }
  // list_slice(x, from, to): from 0, `to` left out; negative numbers count from the end.
  try define(connection, "list_slice", 3) { arguments, list, result in
    let count = list.spans.count
    func place(_ index: Int) -> Int { min(count, max(0, index < 0 ? count + index : index)) }
    let low = place(Int(arguments.int64(1)))
    let high = place(Int(arguments.int64(2)))
    result.set(list.texts(low < high ? Array(list.spans[low..<high]) : []))
  }
  try define(connection, "list_extreme", 2) { arguments, list, result in
    let present = list.spans.filter { !list.json.isNull($0) }
    let best =
      arguments.int64(1) != 0
      ? present.max { list.key($0) < list.key($1) } : present.min { list.key($0) < list.key($1) }
    best.map { result.setPlain(list.json, $0) } ?? result.setNull()
  }
  try define(connection, "list_sum", 1) { _, list, result in
    let numbers = list.keys.compactMap { key -> Double? in if case .number(let number) = key { number } else { nil } }
    numbers.isEmpty ? result.setNull() : result.set(numbers.reduce(0, +))
  }
  try define(connection, "list_flatten", 1) { _, list, result in
    var parts: [String] = []
    for span in list.spans {
      if let inner = list.json.elements(of: span) {
        parts += inner.map(list.json.text)
      } else {
        parts.append(list.json.text(span))
      }
    }
    result.set("[" + parts.joined(separator: ",") + "]")
  }
  try registerListPairs(on: connection)
}

private func registerListPairs(on connection: Connection) throws(SQLiteError) {
  func pair(
    _ name: String, _ body: @escaping (List, List, borrowing ResultContext) throws -> Void
  ) throws(SQLiteError) {
    try define(connection, name, 2) { arguments, list, result in
      guard let other = List(arguments, 1) else { return result.setNull() }
      try body(list, other, result)
    }
  }
  try pair("list_concat") { a, b, result in
    result.set("[" + (a.spans.map(a.json.text) + b.spans.map(b.json.text)).joined(separator: ",") + "]")
  }
  try pair("list_intersect") { a, b, result in
    let wanted = Set(b.keys)
    var seen: Set<ListKey> = []
    result.set(a.texts(a.spans.filter { wanted.contains(a.key($0)) && seen.insert(a.key($0)).inserted }))
  }
  try pair("list_except") { a, b, result in
    let unwanted = Set(b.keys)
    var seen: Set<ListKey> = []
    result.set(a.texts(a.spans.filter { !unwanted.contains(a.key($0)) && seen.insert(a.key($0)).inserted }))
  }
  try pair("list_overlaps") { a, b, result in result.set(!Set(a.keys).isDisjoint(with: b.keys.filter { $0 != .null })) }
  try strict(connection, "text_split", 2) { arguments, result in
    let separator = arguments.string(1) ?? ""
    let text = arguments.string(0) ?? ""
    let parts = separator.isEmpty ? text.unicodeScalars.map { String($0) } : split(text, by: separator)
    result.set(JSONText.array(ofStrings: parts))
  }
  // list_range(from, to, step, inclusive), the last argument always; fewer before it as generate_series takes them.
  for count in 2...4 {
    try strict(connection, "list_range", count) { arguments, result in
      let inclusive = arguments.int64(count - 1) != 0
      let first = count == 2 ? 0 : arguments.int64(0)
      let last = arguments.int64(count == 2 ? 0 : 1)
      let step = count == 4 ? arguments.int64(2) : 1
      guard step != 0, (last - first) / max(1, abs(step)) < 10_000_000 else {
        throw FunctionError("the series is empty of steps or too long")
      }
      let numbers =
        inclusive
        ? Array(stride(from: first, through: last, by: Int(step))) : Array(stride(from: first, to: last, by: Int(step)))
      result.set("[" + numbers.map { "\($0)" }.joined(separator: ",") + "]")
    }
  }
}
