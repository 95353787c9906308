package import Project
package import SQLiteKit

/// A statement on its way from the author's file to SQLite: every stage of it, and the way back for errors.
package struct AuthoredStatement {
  package var node: Node
  package var compiled: CompiledNode
  /// The statement SQLite runs.
  package var translated: TranslatedQuery

  /// The text the author's dialect would run.
  package var compiledSQL: String { compiled.sql }

  /// Where in the author's file a fault SQLite found at a byte of the translated statement lies.
  package func location(of error: SQLiteError) -> SourceLocation? {
    guard let offset = error.offset, let prefix = prefixLength(in: error) else { return node.location }
    guard offset >= prefix, let source = translated.sourceOffset(offset - prefix) else { return node.location }
    return compiled.locate(source) ?? node.location
  }

  func reason(_ error: SQLiteError) -> String { error.message }

  /// How many bytes we put before the translated text (`INSERT INTO …`).
  private func prefixLength(in error: SQLiteError) -> Int? {
    guard let sql = error.sql, let range = sql.range(ofBytes: translated.sql) else { return nil }
    return range
  }
}

extension AuthoredStatement {
  /// A table under an enforced contract has its columns in the contract's order, whatever the query's.
  mutating func putInContractOrder() {
    guard node.config["contract"]?["enforced"]?.boolValue ?? false,
      node.materialization == .table || node.materialization == .incremental, let columns = translated.columns
    else { return }
    let ordered = node.columns.compactMap { declared in
      columns.first { $0.name.lowercased() == declared.name.lowercased() }
    }
    guard ordered.count == columns.count, ordered != columns else { return }
    let prefix = "SELECT \(ordered.nameList) FROM ("
    let (length, source) = (prefix.utf8.count, translated.sourceOffset)
    translated.sql = prefix + translated.sql + ")"
    translated.columns = ordered
    translated.stages = nil
    translated.sourceOffset = { source($0 - length) }
  }
}

extension String {
  /// The UTF-8 offset at which `part` first stands in this text.
  func range(ofBytes part: String) -> Int? {
    let haystack = Array(utf8)
    let needle = Array(part.utf8)
    guard !needle.isEmpty, needle.count <= haystack.count else { return nil }
    // What we put before a statement is short, so the first tries nearly always hit.
    for start in 0...(haystack.count - needle.count)
    where haystack[start] == needle[0] && haystack[start..<(start + needle.count)].elementsEqual(needle) {
      return start
    }
    return nil
  }
}
