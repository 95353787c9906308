import SQLiteKit

/// Parts of texts.
func registerTextParts(on connection: Connection) throws(SQLiteError) {
  for count in [2, 3] {
    // Spark, Snowflake, BigQuery, DuckDB: positions count from 1, or from the end when negative; 0 is 1.
    try strict(connection, "sql_substr", count) { arguments, result in
      let text = Array((arguments.string(0) ?? "").unicodeScalars)
      var start = Int(clamping: arguments.int64(1))
      var end = Int.max
      if start > 0 { start -= 1 } else if start < 0 { start = text.count + start }
      if count == 3 {
        let length = Int(clamping: arguments.int64(2))
        if length <= 0 { return result.set("") }
        end = start > Int.max - length ? Int.max : start + length
      }
      let low = min(max(start, 0), text.count)
      result.set(Scalars.string(text[low..<max(low, min(end, text.count))]))
    }
    // PostgreSQL: positions before 1 stand before the text.
    try strict(connection, "pg_substr", count) { arguments, result in
      let text = Array((arguments.string(0) ?? "").unicodeScalars)
      let start = Int(clamping: arguments.int64(1)) - 1
      var end = text.count
      if count == 3 {
        let length = Int(clamping: arguments.int64(2))
        if length < 0 { throw FunctionError("negative substring length not allowed") }
        end = min(text.count, start > text.count ? text.count : start + length)
      }
      let low = min(max(start, 0), text.count)
      result.set(Scalars.string(text[low..<max(low, end)]))
    }
  }
  // text_left(x, n, dialect): a negative n counts from the other end in PostgreSQL, DuckDB and Redshift.
  for (name, left) in [("text_left", true), ("text_right", false)] {
    try strict(connection, name, 3) { arguments, result in
      let text = Array((arguments.string(0) ?? "").unicodeScalars)
      var count = Int(clamping: arguments.int64(1))
      if count < 0 {
        let fromEnd = ["postgres", "duckdb", "redshift"].contains(arguments.string(2) ?? "")
        count = fromEnd ? max(0, text.count + count) : 0
      }
      count = min(count, text.count)
      result.set(Scalars.string(left ? text[0..<count] : text[(text.count - count)...]))
    }
  }
  // split_part(x, separator, n, dialect): a negative n counts from the end, except in Redshift.
  for count in [3, 4] {
    try strict(connection, "split_part", count) { arguments, result in
      let parts = split(arguments.string(0) ?? "", by: arguments.string(1) ?? "")
      var index = Int(clamping: arguments.int64(2))
      let dialect = count == 4 ? arguments.string(3) ?? "" : ""
      if index == 0 {
        if dialect == "postgres" || dialect == "spark" || dialect == "databricks" {
          throw FunctionError("split_part: field position must not be zero")
        }
        index = dialect == "snowflake" || dialect == "duckdb" ? 1 : index
      }
      let position = index > 0 ? index - 1 : parts.count + index
      result.set(position >= 0 && position < parts.count ? parts[position] : "")
    }
  }
  try strict(connection, "substring_index", 3) { arguments, result in
    let separator = arguments.string(1) ?? ""
    let parts = split(arguments.string(0) ?? "", by: separator)
    let count = Int(clamping: arguments.int64(2))
    if count == 0 || separator.isEmpty { return result.set("") }
    let kept = count > 0 ? parts.prefix(count) : parts.suffix(-count)
    result.set(kept.joined(separator: separator))
  }
  for count in [2, 3] {
    try strict(connection, "strtok", count) { arguments, result in
      let separators = Set((arguments.string(1) ?? "").unicodeScalars)
      let parts = (arguments.string(0) ?? "").unicodeScalars.split { separators.contains($0) }
      let index = count == 3 ? Int(clamping: arguments.int64(2)) : 1
      guard index >= 1, index <= parts.count else { return result.setNull() }
      result.set(String(String.UnicodeScalarView(parts[index - 1])))
    }
  }
  // find_in_set(x, 'a,b,c'): the place of a text in a list, 0 for none.
  try strict(connection, "find_in_set", 2) { arguments, result in
    let wanted = arguments.string(0) ?? ""
    if wanted.contains(",") { return result.set(0) }
    let index = split(arguments.string(1) ?? "", by: ",").firstIndex(of: wanted)
    result.set(index.map { $0 + 1 } ?? 0)
  }
  try strict(connection, "instr_from", 3) { arguments, result in
    let text = Array((arguments.string(0) ?? "").unicodeScalars)
    let needle = Array((arguments.string(1) ?? "").unicodeScalars)
    let start = Int(clamping: arguments.int64(2)) - 1
    guard start >= 0, needle.count <= text.count else { return result.set(0) }
    for at in stride(from: start, through: text.count - needle.count, by: 1)
    where text[at..<(at + needle.count)].elementsEqual(needle) {
      return result.set(at + 1)
    }
    result.set(0)
  }
  for count in [3, 4] {
    // overlay(x, new, start[, length])
    try strict(connection, "overlay", count) { arguments, result in
      let text = Array((arguments.string(0) ?? "").unicodeScalars)
      let new = Array((arguments.string(1) ?? "").unicodeScalars)
      let start = max(0, Int(clamping: arguments.int64(2)) - 1)
      let length = count == 4 ? Int(clamping: arguments.int64(3)) : new.count
      let low = min(start, text.count)
      let high = min(max(low, start + max(length, 0)), text.count)
      result.set(Scalars.string((Array(text[0..<low]) + new + Array(text[high...]))[...]))
    }
  }
  try strict(connection, "levenshtein", 2) { arguments, result in
    let a = Array((arguments.string(0) ?? "").unicodeScalars)
    let b = Array((arguments.string(1) ?? "").unicodeScalars)
    guard a.count * max(b.count, 1) <= 25_000_000 else { throw FunctionError("levenshtein() of too long texts") }
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var previous = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, previous + (a[i] == b[j] ? 0 : 1))
        previous = above
      }
    }
    result.set(row[b.count])
  }
  try registerSoundex(on: connection)
}

