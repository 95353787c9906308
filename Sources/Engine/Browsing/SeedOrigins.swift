import Project

/// The records of a seed's file that a row of its table came from: those whose values are the row's.
///
/// A seed's table does not keep the lines it was read from, and its file may have been changed since: a line is only told
/// when what stands there now makes this row.
struct SeedOrigins {
  /// A record may go over several lines: more of them are cut.
  private static let mostLines = 50

  private let path: String
  private let table: SeedTable

  /// - Throws: What is wrong with the file.
  init(_ seed: Node, in project: LoadedProject) throws {
    path = project.seedFile(of: seed)
    table = try SeedTable(seed, path: path, dialect: project.target.type)
  }

  /// - Parameters:
  ///   - cells: The row by names in lower case; columns it does not have are not looked at.
  ///   - line: Reads a line of a file.
  func records(
    of cells: [String: String?], count: Int, line: (RecordPlace) throws -> String?
  ) throws -> [RecordOrigin] {
    let known = table.columns.indices.compactMap { index in
      // What `column_types` casts no longer looks as it does in the file.
      table.columns[index].declaredType == nil ? cells[table.columns[index].name.lowercased()].map { (index, $0) } : nil
    }
    let cast = table.columns.indices.compactMap { index in
      table.columns[index].declaredType != nil ? cells[table.columns[index].name.lowercased()].map { (index, $0) } : nil
    }
    guard !known.isEmpty || !cast.isEmpty else { return [] }
    func isAlike(_ row: [String?], _ cells: [(Int, String?)]) -> Bool {
      cells.allSatisfy { index, cell in Self.isSame(row[index], cell, table.columns[index].type) }
    }
    var found = table.rows.indices.filter { isAlike(table.rows[$0], known) }
    let whole = found.filter { isAlike(table.rows[$0], cast) }
    // Where casting changed the words, the other columns have to do; with none of them there is nothing to go by.
    if !whole.isEmpty || known.isEmpty { found = whole }
    return try found.prefix(count).map { index in
      RecordOrigin(place: RecordPlace(file: path, line: table.lines[index]), line: try text(of: index, line))
    }
  }

  /// The record as it stands in the file, with the line ends inside its quotes.
  private func text(of index: Int, _ line: (RecordPlace) throws -> String?) throws -> String? {
    let first = table.lines[index]
    // Behind the last record there is nothing but blank lines.
    let breaks = table.rows[index].reduce(0) { $0 + ($1?.utf8.count { $0 == 0x0A } ?? 0) }
    var lines: [String] = []
    for number in first...first + min(breaks, Self.mostLines) {
      guard let text = try line(RecordPlace(file: path, line: number)) else { break }
      lines.append(text)
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  private static func isSame(_ value: String?, _ cell: String?, _ type: SeedTable.ColumnType) -> Bool {
    guard let value, let cell else { return value == nil && cell == nil }
    if value == cell { return true }
    switch type {
    case .integer: return Int64(value).map { $0 == Int64(cell) } ?? false
    case .number: return Double(value).map { $0 == Double(cell) } ?? false
    // A table keeps truth values as numbers.
    case .boolean: return cell == (value == "true" ? "1" : "0")
    case .date, .timestamp, .text: return false
    }
  }
}
