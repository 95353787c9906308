/// A seed's rows, with the types dbt would give its columns.
public struct SeedTable: Sendable {
  /// A column's type as dbt infers it.
  public enum ColumnType: String, Sendable { case integer, number, date, timestamp, boolean, text }

  /// A column: its name, what was inferred, and what `column_types` says instead.
  public struct Column: Hashable, Sendable {
    public var name: String
    public var type: ColumnType
    /// The type to declare, in the project's dialect; nil: after `type`.
    public var declaredType: String?
    /// Whether its name is quoted when the table is made.
    public var isQuoted: Bool
    /// Whether a whole number of it needs more than 32 bits.
    public var isWide = false
  }

  public var columns: [Column]
  /// Row by row: nil for NULL; numbers without signs of currency and groups, dates as `YYYY-MM-DD`, timestamps as
  /// `YYYY-MM-DD HH:MM:SS`, booleans as `true` and `false`.
  public var rows: [[String?]]
  /// The line of the file each row begins on.
  public var lines: [Int] = []

  /// Reads a seed of a project.
  ///
  /// - Parameters:
  ///   - path: Where the file lies; nil: where the node was read from.
  ///   - dialect: The adapter's type. DuckDB reads the file itself and takes only empty values for NULL, where all others
  ///     are given what dbt read, in which the word `null` stands for it too.
  /// - Throws: what is wrong with the file, with its line.
  public init(_ node: Node, path: String? = nil, dialect: String = "") throws(CompilationFailure) {
    guard let text = ProjectFolder.text(path ?? node.details.absolutePath) else {
      throw CompilationFailure([ProjectMessage(.error, "the seed cannot be read", at: node.location, node: node.id)])
    }
    if text.unicodeScalars.contains("\u{FFFD}"),
      let place = ProjectFolder.firstDamage(in: path ?? node.details.absolutePath)
    {
      throw CompilationFailure([
        ProjectMessage(
          .error, "a byte here is no UTF-8",
          at: SourceLocation(file: node.location.file, line: place.line, column: place.column),
          hint: "save the file in UTF-8", node: node.id)
      ])
    }
    let delimiter = node.config.string("delimiter") ?? ","
    var reader = SeedRecords(text, delimiter: delimiter.utf8.first ?? UInt8(ascii: ","))
    guard var header = reader.next()?.values, !header.isEmpty else {
      throw CompilationFailure([
        ProjectMessage(
          .error, "the seed is empty", at: node.location, hint: "give it a line of column names", node: node.id)
      ])
    }
    header = Self.names(header)
    let overrides = node.config["column_types"]?.entries ?? []
    var raw: [[String?]] = []
    while let record = reader.next() {
      if record.values == [""], header.count > 1 { continue }
      guard record.values.count <= header.count else {
        throw CompilationFailure([
          ProjectMessage(
            .error, "a row has \(record.values.count) values for \(header.count) columns",
            at: SourceLocation(file: node.location.file, line: record.line),
            hint: "quote values that hold '\(delimiter)'",
            node: node.id)
        ])
      }
      var row: [String?] = record.values
      while row.count < header.count { row.append(nil) }
      raw.append(row)
      lines.append(record.line)
    }
    let quoted = node.config.bool("quote_columns") ?? false
    columns = header.map { name in
      let override = overrides.first { $0.key.lowercased() == name.lowercased() }?.value.scalarText
      return Column(name: name, type: .text, declaredType: override, isQuoted: quoted)
    }
    let asText = raw.map { $0.map { Self.isNull($0, emptyOnly: dialect == "duckdb") ? nil : $0 } }
    rows = asText
    for index in columns.indices where columns[index].declaredType == nil {
      let (type, values) = SeedTypes.inferred(raw.map { Self.isNull($0[index], emptyOnly: false) ? nil : $0[index] })
      guard type != .text else { continue }
      columns[index].type = type
      columns[index].isWide = type == .integer && values.contains { $0.map { Int32($0) == nil } ?? false }
      for row in rows.indices { rows[row][index] = values[row] }
    }
  }

  /// Whether a value stands for NULL: nothing but blanks, or the word.
  private static func isNull(_ value: String?, emptyOnly: Bool) -> Bool {
    guard let value else { return true }
    if emptyOnly { return value.isEmpty }
    let plain = value.trimmingBlanks().lowercased()
    return plain.isEmpty || plain == "null"
  }

  /// Column names as agate makes them: letters for empty ones, numbers behind repeated ones.
  private static func names(_ header: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return header.enumerated().map { index, name in
      let trimmed = name.trimmingBlanks()
      let plain = trimmed.isEmpty ? String(UnicodeScalar(UInt8(97 + index % 26))) : trimmed
      seen[plain, default: 0] += 1
      return seen[plain].map { $0 > 1 ? "\(plain)_\($0)" : plain } ?? plain
    }
  }
}
