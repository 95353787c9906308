import Project
import SQLiteKit

/// A seed: a CSV file of the project as a table. What is read, and which type a column has, is what dbt makes of the file;
/// columns named in `column_types` are cast as the project's dialect casts text.
struct SeedMaterializer {
  let context: StepContext

  /// A seed's file, read.
  struct Opened {
    var table: SeedTable
    var file: FileLedger.Entry
  }

  private var path: String { context.project.seedFile(of: context.node) }

  private var dialect: String { context.project.target.type }

  /// Reads the file through the input gate's eyes; a file that cannot be read holds it.
  func open(into journal: GateJournal) throws -> Opened? {
    do throws(CompilationFailure) {
      let table = try SeedTable(context.node, path: path, dialect: dialect)
      journal.add(journal.record("exists", .pass, message: "\(context.node.location.file) is there"))
      return Opened(table: table, file: try fingerprintOfFile())
    } catch {
      let first = error.messages.first
      var record = journal.record(
        "readable", .fail, message: [first?.message, first?.hint].compactMap { $0 }.joined(separator: "; "))
      record.location = first?.location ?? context.node.location
      journal.add(record)
      return nil
    }
  }

  private func fingerprintOfFile() throws(CompilationFailure) -> FileLedger.Entry {
    do {
      let print = try FileFingerprint(of: path, hashingContent: true)
      return FileLedger.Entry(
        path: path, digest: ContentDigest(of: path, text: String(print.contentHash ?? 0, radix: 16)),
        bytes: Int64(print.size),
        modifiedAt: print.modified)
    } catch {
      throw CompilationFailure([
        ProjectMessage(.error, "the seed cannot be read: \(error)", at: context.node.location, node: context.node.id)
      ])
    }
  }

  /// The file's rows in a table of the scratch file.
  func build(_ opened: Opened) throws -> Candidate {
    let types = SeedColumnTypes(dialect: dialect)
    let columns = opened.table.columns.map {
      AdapterColumn(name: $0.name, dataType: $0.declaredType ?? types.name(of: $0))
    }
    try context.storable(columns)
    let table = quoteIdentifier("scratch", "result")
    let casts = opened.table.columns.contains { $0.declaredType != nil }
    let raw = zip(opened.table.columns, columns).map { column, typed in
      column.declaredType == nil ? typed : AdapterColumn(name: typed.name, dataType: types.text)
    }
    let filled = casts ? quoteIdentifier("scratch", "read") : table
    try context.connection.execute("CREATE TABLE \(filled) (\(raw.columnDefinitions))")
    try fill(filled, opened.table)
    if casts {
      try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
      try cast(opened.table, raw, into: table, from: filled)
      try context.connection.execute("DROP TABLE \(filled)")
    }
    let rows = Int64(opened.table.rows.count)
    context.progress.rowsRead = rows
    context.progress.rowsWritten = rows
    context.progress.bytesRead = opened.file.bytes
    context.progress.bytesTotal = opened.file.bytes
    return Candidate(
      content: .table(scratchName: "result"), columns: columns, readName: table, rows: rows, computedColumns: columns)
  }

  private func fill(_ name: String, _ table: SeedTable) throws {
    let places = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
    let insert = try context.connection.prepare("INSERT INTO \(name) VALUES (\(places))")
    for (index, row) in table.rows.enumerated() {
      if index % 4096 == 0 { try context.stopIfCancelled() }
      try insert.run(
        zip(table.columns, row).map { column, value in
          guard let value else { return .null }
          guard column.declaredType == nil else { return .text(value) }
          switch column.type {
          case .integer: return Int64(value).map(Value.integer) ?? .text(value)
          case .number: return Double(value).map(Value.real) ?? .text(value)
          case .boolean: return .integer(value == "true" ? 1 : 0)
          case .date, .timestamp, .text: return .text(value)
          }
        })
    }
  }

  /// Casts what `column_types` names, as the dialect does it; a value that does not cast is told with its line.
  private func cast(_ table: SeedTable, _ raw: [AdapterColumn], into name: String, from read: String) throws {
    let found = RelationScope.Found(
      relation: RelationName(database: "", schema: "", identifier: read), sqlName: read, columns: raw, isStored: true)
    func selecting(_ indices: some Sequence<Int>) throws -> String {
      let types = indices.compactMap { index in
        table.columns[index].declaredType.map { (table.columns[index].name.lowercased(), $0) }
      }
      do {
        return try context.casting(found, to: Dictionary(types) { first, _ in first })
      } catch let refusal as TranslationRefusal {
        throw StepFailure(.failed, "column_types: \(refusal.description)", at: context.node.location)
      }
    }
    let all = try selecting(table.columns.indices)
    do throws(SQLiteError) {
      try context.connection.run("INSERT INTO \(name) \(all)")
    } catch {
      for index in table.columns.indices where table.columns[index].declaredType != nil {
        try findFault(in: table, column: index, try selecting([index]))
      }
      throw error
    }
  }

  /// - Throws: the first row whose value of a column does not cast, with its line.
  private func findFault(in table: SeedTable, column index: Int, _ selection: String) throws {
    let column = table.columns[index]
    for row in table.rows.indices {
      do throws(SQLiteError) {
        _ = try context.connection.query("\(selection) WHERE _rowid_ = \(row + 1)")
      } catch {
        throw StepFailure(
          .failed,
          "column \(column.name): '\(table.rows[row][index] ?? "")' is no \(column.declaredType ?? ""): "
            + error.message,
          at: SourceLocation(file: context.node.location.file, line: table.lines[row]))
      }
    }
  }

  /// A seed's code is its configuration; its one input is the file.
  func fingerprint(_ opened: Opened) throws -> StepFingerprint {
    let types = opened.table.columns.map { "\($0.name)=\($0.declaredType ?? "")" }.joined(separator: ",")
    return StepFingerprint(
      code: "seed \(types) \(context.node.config.string("delimiter") ?? ",")",
      inputs: [VersionInput(opened.file.path, try opened.file.state())])
  }
}

/// What the platforms' adapters call the types dbt infers of a seed.
struct SeedColumnTypes {
  let dialect: String

  var text: String { ["bigquery", "databricks", "spark"].contains(dialect) ? "STRING" : "VARCHAR" }

  func name(of column: SeedTable.Column) -> String {
    switch (column.type, dialect) {
    case (.integer, "bigquery"): "INT64"
    case (.integer, "databricks"), (.integer, "spark"): "BIGINT"
    case (.integer, _): column.isWide ? "BIGINT" : "INTEGER"
    case (.number, "bigquery"): "FLOAT64"
    case (.number, _): "DOUBLE"
    case (.boolean, _): "BOOLEAN"
    case (.date, _): "DATE"
    case (.timestamp, "bigquery"): "DATETIME"
    case (.timestamp, _): "TIMESTAMP"
    case (.text, _): text
    }
  }
}

extension LoadedProject {
  /// Where a seed's file is, absolute.
  func seedFile(of seed: Node) -> String {
    if !seed.details.absolutePath.isEmpty { return seed.details.absolutePath }
    let file = seed.location.file
    return file.hasPrefix("/") ? file : "\(root)/\(file)"
  }
}
