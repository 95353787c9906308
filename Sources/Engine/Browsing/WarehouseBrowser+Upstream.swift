import Compression
package import Project
import SQLiteKit

extension WarehouseBrowser {
  /// From a row of a node: the rows of its parents that it came from, found by the parents' keys.
  ///
  /// Which column of a parent a column of the row comes from is read from the node's SQL; a parent whose key cannot be
  /// told from the row says so. Files are read through once, which takes a second for some hundred megabytes.
  /// - Parameters:
  ///   - row: Cells by column, as the grid or the failing rows of a check have them (nil is NULL).
  ///   - test: The test whose failing row it is, when it is one: dbt's own tests name the column otherwise.
  ///   - count: Rows of each parent at most.
  package func parents(
    of node: Node, row: [String: String?], test: Node? = nil, count: Int = 50
  ) throws -> [UpstreamRows] {
    let session = try QuerySession(project)
    defer { session.close() }
    var found: [UpstreamRows] = []
    let cells = Self.cells(row, test)
    let sources: [String: [RelationName: String]]
    // A row of a source is looked for in the source itself, where its record stands.
    let isSource = node.resourceType == .source
    do {
      let compiled = try project.compiler.compile(node, context: CompilationContext(), adapter: session.adapter)
      sources = try session.translate(compiled.sql).columnSources()
    } catch {
      sources = [:]
    }
    for id in isSource ? [node.id] : node.dependsOn {
      guard let parent = project.graph[id], let relation = parent.relation else { continue }
      do {
        found.append(try rows(of: parent, relation, cells, sources, session, count))
      } catch {
        found.append(UpstreamRows(node: id, relation: relation, problem: StepFailure(any: error).reason))
      }
    }
    return found
  }

  /// The text of a record's line as it stands in the file, unpacked; nil when the file has fewer lines.
  ///
  /// - Parameter limit: Bytes of the line at most; what is longer is cut.
  package func rawLine(at place: RecordPlace, limit: Int = 64 << 10) throws -> String? {
    let files = try resolveFiles(FileSourceSpec(paths: [place.file]))
    guard let file = files.first else { return nil }
    let reader = try openByteReader(file.path, compression: file.compression)
    var lines = LineFinder(wanted: place.line, limit: limit)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while !lines.isDone {
      let read = try reader.fill(buffer)
      lines.feed(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
      if read < buffer.count { break }
    }
    return lines.text
  }

  /// dbt's own tests give the failing value another name than its column has.
  static func cells(_ row: [String: String?], _ test: Node?) -> [String: String?] {
    var cells = Dictionary(row.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    if let column = test?.test?.columnName?.lowercased(), cells[column] == nil {
      for name in ["unique_field", "value_field", "from_field"] {
        if let value = cells[name] { cells[column] = value }
      }
    }
    return cells
  }

  private func rows(
    of parent: Node, _ relation: RelationName, _ cells: [String: String?],
    _ sources: [String: [RelationName: String]], _ session: QuerySession, _ count: Int
  ) throws -> UpstreamRows {
    var known: [String: String?] = [:]
    for (column, value) in cells {
      guard let source = sources[column] else { continue }
      if let name = source[relation] { known[name.lowercased()] = value }
    }
    if sources.isEmpty { known = cells }
    guard let found = try session.find(relation) else {
      return UpstreamRows(node: parent.id, relation: relation, problem: "\(relation) has no published version yet")
    }
    let names = found.columns.map(\.name)
    let key = Self.key(of: parent, names, known)
    guard !key.isEmpty else {
      return UpstreamRows(
        node: parent.id, relation: relation,
        problem: "no column of this row is known to come from \(parent.name) as it is")
    }
    // Names that look like keys may be shared by many rows: all that is known tells them apart, if there are such rows.
    let all = names.compactMap { name in known[name.lowercased()].map { (column: name, value: $0) } }
    if all.count > key.count, !Self.isWhole(key, of: parent) {
      let narrow = try rows(of: parent, relation, found, by: all, session, count)
      if !narrow.rows.isEmpty { return narrow }
    }
    return try rows(of: parent, relation, found, by: key, session, count)
  }

  /// Whether the columns are the key the parent declares.
  private static func isWhole(_ key: [(column: String, value: String?)], of parent: Node) -> Bool {
    !parent.config.uniqueKey.isEmpty
      && Set(parent.config.uniqueKey.map { $0.lowercased() }) == Set(key.map { $0.column.lowercased() })
  }

  private func rows(
    of parent: Node, _ relation: RelationName, _ found: RelationScope.Found,
    by key: [(column: String, value: String?)], _ session: QuerySession, _ count: Int
  ) throws -> UpstreamRows {
    let names = found.columns.map(\.name)
    let place = found.isFile ? ", \"_file\", \"_line\"" : ""
    let conditions = key.map { "\(quoteIdentifier($0.column)) IS ?" }.joined(separator: " AND ")
    let statement = try session.connection.prepare(
      "SELECT \(found.columns.nameList)\(place) FROM \(found.sqlName) WHERE \(conditions) LIMIT \(count + 1)")
    try statement.bind(key.map { .text(orNull: $0.value) })
    var upstream = UpstreamRows(node: parent.id, relation: relation, key: key, columns: names)
    while try statement.step() {
      if upstream.rows.count == count {
        upstream.isLast = false
        break
      }
      upstream.rows.append(names.indices.map { statement.string($0) })
      if found.isFile {
        upstream.places.append(
          RecordPlace(file: statement.string(names.count) ?? "", line: Int(statement.int64(names.count + 1))))
      }
    }
    return upstream
  }

  /// The columns of a parent that tell its rows apart, as far as their values are known.
  private static func key(
    of parent: Node, _ columns: [String], _ known: [String: String?]
  ) -> [(column: String, value: String?)] {
    func chosen(_ names: [String]) -> [(column: String, value: String?)] {
      columns.filter { column in names.contains { $0.lowercased() == column.lowercased() } }
        .compactMap { column in known[column.lowercased()].map { (column: column, value: $0) } }
    }
    let declared = parent.config.uniqueKey
    if !declared.isEmpty, chosen(declared).count == declared.count { return chosen(declared) }
    let likely = columns.filter { column in
      let name = column.lowercased()
      return name == "id" || name == "key" || name.hasSuffix("_id") || name.hasSuffix("_key") || name.hasSuffix("_sk")
    }
    let byName = chosen(likely)
    // Without a column that looks like a key, all that is known is looked for.
    return byName.isEmpty ? chosen(columns) : byName
  }
}

/// Finds one line in bytes that come piece by piece.
struct LineFinder {
  let wanted: Int
  let limit: Int
  private var line = 1
  private var bytes: [UInt8] = []
  private(set) var isDone = false

  init(wanted: Int, limit: Int) {
    self.wanted = wanted
    self.limit = limit
  }

  var text: String? {
    guard line == wanted, isDone || !bytes.isEmpty else { return nil }
    let end = bytes.last == 0x0D ? bytes.dropLast() : bytes[...]
    return String(decoding: end, as: UTF8.self)
  }

  mutating func feed(_ piece: UnsafeRawBufferPointer) {
    var rest = piece[...]
    while !isDone, !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A)
      if line == wanted {
        bytes.append(contentsOf: rest[..<(end ?? rest.endIndex)].prefix(max(0, limit - bytes.count)))
        isDone = end != nil
        if isDone { return }
      }
      guard let end else { return }
      line += 1
      rest = rest[rest.index(after: end)...]
    }
  }
}
