package import Engine

/// What a person types after `&`: words that must all hold. `text` looks in every column; `column:value`, `column>value`,
/// `column<value` and `column~part` in one; a leading `!` inverts. A name or a value with blanks stands in quotes, a quote in
/// it twice.
package enum FilterExpression {
  /// The conditions of a text.
  package static func parse(_ text: String) -> [RowFilter] {
    words(text).map { word in
      let inverted = word.first == "!" && word.count > 1
      let body = inverted ? word.dropFirst() : word[...]
      guard let (column, mark, value) = split(body) else {
        return RowFilter(column: nil, comparison: .contains, value: unquoted(body), isInverted: inverted)
      }
      var filter = RowFilter(column: column, comparison: mark, value: unquoted(value), isInverted: inverted)
      // In quotes it is a text like any other.
      if value.first == "\"" { filter.isNull = false }
      return filter
    }
  }

  private static let marks: [Character: RowFilter.Comparison] = [
    ":": .equals, ">": .greater, "<": .less, "~": .matches,
  ]

  /// The column, how it is compared and with what; `nil` where no column is named.
  private static func split(_ body: Substring) -> (String, RowFilter.Comparison, Substring)? {
    var rest = body
    let quoted = DoubleQuotes.take(from: &rest)
    let column = quoted ?? String(rest.prefix { marks[$0] == nil && $0 != "\"" })
    if quoted == nil { rest = rest.dropFirst(column.count) }
    guard !column.isEmpty, let mark = rest.popFirst().flatMap({ marks[$0] }), !rest.isEmpty else { return nil }
    return (column, mark, rest)
  }

  /// The condition that a column has a value, as it would be typed.
  static func equals(_ column: String, _ value: String?) -> String {
    let name = typed(column)
    guard let value else { return "\(name):NULL" }
    let isPlain = !value.isEmpty && !value.contains(where: { $0 == " " || $0 == "\"" }) && value.uppercased() != "NULL"
    return "\(name):" + (isPlain ? value : DoubleQuotes.around(value))
  }

  /// A column's name as it would be typed.
  private static func typed(_ column: String) -> String {
    let isPlain = column.first != "!" && !column.contains { $0 == " " || $0 == "\"" || marks[$0] != nil }
    return isPlain ? column : DoubleQuotes.around(column)
  }

  /// The parts between blanks that stand in no quotes.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
    return String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }

  /// What is wrong with conditions on rows of these columns, told before the rows that are there are given up for them.
  /// Without columns (the table is still being read) only the conditions themselves are looked at.
  static func problem(in filters: [RowFilter], columns: [String]) -> String? {
    for filter in filters {
      if let name = filter.column, !columns.isEmpty, !columns.contains(where: { $0.lowercased() == name.lowercased() })
      {
        return "there is no column `\(name)` to filter by; there are \(columns.map(typed).joined(separator: ", "))"
      }
      if filter.comparison == .matches {
        do { _ = try Regex(filter.value) } catch { return "`\(filter.value)` is no regular expression: \(error)" }
      }
    }
    return nil
  }

  /// What is wrong with conditions on a list of these fields, which may be named by their beginnings.
  static func problem(in filters: [RowFilter], fields: [String]) -> String? {
    let known = filters.map { filter in
      var filter = filter
      if let name = filter.column?.lowercased() {
        filter.column = fields.first { $0.lowercased().hasPrefix(name) } ?? filter.column
      }
      return filter
    }
    return problem(in: known, columns: fields)
  }

  /// Whether a row, told as names and values, passes every condition.
  static func matches(_ filters: [RowFilter], _ fields: [(name: String, value: String)]) -> Bool {
    filters.allSatisfy { filter in
      let looked = fields.filter {
        filter.column == nil || $0.name.lowercased().hasPrefix(filter.column?.lowercased() ?? "")
      }
      return looked.contains { holds(filter, $0.value) } != filter.isInverted
    }
  }

  private static func holds(_ filter: RowFilter, _ value: String) -> Bool {
    let (left, right) = (value.lowercased(), filter.value.lowercased())
    switch filter.comparison {
    case .contains: return left.contains(right)
    case .matches:
      guard let pattern = try? Regex(filter.value).ignoresCase() else { return left.contains(right) }
      return value.contains(pattern)
    case .equals: return left == right
    case .less: return order(left, right) < 0
    case .greater: return order(left, right) > 0
    }
  }

  /// Numbers by size, anything else by letters.
  private static func order(_ left: String, _ right: String) -> Int {
    if let a = Double(left), let b = Double(right) { return a < b ? -1 : a > b ? 1 : 0 }
    return left < right ? -1 : left > right ? 1 : 0
  }
}
