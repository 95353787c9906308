import Project
import SQLiteKit

/// A seed: a CSV file of the project as a table. Types are those of `column_types`, else what the file shows.
struct SeedMaterializer {
  let context: StepContext

  private var path: String {
    let file = context.node.location.file
    return file.hasPrefix("/") ? file : "\(context.project.root)/\(file)"
  }

  /// Reads the file through the input gate's eyes; a file that cannot be read holds it.
  func open(into journal: GateJournal) throws -> FileInputs.Opened? {
    let node = context.node
    var csv = CSVOptions()
    if let delimiter = node.config.string("delimiter")?.utf8.first { csv.delimiter = delimiter }
    do {
      let types = Dictionary(
        columnTypes.map { ($0.key.lowercased(), $0.value.scalarText ?? "") }, uniquingKeysWith: { first, _ in first })
      let found = try openFileSource(FileSourceSpec(paths: [path], format: .csv(csv)))
      let source = try openFileSource(
        FileSourceSpec(
          paths: [path], format: .csv(csv),
          columns: found.columns.map { column in
            types[column.name.lowercased()].map { DeclaredColumn(column.name, type: $0) } ?? column
          }))
      let print = try FileFingerprint(of: path, hashingContent: true)
      let opened = FileInputs.Opened(
        node: node, relation: RelationName(database: "", schema: "", identifier: node.name), tableName: "seed file",
        source: source,
        files: [
          FileLedger.Entry(
            path: path, digest: String(print.contentHash ?? 0, radix: 16), bytes: Int64(print.size),
            modifiedAt: print.modified)
        ], all: [], rejected: RejectedRecords(), progress: IngestionProgress())
      context.files.add(opened)
      try context.files.register(opened, on: context.connection)
      journal.add(journal.record("exists", .pass, message: "\(node.location.file) is there"))
      return opened
    } catch let error as FileSourceError {
      var record = journal.record("exists", .fail, message: error.description)
      record.location = node.location
      journal.add(record)
      return nil
    }
  }

  private var columnTypes: [ConfigEntry] {
    if case .map(let entries)? = context.node.config["column_types"] { return entries }
    return []
  }

  /// The file's rows in a table of the scratch file.
  func build(_ opened: FileInputs.Opened) throws -> Candidate {
    let columns = opened.source.columns.map {
      AdapterColumn(name: $0.name, dataType: $0.declaredType ?? $0.kind.dataType)
    }
    let table = quoteIdentifier("scratch", "result")
    try context.connection.execute("CREATE TABLE \(table) (\(columns.columnDefinitions))")
    let rows = Int64(
      try context.connection.run(
        "INSERT INTO \(table) SELECT \(columns.nameList) FROM \(quoteIdentifier(opened.tableName))"))
    context.progress.rowsWritten = rows
    return Candidate(
      content: .table(scratchName: "result"), columns: columns, readName: table, rows: rows, computedColumns: columns)
  }

  /// A seed's code is its configuration; its one input is the file.
  func fingerprint(_ opened: FileInputs.Opened) -> StepFingerprint {
    let types = columnTypes.map { "\($0.key)=\($0.value.scalarText ?? "")" }.joined(separator: ",")
    return StepFingerprint(
      code: "seed \(types) \(context.node.config.string("delimiter") ?? ",")",
      inputs: opened.files.map { VersionInput($0.path, "\($0.bytes) bytes, \($0.digest)") })
  }
}
