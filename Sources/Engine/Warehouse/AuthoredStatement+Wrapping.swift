import Project

extension StepContext {
  /// The author's query between two other texts of the same dialect; places in it stay what they were.
  func wrap(_ statement: AuthoredStatement, before: String, after: String) throws -> AuthoredStatement {
    var compiled = statement.compiled
    let locate = compiled.locate
    let shift = before.utf8.count
    let length = compiled.sql.utf8.count
    compiled.sql = before + compiled.sql + after
    compiled.locate = { offset in offset >= shift && offset < shift + length ? locate(offset - shift) : nil }
    return try translate(compiled, of: node)
  }
}
