/// How one function of some dialects is said in SQLite. Written as a line of a table:
///
///     names | argument counts | dialects | result type | template
///
/// - Argument counts: `2`, `1-3`, `1+`.
/// - Dialects: `*` for all but SQLite's own, `a` for all, else letters: d DuckDB, p PostgreSQL, r Redshift, s Snowflake,
///   b Databricks, k Spark, q BigQuery, l SQLite.
/// - Result type: a type's name, `1` for the type of the first argument, `c` for the common type of all arguments, `c2`
///   from the second on; these two also convert the arguments to it. `e1` is the element type of the first, an array;
///   `dt` a date where the first argument is one, else a timestamp.
/// - Template: SQLite text; `$1` is an argument, `$*` all of them, `$2*` those from the second on. A letter in braces
///   first converts it; `@` is the function's own name: `${t1}` to text, `${d1}` to a date, `${s1}` to a timestamp, `${n1}` to a double, `${i1}` to an
///   integer, `${j1}` to what a JSON constructor takes. `$?` is the dialect's name.
struct FunctionRule: Sendable {
  enum Result: Sendable {
    case fixed(SQLType)
    case argument(Int)
    case common(from: Int)
    case element
    case temporal
  }

  enum Piece: Sendable {
    case text(String)
    case argument(Int, Conversion)
    case arguments(from: Int, Conversion)
    case dialect
  }

  enum Conversion: Sendable {
    case none, json
    case to(SQLType)
  }

  let arity: ClosedRange<Int>
  let dialects: Set<Dialect>
  let result: Result
  let pieces: [Piece]
  /// It makes one value of many rows, so that it may stand before FILTER and OVER.
  var isAggregate = false
}

extension FunctionRule {
  /// Reads a table of rules into a dictionary by name. Lines that start with `#` are remarks.
  static func table(_ text: String, aggregates: Bool = false) -> [String: [FunctionRule]] {
    var table: [String: [FunctionRule]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "|", maxSplits: 4).map { String($0).trimmingSpaces() }
      guard fields.count == 5 else { continue }
      for word in fields[0].split(separator: ",") {
        let name = String(word).trimmingSpaces()
        let template = fields[4].split(separator: "@", omittingEmptySubsequences: false).joined(separator: name)
        table[name, default: []].append(
          FunctionRule(
            arity: counts(fields[1]), dialects: dialects(fields[2]), result: result(fields[3]),
            pieces: pieces(template), isAggregate: aggregates))
      }
    }
    return table
  }

  private static func counts(_ text: String) -> ClosedRange<Int> {
    if text.hasSuffix("+") { return (Int(text.dropLast()) ?? 0)...Int.max }
    let ends = text.split(separator: "-").compactMap { Int($0) }
    return (ends.first ?? 0)...(ends.last ?? 0)
  }

  private static func dialects(_ text: String) -> Set<Dialect> {
    let letters: [Character: Dialect] = [
      "d": .duckdb, "p": .postgres, "r": .redshift, "s": .snowflake, "b": .databricks, "k": .spark, "q": .bigquery,
      "l": .sqlite,
    ]
    switch text {
    case "a": return Set(Dialect.allCases)
    case "*": return Set(Dialect.allCases).subtracting([.sqlite])
    default: return Set(text.compactMap { letters[$0] })
    }
  }

  private static func result(_ text: String) -> Result {
    switch text {
    case "c": return .common(from: 1)
    case "c2": return .common(from: 2)
    case "e1": return .element
    case "dt": return .temporal
    case "list": return .fixed(.array(.unknown))
    case "textlist": return .fixed(.array(.text))
    case "struct": return .fixed(.structure)
    case "?": return .fixed(.unknown)
    default:
      if let index = Int(text) { return .argument(index) }
      return .fixed(SQLType(declared: text) ?? .unknown)
    }
  }

  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = Substring(text)
    func flush() {
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
    }
    while let c = rest.popFirst() {
      guard c == "$", let next = rest.first else {
        plain.append(c)
        continue
      }
      if next == "?" {
        rest.removeFirst()
        flush()
        pieces.append(.dialect)
      } else if next == "{", let close = rest.firstIndex(of: "}") {
        let inner = rest[rest.index(after: rest.startIndex)..<close]
        rest = rest[rest.index(after: close)...]
        flush()
        pieces.append(hole(inner.dropFirst(), conversion(inner.first)))
      } else {
        let hole = rest.prefix { $0.isNumber || $0 == "*" }
        rest = rest.dropFirst(hole.count)
        flush()
        pieces.append(self.hole(hole, .none))
      }
    }
    flush()
    return pieces
  }

  private static func hole(_ text: Substring, _ conversion: Conversion) -> Piece {
    if text.hasSuffix("*") { return .arguments(from: Int(text.dropLast()) ?? 1, conversion) }
    return .argument(Int(text) ?? 1, conversion)
  }

  private static func conversion(_ letter: Character?) -> Conversion {
    switch letter {
    case "t": return .to(.text)
    case "d": return .to(.date)
    case "s": return .to(.timestamp)
    case "n": return .to(.double)
    case "i": return .to(.integer)
    case "b": return .to(.boolean)
    case "j": return .json
    default: return .none
    }
  }
}

/// All rules, by function name.
enum FunctionCatalog {
  static let rules: [String: [FunctionRule]] = {
    var all = FunctionRule.table(aggregates, aggregates: true)
    for table in [text, numbers, dates, conditionals, nested] {
      all.merge(FunctionRule.table(table)) { $0 + $1 }
    }
    return all
  }()

  /// The rule for a call, if there is one.
  static func rule(_ name: String, _ count: Int, _ dialect: Dialect) -> FunctionRule? {
    guard let known = rules[name] else { return nil }
    if let own = known.first(where: { $0.dialects.contains(dialect) && $0.arity.contains(count) }) { return own }
    // DuckDB's SQL is also what projects are read as that name no platform: a function it lacks, under a name it does not
    // use for another, is that of whoever has it.
    guard dialect == .duckdb, !known.contains(where: { $0.dialects.contains(dialect) }) else { return nil }
    let others: [Dialect] = [.snowflake, .postgres, .redshift, .databricks, .bigquery]
    return others.lazy.compactMap { other in
      known.first { $0.dialects.contains(other) && $0.arity.contains(count) }
    }.first
  }

  /// The function is known under this name, with another number of arguments or in another dialect.
  static func isKnown(_ name: String) -> Bool { rules[name] != nil }
}
