import Glibc
import SQLiteKit

/// What the columns of a table come to, as `Benchmarks/opsdb_dbt_duckdb.py` writes it down.
///
/// A column is the text of its values, in the order of whole rows, through FNV-1a; numbers are held to nine digits, so that
/// exact decimals and doubles of another engine compare.
struct ColumnDigest: Equatable, CustomStringConvertible {
  let column: String
  let filled: Int
  let digest: String

  var description: String { "\(column)\t\(filled)\t\(digest)" }

  /// Every column but the time of loading.
  static func of(_ table: String, in connection: Connection) throws -> (rows: Int, columns: [ColumnDigest]) {
    let result = try connection.prepare("SELECT * FROM \"\(table)\"")
    let names = result.columnNames
    let chosen = names.indices.filter { names[$0] != "dbt_loaded_at" }
    var rows: [[String]] = []
    for row in try connection.query("SELECT * FROM \"\(table)\"") {
      rows.append(chosen.map { text(row.values[$0]) })
    }
    let keyed = rows.map { (key: Array($0.joined(separator: "\t").utf8), row: $0) }
    let ordered = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.row)
    return (
      rows.count,
      chosen.enumerated().map { place, index in
        ColumnDigest(
          column: names[index], filled: ordered.count { $0[place] != "NULL" }, digest: fnv(ordered.map { $0[place] }))
      }
    )
  }

  static func text(_ value: Value) -> String {
    switch value {
    case .null: return "NULL"
    case .integer(let number): return number.magnitude < 1_000_000_000 ? String(number) : short(Double(number))
    case .real(let number): return short(number)
    case .text(let text): return normal(text)
    case .blob(let bytes): return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// As `%.9g` has it.
  private static func short(_ number: Double) -> String {
    if number == 0 { return "0" }
    var buffer = [CChar](repeating: 0, count: 40)
    _ = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.9g", $0) }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A moment to the second, a decimal that is kept as text as a number, anything else as it is.
  private static func normal(_ text: String) -> String {
    let bytes = Array(text.utf8)
    func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    if bytes.count >= 19, bytes[4] == 45, bytes[7] == 45, bytes[13] == 58, bytes[16] == 58, isDigit(bytes[18]) {
      return String(decoding: bytes[..<10], as: UTF8.self) + " " + String(decoding: bytes[11..<19], as: UTF8.self)
    }
    let digits = bytes.first == 45 ? bytes.dropFirst() : bytes[...]
    let parts = digits.split(separator: 46, omittingEmptySubsequences: false)
    if parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }), parts[0].count <= 15,
      let number = Double(text)
    {
      return short(number)
    }
    return text
  }

  private static func fnv(_ lines: [String]) -> String {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for line in lines {
      for byte in line.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
      digest = (digest ^ 10) &* 0x100_0000_01b3
    }
    let hexadecimal = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal
  }
}
