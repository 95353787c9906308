import Compression
import SQLiteKit
import TestSupport

@testable import Engine

/// What came of reading a source: the rows of `select *`, the bad records, and the table.
struct Ingested {
  var rows: [[Value]]
  var names: [String]
  var bad: [BadRecord]
  var source: FileSource
  var missing: [String]
  var extra: [String]

  /// Each bad record's line and reason.
  var faults: [String] { bad.map { "\($0.line): \($0.reason)" } }
}

/// Reads a source through SQL.
func ingest(
  _ spec: FileSourceSpec, _ sql: String = "select * from f", threads: Int? = nil
) throws -> Ingested {
  let connection = try Connection.inMemory()
  let source = try openFileSource(spec)
  let sink = BadRecordCollector()
  let table = try source.register(on: connection, as: "f", sink: sink, threads: threads)
  let statement = try connection.prepare(sql)
  var rows: [[Value]] = []
  while try statement.step() { rows.append(statement.values()) }
  let names = statement.columnNames
  statement.reset()
  return Ingested(
    rows: rows, names: names, bad: sink.records, source: source, missing: table.missingColumns,
    extra: table.extraColumns)
}

/// Reads a text as one file.
func ingest(
  _ text: String, _ name: String, columns: [DeclaredColumn]? = nil, format: FileFormat? = nil
) throws -> Ingested {
  try ingest(Array(text.utf8), name, columns: columns, format: format)
}

/// Reads bytes as one file.
func ingest(
  _ bytes: [UInt8], _ name: String, columns: [DeclaredColumn]? = nil, format: FileFormat? = nil
) throws -> Ingested {
  let folder = TemporaryFolder()
  let path = folder.write(bytes, to: name)
  return try ingest(FileSourceSpec(paths: [path], format: format, columns: columns))
}
