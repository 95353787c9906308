import Patterns
import SQLiteKit

/// A compiled pattern, kept with its argument while a statement runs; a pattern that varies is compiled anew.
func compiledPattern(
  _ pattern: String, flags: String, argument: Int, _ result: borrowing ResultContext
) throws -> RegularExpression {
  if let kept = result.kept(for: argument) as? KeptPattern, kept.pattern == pattern, kept.flags == flags {
    return kept.expression
  }
  var text = pattern
  var options = flags
  while text.hasPrefix("(?"), let close = text.firstIndex(of: ")"),
    text[text.index(text.startIndex, offsetBy: 2)..<close].allSatisfy({ "imsxn".contains($0) })
  {
    options += text[text.index(text.startIndex, offsetBy: 2)..<close]
    text = String(text[text.index(after: close)...])
  }
  do {
    let made = try RegularExpression(text, flags: options)
    result.keep(KeptPattern(pattern, flags, made), for: argument)
    return made
  } catch {
    throw FunctionError("regular expression '\(pattern)': \(error.message)")
  }
}

private final class KeptPattern {
  let pattern: String
  let flags: String
  let expression: RegularExpression

  init(_ pattern: String, _ flags: String, _ expression: RegularExpression) {
    self.pattern = pattern
    self.flags = flags
    self.expression = expression
  }
}

private func scalars(_ arguments: borrowing Arguments, _ index: Int) -> [Unicode.Scalar] {
  Array((arguments.string(index) ?? "").unicodeScalars)
}

