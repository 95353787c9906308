import Compression
import Project
import SQLiteKit

/// A source whose files cannot be read: held at the input gate, not a failure of the node's code.
struct FileProblem: Error {
  var node: Node
  var reason: String
}

extension StepContext {
  /// Opens the files behind a relation, if it is a source with files, and makes them a table of the step's connection.
  func provideFiles(_ relation: RelationName) throws -> RelationScope.Found? {
    guard let node = project.graph.nodes.values.first(where: { $0.relation == relation && $0.source?.file != nil }),
      let location = node.source?.file
    else { return nil }
    let corrections = Corrections(project.target).all(of: node.id)
    let source = try open(location, of: node, and: corrections.map(\.dataFile))
    let all = try fingerprints(source.files, of: node)
    var chosen = all
    if loadsEachFileOnce {
      let loaded = Dictionary(grouping: try ledger, by: \.path)
      chosen = try all.filter { file in
        guard let earlier = loaded[file.path] else { return true }
        let digest = try self.digest(of: file, of: node)
        return try !earlier.contains { try $0.digest.text() == digest }
      }
    }
    let paths = Set(chosen.map(\.path))
    let opened = FileInputs.Opened(
      node: node, relation: relation, tableName: "file source \(files.opened.count + 1)",
      source: FileSource(
        files: source.files.filter { paths.contains($0.path) }, format: source.format, columns: source.columns,
        isInferred: source.isInferred, extraColumns: source.extraColumns, unseenColumns: source.unseenColumns,
        recordLimit: source.recordLimit),
      files: chosen, all: all,
      rejected: RejectedRecords(settled: corrections.reduce(into: []) { $0.formUnion($1.settled) }),
      progress: IngestionProgress())
    files.add(opened)
    try files.register(opened, on: connection)
    return RelationScope.Found(
      relation: relation, sqlName: quoteIdentifier(opened.tableName),
      columns: source.columns.map { AdapterColumn(name: $0.name, dataType: $0.declaredType ?? $0.kind.dataType) },
      isStored: false, isFile: true, estimatedRows: Int64(opened.source.totalBytes / Self.bytesOfRecord))
  }

  /// What a record takes in a file, for an estimate of their number: short, so that packed files are not taken for small.
  private static let bytesOfRecord = 64

  /// An incremental model that appends takes each file of a source once.
  var loadsEachFileOnce: Bool {
    guard compilation.isIncremental, let settings = try? IncrementalSettings(node, dialect: project.target.type) else {
      return false
    }
    return settings.strategy == .append
  }

  /// The files this node has loaded so far.
  var ledger: [FileLedger.Entry] {
    get throws {
      guard let relation = node.relation else { return [] }
      return try FileLedger(connection, root: project.root).entries(of: relation.tableName)
    }
  }

  private func open(_ location: FileLocation, of node: Node, and corrections: [String]) throws -> FileSource {
    let spec = try spec(location, of: node, and: corrections)
    do { return try openFileSource(spec) } catch { throw FileProblem(node: node, reason: error.description) }
  }

  private func spec(_ location: FileLocation, of node: Node, and corrections: [String]) throws -> FileSourceSpec {
    let columns = node.columns.map { DeclaredColumn($0.name, type: $0.dataType) }
    let hasTypes = node.columns.contains { $0.dataType != nil }
    return FileSourceSpec(
      paths: location.paths + corrections, format: try FileFormat(location), columns: hasTypes ? columns : nil,
      allowsNoFiles: location.options["allow_empty"]?.boolValue ?? false)
  }

  /// The files of a source as they lie there now, none of them read.
  func filesAsTheyLie(of node: Node) throws -> [FileLedger.Entry] {
    guard let location = node.source?.file else { return [] }
    let corrections = Corrections(project.target).all(of: node.id).map(\.dataFile)
    do {
      return try fingerprints(resolveFiles(try spec(location, of: node, and: corrections)), of: node)
    } catch let error as FileSourceError {
      throw FileProblem(node: node, reason: error.description)
    }
  }

  /// Size, time and content of each file. None is read for it: a file that looks as it did when it was loaded has the
  /// content it had, another tells its digest when it is read.
  private func fingerprints(_ files: [ResolvedFile], of node: Node) throws -> [FileLedger.Entry] {
    let known = Dictionary(
      try ledger.map { ($0.path, $0) }, uniquingKeysWith: { $0.modifiedAt > $1.modifiedAt ? $0 : $1 })
    return try files.map { file in
      do {
        let quick = try FileFingerprint(of: file.path, hashingContent: false)
        if let entry = known[file.path], entry.bytes == Int64(quick.size), entry.modifiedAt == quick.modified {
          return entry
        }
        return FileLedger.Entry(
          path: file.path, digest: file.digest, bytes: Int64(quick.size), modifiedAt: quick.modified)
      } catch let error as FileReadError {
        throw FileProblem(node: node, reason: error.description)
      }
    }
  }

  private func digest(of file: FileLedger.Entry, of node: Node) throws -> String {
    do { return try file.digest.text() } catch { throw FileProblem(node: node, reason: error.description) }
  }

  /// - Throws: when a file is not what it was when the step began: half of it may have been read.
  func checkFilesUnchanged() throws {
    for source in files.opened {
      for file in source.files {
        let now = try? FileFingerprint(of: file.path, hashingContent: false)
        guard let now, Int64(now.size) == file.bytes, now.modified == file.modifiedAt else {
          throw StepFailure(
            .failed, "\(file.path) changed while it was read: load it again once it is complete",
            at: source.node.source?.file?.location, isTransient: true)
        }
      }
    }
  }
}

extension FileFormat {
  /// The format a properties file asks for; nil to go by the file.
  init?(_ location: FileLocation) throws {
    let options = location.options
    let word = location.format?.lowercased()
    var csv = word == "tsv" ? CSVOptions.tabSeparated : CSVOptions()
    if let text = options["delimiter"]?.stringValue ?? options["sep"]?.stringValue {
      guard let byte = Self.byte(text) else {
        throw StepFailure(.failed, "the delimiter '\(text)' is not one character", at: location.location)
      }
      csv.delimiter = byte
    }
    if let text = options["quote"]?.stringValue { csv.quote = Self.byte(text) }
    if let text = options["escape"]?.stringValue { csv.escape = Self.byte(text) }
    if let header = options["header"]?.boolValue { csv.hasHeader = header }
    if let nulls = options["null"]?.stringList { csv.nullTexts = nulls }
    if options["ragged"]?.stringValue == "accept" { csv.ragged = .accepted }
    switch word {
    case "csv", "tsv": self = .csv(csv)
    case "jsonl", "ndjson", "json_lines": self = .jsonLines
    case "json", "json_array": self = .jsonArray
    default:
      guard case .map(let entries) = options, entries.contains(where: { Self.csvKeys.contains($0.key) }) else {
        return nil
      }
      self = .csv(csv)
    }
  }

  private static let csvKeys: Set<String> = ["delimiter", "sep", "quote", "escape", "header"]

  private static func byte(_ text: String) -> UInt8? {
    if text == "\\t" { return 0x09 }
    let bytes = Array(text.utf8)
    return bytes.count == 1 ? bytes[0] : nil
  }
}

extension ColumnKind {
  /// The type an inferred column is declared with.
  var dataType: String {
    switch self {
    case .integer: "BIGINT"
    case .real: "DOUBLE"
    case .decimal: "DECIMAL(38,9)"
    case .text: "TEXT"
    case .boolean: "BOOLEAN"
    case .date: "DATE"
    case .timestamp: "TIMESTAMP"
    case .json: "JSON"
    case .untyped: ""
    }
  }
}
