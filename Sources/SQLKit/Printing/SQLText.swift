/// Names and literals in SQLite's spelling.
enum SQLText {
  /// A name in double quotes.
  static func quoted(_ name: String) -> String {
    name.utf8.contains(0x22)
      ? "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      : "\"\(name)\""
  }

  /// A name as it may stand: bare when SQLite reads it so, else in double quotes.
  static func name(_ name: String) -> String {
    isPlain(name) ? name : quoted(name)
  }

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
    var first = true
    for byte in name.utf8 {
      let letter = (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
      if first ? !letter : !(letter || byte &- 0x30 < 10) { return false }
      first = false
    }
    return !first && !sqliteKeywords.contains(name.asciiLowercased())
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
