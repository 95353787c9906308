/// A name as a quoted SQL identifier: `a"b` becomes `"a""b"`.
public func quoteIdentifier(_ name: String) -> String {
  quoted(name, by: "\"")
}

/// A qualified name: both parts quoted, joined by a dot.
public func quoteIdentifier(_ schema: String, _ name: String) -> String {
  quoteIdentifier(schema) + "." + quoteIdentifier(name)
}

/// Text as a SQL string literal: `it's` becomes `'it''s'`.
public func quoteLiteral(_ text: String) -> String {
  quoted(text, by: "'")
}

/// A value as a SQL literal that reads back as the same value.
///
/// Text holding U+0000 is written as a cast blob: SQLite ends a statement at that character.
public func quoteLiteral(_ value: Value) -> String {
  switch value {
  case .null: return "NULL"
  case .integer(.min): return "(-9223372036854775807-1)"
  case .integer(let number): return String(number)
  case .real(let number):
    if number.isNaN { return "NULL" }
    if number.isInfinite { return number < 0 ? "-9e999" : "9e999" }
    return "\(number)"
  case .text(let text):
    if text.utf8.contains(0) { return "CAST(\(quoteLiteral(.blob(Array(text.utf8)))) AS TEXT)" }
    return quoteLiteral(text)
  case .blob(let bytes):
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var literal = "x'"
    for byte in bytes {
      literal.unicodeScalars.append(digits[Int(byte >> 4)])
      literal.unicodeScalars.append(digits[Int(byte & 15)])
    }
    return literal + "'"
  }
}

/// Works on scalars: a quote with a combining mark behind it is one `Character`, but still ends a SQL string.
private func quoted(_ text: String, by quote: Unicode.Scalar) -> String {
  var result = String.UnicodeScalarView()
  result.append(quote)
  for scalar in text.unicodeScalars {
    result.append(scalar)
    if scalar == quote { result.append(quote) }
  }
  result.append(quote)
  return String(result)
}
