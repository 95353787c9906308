import FoundationEssentials
import SQLKit

/// A file of cases: a statement, `----`, the rows it gives, a blank line.
enum ConformanceFile {
  struct Case {
    var sql: String
    var expected: [String]
  }

  static func read(_ dialect: Dialect) throws -> [Case] {
    let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let data = try Data(contentsOf: URL(fileURLWithPath: "/\(folder)/SQLConformance/\(dialect.rawValue).txt"))
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    var cases: [Case] = []
    for block in lines.split(separator: "") {
      guard let mark = block.firstIndex(of: "----") else { continue }
      let sql = block[..<mark].joined(separator: "\n")
      cases.append(Case(sql: sql, expected: block[block.index(after: mark)...].map(String.init)))
    }
    return cases
  }

  /// Whether the rows of a statement have an order: its last ORDER BY is in no parenthesis.
  static func isOrdered(_ sql: String) -> Bool {
    let words = sql.lowercased()
    guard let order = words.ranges(of: "order by").last else { return false }
    return !words[order.upperBound...].contains(")")
  }

  static func agrees(_ got: [String], with wanted: [String]) -> Bool {
    got.count == wanted.count && zip(got, wanted).allSatisfy(rowsAgree)
  }

  private static func rowsAgree(_ got: String, _ wanted: String) -> Bool {
    let a = got.split(separator: "|", omittingEmptySubsequences: false)
    let b = wanted.split(separator: "|", omittingEmptySubsequences: false)
    return a.count == b.count && zip(a, b).allSatisfy { valuesAgree(String($0), String($1)) }
  }

  /// Numbers agree to nine digits; lists and structures item by item.
  private static func valuesAgree(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    if let x = Double(a), let y = Double(b) {
      return x == y || (x.isFinite && y.isFinite && abs(x - y) <= 1e-9 * max(abs(x), abs(y)))
    }
    guard let first = a.first, first == b.first, first == "[" || first == "{" else { return false }
    let separators: Set<Character> = ["[", "]", "{", "}", ",", ":"]
    let x = a.split { separators.contains($0) }
    let y = b.split { separators.contains($0) }
    return x.count == y.count && zip(x, y).allSatisfy { valuesAgree(String($0), String($1)) }
  }
}
