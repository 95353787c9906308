import Compression

/// Files that were found, and the table they make.
package struct FileSource: Sendable {
  /// The files, in the order they are read.
  package let files: [ResolvedFile]
  /// How their records are written.
  package let format: FileFormat
  /// The columns of the table, as declared or as found.
  package let columns: [DeclaredColumn]
  /// Whether the columns were found in the files.
  package let isInferred: Bool
  /// Columns the first megabyte shows that are not declared.
  package let extraColumns: [String]
  /// Declared columns the first megabyte does not show.
  package let unseenColumns: [String]
  let recordLimit: Int

  /// How many bytes the files have, as they lie there.
  package var totalBytes: Int { files.reduce(0) { $0 + $1.size } }
}

/// Finds the files of a source, their format and their columns. Nothing but the first megabyte is read.
package func openFileSource(_ spec: FileSourceSpec) throws(FileSourceError) -> FileSource {
  let files = try resolveFiles(spec)
  let sample = try FileSample(files: files, format: spec.format, declared: spec.columns)
  let found = sample.columns
  let columns = spec.columns ?? found
  if columns.isEmpty { throw .noColumns(spec.paths.joined(separator: ", ")) }
  var seen: [String: String] = [:]
  for column in columns {
    if let other = seen.updateValue(column.name, forKey: column.name.lowercased()) {
      throw .columnsAlike(other, column.name, in: spec.paths.joined(separator: ", "))
    }
  }
  let declared = Set(columns.map(\.name))
  let present = Set(found.map(\.name))
  return FileSource(
    files: files, format: sample.format, columns: columns, isInferred: spec.columns == nil,
    extraColumns: found.map(\.name).filter { !declared.contains($0) },
    unseenColumns: sample.hasRecords ? columns.map(\.name).filter { !present.contains($0) } : [],
    recordLimit: spec.recordLimit)
}