func registerPatterns(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "regexp_matches", 3) { arguments, result in
    let expression = try compiledPattern(
      arguments.string(1) ?? "", flags: arguments.string(2) ?? "", argument: 1, result)
    result.set(expression.firstMatch(scalars(arguments, 0)) != nil)
  }
  try strict(connection, "regexp_full_match", 3) { arguments, result in
    let expression = try compiledPattern(
      arguments.string(1) ?? "", flags: arguments.string(2) ?? "", argument: 1, result)
    result.set(expression.fullMatch(scalars(arguments, 0)))
  }
  // SQLite's own `x REGEXP p` calls regexp(p, x).
  try strict(connection, "regexp", 2) { arguments, result in
    let expression = try compiledPattern(arguments.string(0) ?? "", flags: "", argument: 0, result)
    result.set(expression.firstMatch(scalars(arguments, 1)) != nil)
  }
  // regexp_replace(x, pattern, replacement, flags): `g` for all matches.
  try strict(connection, "regexp_replace", 4) { arguments, result in
    let flags = arguments.string(3) ?? ""
    let expression = try compiledPattern(
      arguments.string(1) ?? "", flags: flags.filter { $0 != "g" }, argument: 1, result)
    let text = scalars(arguments, 0)
    let matches = flags.contains("g") ? expression.matches(text) : expression.firstMatch(text).map { [$0] } ?? []
    guard !matches.isEmpty else { return result.set(arguments, 0) }
    let replacement = scalars(arguments, 2)
    var out: [Unicode.Scalar] = []
    var at = 0
    for match in matches {
      out += text[at..<match.range.lowerBound]
      expand(replacement, match, text, into: &out)
      at = match.range.upperBound
    }
    out += text[at...]
    result.set(Scalars.string(out[...]))
  }
  // regexp_extract(x, pattern, group, 'empty' | 'null'): group -1 is the first group where there is one, else the match.
  try strict(connection, "regexp_extract", 4) { arguments, result in
    let expression = try compiledPattern(arguments.string(1) ?? "", flags: "", argument: 1, result)
    let text = scalars(arguments, 0)
    var group = Int(arguments.int64(2))
    if group < 0 { group = min(expression.groupCount, 1) }
    guard group <= expression.groupCount else {
      throw FunctionError("the pattern '\(arguments.string(1) ?? "")' has no group \(group)")
    }
    let isEmpty = arguments.textBytes(3).first == UInt8(ascii: "e")
    guard let match = expression.firstMatch(text) else { return isEmpty ? result.set("") : result.setNull() }
    let (low, high) = match.bounds[group]
    if low < 0 { return isEmpty ? result.set("") : result.setNull() }
    result.set(Scalars.string(text[low..<high]))
  }
  try strict(connection, "regexp_extract_all", 3) { arguments, result in
    let expression = try compiledPattern(arguments.string(1) ?? "", flags: "", argument: 1, result)
    let text = scalars(arguments, 0)
    var group = Int(arguments.int64(2))
    if group < 0 { group = min(expression.groupCount, 1) }
    guard group <= expression.groupCount else { throw FunctionError("the pattern has no group \(group)") }
    let parts = expression.matches(text).map { match in
      match.bounds[group].0 < 0 ? "" : Scalars.string(text[match.bounds[group].0..<match.bounds[group].1])
    }
    result.set(JSONText.array(ofStrings: parts))
  }
  // regexp_substr(x, pattern, position, occurrence, flags, group)
  try strict(connection, "regexp_substr", 6) { arguments, result in
    let flags = arguments.string(4) ?? ""
    let expression = try compiledPattern(
      arguments.string(1) ?? "", flags: flags.filter { $0 != "e" && $0 != "c" }, argument: 1, result)
    let text = Array(scalars(arguments, 0).dropFirst(max(0, Int(arguments.int64(2)) - 1)))
    let matches = expression.matches(text)
    let occurrence = Int(arguments.int64(3))
    guard occurrence >= 1, occurrence <= matches.count else { return result.setNull() }
    var group = Int(arguments.int64(5))
    if group == 0, flags.contains("e") { group = min(1, expression.groupCount) }
    guard group <= expression.groupCount else { return result.setNull() }
    let (low, high) = matches[occurrence - 1].bounds[group]
    if low < 0 { return result.setNull() }
    result.set(Scalars.string(text[low..<high]))
  }
  try strict(connection, "regexp_count", 2) { arguments, result in
    let expression = try compiledPattern(arguments.string(1) ?? "", flags: "", argument: 1, result)
    result.set(expression.matches(scalars(arguments, 0)).count)
  }
  try strict(connection, "regexp_instr", 2) { arguments, result in
    let expression = try compiledPattern(arguments.string(1) ?? "", flags: "", argument: 1, result)
    result.set(expression.firstMatch(scalars(arguments, 0)).map { $0.range.lowerBound + 1 } ?? 0)
  }
  // regexp_split(x, pattern, limit)
  try strict(connection, "regexp_split", 3) { arguments, result in
    let expression = try compiledPattern(arguments.string(1) ?? "", flags: "", argument: 1, result)
    let text = scalars(arguments, 0)
    let limit = Int(arguments.int64(2))
    var parts: [String] = []
    var at = 0
    for match in expression.matches(text) {
      if limit > 0, parts.count == limit - 1 { break }
      if match.range.isEmpty, match.range.lowerBound == 0 || match.range.lowerBound == text.count { continue }
      parts.append(Scalars.string(text[at..<match.range.lowerBound]))
      at = match.range.upperBound
    }
    parts.append(Scalars.string(text[at...]))
    result.set(JSONText.array(ofStrings: parts))
  }
}

/// Writes a replacement: `\1`, `$1`, `\0`, `\&`.
private func expand(
  _ replacement: [Unicode.Scalar], _ match: RegularExpression.Match, _ text: [Unicode.Scalar],
  into out: inout [Unicode.Scalar]
) {
  var index = 0
  while index < replacement.count {
    let scalar = replacement[index]
    if scalar == "\\" || scalar == "$", index + 1 < replacement.count {
      let next = replacement[index + 1]
      if next.value &- 0x30 < 10 {
        // A group that is not there is empty.
        let group = Int(next.value - 0x30)
        let (low, high) = group < match.bounds.count ? match.bounds[group] : (-1, -1)
        if low >= 0 { out += text[low..<high] }
        index += 2
        continue
      }
      if scalar == "\\", next == "&" {
        out += text[match.range]
        index += 2
        continue
      }
      if scalar == "\\" {
        out.append(next)
        index += 2
        continue
      }
    }
    out.append(scalar)
    index += 1
  }
}
