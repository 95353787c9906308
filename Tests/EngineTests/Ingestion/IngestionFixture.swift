import Compression
import Glibc
import SQLiteKit
import TestSupport

@testable import Engine

extension TemporaryFolder {
  /// Writes bytes to a file of the folder and gives its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) -> String {
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { break }
      written += count
    }
    close(descriptor)
    return file
  }
}

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
