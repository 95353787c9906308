import Glibc
package import Project
import SQLiteKit

/// Puts bad records right: their texts are laid out in a file to be edited, and what comes back is admitted as one more
/// file of the source, through the gates like everything else.
package struct RecordCorrection: Sendable {
  private let project: LoadedProject
  private let reader: Node
  private let source: Node
  private let location: FileLocation
  /// The bad records, as the check keeps them.
  private let bad: [Bad]

  private struct Bad: Sendable {
    var place: RecordPlace
    var reason: String
    var text: String
  }

  /// - Parameters:
  ///   - node: The node whose process gate found the records.
  ///   - rows: What its check `bad_records` kept.
  package init(_ project: LoadedProject, node: Node, rows: FailingRows) throws {
    self.project = project
    reader = node
    guard node.resourceType != .seed else {
      throw WarehouseError("\(node.name) is a seed: put its file right, \(node.location.file)")
    }
    let all = rows.rows.compactMap { row -> Bad? in
      func cell(_ name: String) -> String? { rows.columns.firstIndex(of: name).flatMap { row[$0] } }
      guard let file = cell("file"), let line = cell("line").flatMap({ Int($0) }), let text = cell("raw_text") else {
        return nil
      }
      return Bad(place: RecordPlace(file: file, line: line), reason: cell("reason") ?? "", text: text)
    }
    guard let first = all.first else { throw WarehouseError("no bad records are kept of \(node.name)") }
    let sources = node.dependsOn.compactMap { project.graph[$0] }.filter { $0.source?.file != nil }
    let owner = sources.first { source in
      let files = try? resolveFiles(FileSourceSpec(paths: source.source?.file?.paths ?? [], allowsNoFiles: true))
      return files?.contains { $0.path == first.place.file } ?? false
    }
    guard let owner, let location = owner.source?.file else {
      throw WarehouseError("\(first.place.file) is no file of a source of \(node.name) any more")
    }
    source = owner
    self.location = location
    bad = all
  }

  /// Whether all of them were admitted before, by somebody who did not come to build with them.
  package var isAdmitted: Bool {
    let settled = Corrections(project.target).all(of: source.id).reduce(into: Set<String>()) {
      $0.formUnion($1.settled)
    }
    return bad.allSatisfy { settled.contains(Correction.mark(file: $0.place.file, text: $0.text)) }
  }

  /// The source they belong to.
  package var sourceName: String { source.name }

  /// Where the records are laid out.
  package var draftFile: String { "\(Corrections(project.target).folder(of: source.id))/draft.\(ending)" }

  /// How many there are.
  package var count: Int { bad.count }

  private var ending: String {
    let file = bad.first?.place.file ?? ""
    let name = file.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".").map(String.init).filter { $0 != "gz" && $0 != "zst" }
    return parts.count > 1 ? parts[parts.count - 1] : location.format ?? "txt"
  }

  /// What became of a draft.
  package struct Draft: Sendable {
    /// What is wrong with each record, in the order of the file.
    package var reasons: [String]
    /// The records were laid out before, and what was edited since is as it was.
    package var isKept = false
    /// Where an edited draft of other records lies now.
    package var setAside: String?
  }

  /// Lays the records out, each on a line of its own, with a header where the source's files have one. What somebody wrote
  /// into a draft stays.
  package func writeDraft() throws -> Draft {
    let browser = WarehouseBrowser(project)
    var lines: [String] = []
    if let header = try header(browser) { lines.append(header) }
    for record in bad {
      // A text that was cut is read again where it stands.
      let isCut = record.text.utf8.count >= BadRecord.textLimit
      let whole = isCut ? try browser.rawLine(at: record.place, limit: 16 << 20) : nil
      lines.append(whole ?? record.text)
    }
    try FolderListing.make(Corrections(project.target).folder(of: source.id))
    let isArray = try format() == .jsonArray
    let text = isArray ? "[\n" + lines.joined(separator: ",\n") + "\n]\n" : lines.joined(separator: "\n") + "\n"
    var draft = Draft(reasons: bad.map { "\($0.place.file):\($0.place.line): \($0.reason)" })
    if let there = FolderListing.text(draftFile), there != text {
      let laidOut = FolderListing.text(laidOutFile)
      if laidOut == text {
        draft.isKept = true
        return draft
      }
      if there != laidOut { draft.setAside = try setDraftAside() }
    }
    try AtomicFile.write(text, to: laidOutFile)
    try AtomicFile.write(text, to: draftFile)
    return draft
  }

  /// The draft as it was before anybody edited it.
  private var laidOutFile: String { draftFile + ".laid-out" }

  private func setDraftAside() throws -> String {
    let folder = Corrections(project.target).folder(of: source.id)
    let taken = Set(FolderListing.names(folder))
    let name = (1...).lazy.map { "draft-\($0).\(self.ending)" }.first { !taken.contains($0) } ?? "draft-0"
    guard rename(draftFile, "\(folder)/\(name)") == 0 else {
      throw WarehouseError("\(draftFile) was edited, and cannot be set aside: \(String(cString: strerror(errno)))")
    }
    return "\(folder)/\(name)"
  }

  /// Admits what came back. Nothing is kept unless every record of it can be read.
  ///
  /// - Parameter file: The edited file; nil: the draft's own place.
  /// - Returns: How many records were corrected, and how many of the bad ones were left out.
  package func admit(
    _ file: String? = nil, by user: String, in directory: StateDirectory
  ) throws -> (corrected: Int, leftOut: Int) {
    let corrections = Corrections(project.target)
    return try corrections.exclusively(source.id) {
      let counts = try admitAlone(file ?? draftFile, by: user, in: directory, corrections)
      if file == nil { for path in [draftFile, laidOutFile] { unlink(path) } }
      return counts
    }
  }

  private func admitAlone(
    _ path: String, by user: String, in directory: StateDirectory, _ corrections: Corrections
  ) throws -> (corrected: Int, leftOut: Int) {
    // Twice would be one file more each time, with the same records.
    if isAdmitted { throw WarehouseError("these records of \(source.name) were admitted before: build \(reader.name)") }
    guard let text = FolderListing.text(path) else {
      throw WarehouseError("\(path) cannot be read: write it first with: sluice quarantine edit \(reader.name)")
    }
    let hasTypes = source.columns.contains { $0.dataType != nil }
    let columns = try hasTypes ? source.columns.map { DeclaredColumn($0.name, type: $0.dataType) } : known()
    let opened = try openFileSource(
      FileSourceSpec(paths: [path], format: try format(), columns: columns, allowsNoFiles: true))
    let connection = try Connection.inMemory()
    defer { connection.close() }
    let still = RejectedRecords()
    try opened.register(on: connection, as: "draft", sink: still)
    // Every column is asked for: values nobody asks for are not read, nor found to be bad.
    let reading = try connection.prepare("SELECT * FROM draft")
    var corrected = 0
    while try reading.step() { corrected += 1 }
    reading.reset()
    if still.count > 0 {
      let words = still.records.prefix(10).map { "  \($0.file):\($0.line): \($0.reason)" }.joined(separator: "\n")
      throw WarehouseError("\(still.count) of the records are still bad; nothing was admitted\n\(words)")
    }
    let leftOut = max(0, bad.count - corrected)
    let correction = Correction(
      dataFile: "", settled: Set(bad.map { Correction.mark(file: $0.place.file, text: $0.text) }), by: user, at: .now,
      corrected: corrected, leftOut: leftOut)
    try corrections.add(text, ending: ending, to: source.id, correction)
    let writer = try RunStoreWriter(directory)
    writer.append(
      .event(
        EventRecord(
          run: nil, at: .now, level: .warn, kind: EventKind.quarantine, node: reader.id,
          message: "\(corrected) corrected records of \(source.name) were admitted by \(user)"
            + (leftOut > 0 ? ", \(leftOut) left out" : ""))))
    writer.close()
    return (corrected, leftOut)
  }

  /// The format of the files, as they were read.
  private func format() throws -> FileFormat? {
    if let declared = try FileFormat(location) { return declared }
    return try? openFileSource(FileSourceSpec(paths: [bad[0].place.file], columns: known())).format
  }

  private func known() throws -> [DeclaredColumn]? {
    let source = try openFileSource(FileSourceSpec(paths: location.paths, format: try FileFormat(location)))
    return source.columns
  }

  private func header(_ browser: WarehouseBrowser) throws -> String? {
    guard case .csv(let options)? = try format(), options.hasHeader else { return nil }
    let files = Set(bad.map(\.place.file))
    let headers = Set(try files.map { try browser.rawLine(at: RecordPlace(file: $0, line: 1)) })
    guard headers.count == 1 else {
      throw WarehouseError(
        "the bad records lie in files with different headers: put them right where they stand, \(files.sorted().joined(separator: ", "))"
      )
    }
    return headers.first ?? nil
  }
}
