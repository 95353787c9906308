/// Names and literals in SQLite's spelling.
enum SQLText {
  /// A name in double quotes, without NULs, which would end the statement's text.
  static func quoted(_ name: String) -> String {
    guard !name.utf8.contains(0) else { return quoted(name.filter { $0 != "\0" }) }
    return name.utf8.contains(0x22)
      ? "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      : "\"\(name)\""
  }

  /// A name as it may stand: bare when SQLite reads it so, else in double quotes.
  static func name(_ name: String) -> String {
    isPlain(name) ? name : quoted(name)
  }

  /// The name of a function: words that begin something else in SQLite's grammar would be a syntax error there, and are no
  /// function in quotes.
  static func function(_ name: String) -> String {
    isPlain(name) || callableKeywords.contains(name.asciiLowercased()) ? name : quoted(name)
  }

  /// Keywords that are names of functions as they are.
  private static let callableKeywords: Set<String> = ["replace", "like", "glob", "match", "regexp", "if"]

  /// A name that SQLite must never take for a string: it reads an unknown `"x"` as text, but not `` `x` ``.
  /// See https://www.sqlite.org/quirks.html#dblquote.
  static func unresolvedName(_ name: String) -> String {
    if isPlain(name) { return name }
    return "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }

  /// A string literal.
  static func literal(_ text: String) -> String {
    guard text.utf8.contains(0) else { return simpleLiteral(text) }
    // A NUL ends the statement's text: spell it.
    return "("
      + text.split(separator: "\0", omittingEmptySubsequences: false).map { simpleLiteral(String($0)) }
      .joined(separator: "||char(0)||") + ")"
  }

  private static func simpleLiteral(_ text: String) -> String {
    guard text.utf8.contains(0x27) else { return "'\(text)'" }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func isPlain(_ name: String) -> Bool {
    let form =
      name.utf8.withContiguousStorageIfAvailable { shape(of: $0) }
      ?? Array(name.utf8).withUnsafeBufferPointer { shape(of: $0) }
    switch form {
    case .other: return false
    case .plain: return true
    case .keyword: return !sqliteKeywords.contains(name.asciiLowercased())
    }
  }

  private enum NameForm {
    /// Letters, digits and underscores, and no keyword.
    case plain
    /// What may be a keyword: few names are short and free of digits and underscores, and only those are looked up.
    case keyword
    case other
  }

  /// Keywords have 2 to 17 letters; underscores only in `current_date` and its sisters.
  private static func shape(of bytes: UnsafeBufferPointer<UInt8>) -> NameForm {
    guard let first = bytes.first, first &- 0x30 >= 10 else { return .other }
    var (underscores, digits) = (0, 0)
    for byte in bytes {
      if (byte | 0x20) &- 0x61 < 26 { continue }
      if byte == 0x5F {
        underscores += 1
      } else if byte &- 0x30 < 10 {
        digits += 1
      } else {
        return .other
      }
    }
    let isPlain =
      digits > 0 || bytes.count > 17 || underscores > 1 || (underscores == 1 && first | 0x20 != UInt8(ascii: "c"))
    return isPlain ? .plain : .keyword
  }

  /// https://www.sqlite.org/lang_keywords.html
  private static let sqliteKeywords: Set<String> = Set(
    """
    abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case \
    cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp \
    database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive \
    exists explain fail filter first following for foreign from full generated glob group groups having if ignore \
    immediate in index indexed initially inner insert instead intersect into is isnull join key last left like limit match \
    materialized natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma \
    preceding primary query raise range recursive references regexp reindex release rename replace restrict returning \
    right rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded union \
    unique update using vacuum values view virtual when where window with without true false
    """.split(separator: " ").map(String.init))
}