/// Parts between separators; an empty separator leaves the text whole.
func split(_ text: String, by separator: String) -> [String] {
  guard !separator.isEmpty else { return [text] }
  let bytes = Array(text.utf8)
  let mark = Array(separator.utf8)
  var parts: [String] = []
  var start = 0
  var at = 0
  while at + mark.count <= bytes.count {
    if bytes[at] == mark[0], bytes[at..<(at + mark.count)].elementsEqual(mark) {
      parts.append(String(decoding: bytes[start..<at], as: UTF8.self))
      at += mark.count
      start = at
    } else {
      at += 1
    }
  }
  parts.append(String(decoding: bytes[start...], as: UTF8.self))
  return parts
}

private func registerSoundex(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "sql_soundex", 1) { arguments, result in
    let codes: [Character: Character] = [
      "B": "1", "F": "1", "P": "1", "V": "1", "C": "2", "G": "2", "J": "2", "K": "2", "Q": "2", "S": "2", "X": "2",
      "Z": "2",
      "D": "3", "T": "3", "L": "4", "M": "5", "N": "5", "R": "6",
    ]
    let letters = (arguments.string(0) ?? "").uppercased().filter { $0 >= "A" && $0 <= "Z" }
    guard let first = letters.first else { return result.set("") }
    var code = String(first)
    var last = codes[first]
    for letter in letters.dropFirst() {
      let digit = codes[letter]
      if let digit, digit != last { code.append(digit) }
      // H and W do not part equal sounds; vowels do.
      if letter != "H", letter != "W" { last = digit }
      if code.count == 4 { break }
    }
    result.set(code + String(repeating: "0", count: 4 - code.count))
  }
}
