/// The affinity SQLite gives a column by its declared type, for rows that are written without SQLite.
///
/// Source: "Datatypes In SQLite", section 3.1, rules in their order.
public enum ColumnAffinity: Sendable, Equatable, CaseIterable {
  case integer, text, blob, real, numeric

  public init(declaredType: String?) {
    guard let type = declaredType?.uppercased(), !type.isEmpty else {
      self = .blob
      return
    }
    if type.contains("INT") {
      self = .integer
    } else if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") {
      self = .text
    } else if type.contains("BLOB") {
      self = .blob
    } else if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") {
      self = .real
    } else {
      self = .numeric
    }
  }
}
