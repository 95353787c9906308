import Glibc
package import Project

/// Bad records of a source that somebody put right: their corrected texts are one more file of the source, and the bad
/// ones are passed over from now on.
package struct Correction: Sendable {
  /// The corrected records, in the source's own format.
  package var dataFile: String
  /// Marks of the records that are settled by it.
  package var settled: Set<String>
  package var by: String
  package var at: Instant
  /// Corrected records, and bad ones left out on purpose.
  package var corrected: Int
  package var leftOut: Int

  /// What tells a bad record from every other: its file and its text, not its line, which moves.
  static func mark(file: String, text: String) -> String {
    StepFingerprint(code: file + "\u{0}" + text, inputs: []).digest
  }
}

/// The corrections of a target's sources: a folder a source in `.sluice/corrections`.
package struct Corrections: Sendable {
  private let folder: String

  package init(_ target: ProjectTarget) { folder = target.stateDirectory + "/corrections" }

  /// The folder of a source.
  func folder(of source: NodeID) -> String { "\(folder)/\(source.rawValue.replacing("/", with: "_"))" }

  /// The corrections of a source in the order they were made. One whose record cannot be read counts for nothing: its
  /// bad records are bad again.
  package func all(of source: NodeID) -> [Correction] {
    let folder = folder(of: source)
    return FolderListing.names(folder).filter { $0.hasSuffix(".json") && $0.hasPrefix("correction-") }.sorted()
      .compactMap { name in
        guard let text = FolderListing.text("\(folder)/\(name)"), let json = try? JSONValue(parsing: text),
          let file = json["data"]?.stringValue
        else { return nil }
        return Correction(
          dataFile: "\(folder)/\(file)", settled: Set(json["settled"]?.arrayValue?.compactMap(\.stringValue) ?? []),
          by: json["by"]?.stringValue ?? "", at: Instant(microseconds: json["at"]?.intValue ?? 0),
          corrected: Int(json["corrected"]?.intValue ?? 0), leftOut: Int(json["left_out"]?.intValue ?? 0))
      }
  }

  /// Does something nobody else does to the same source meanwhile.
  func exclusively<Result>(_ source: NodeID, _ body: () throws -> Result) throws -> Result {
    let folder = folder(of: source)
    try FolderListing.make(folder)
    let descriptor = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunStoreError(.unwritable, path: "\(folder)/lock", String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw RunStoreError(.unwritable, path: "\(folder)/lock", String(cString: strerror(errno)))
      }
    }
    return try body()
  }

  /// Keeps a correction: the data first, then the record that makes it count.
  func add(_ text: String, ending: String, to source: NodeID, _ correction: Correction) throws(RunStoreError) {
    let folder = folder(of: source)
    do { try FolderListing.make(folder) } catch {
      throw RunStoreError(.unwritable, path: folder, String(describing: error))
    }
    // Behind every name there is, whether or not what bears it can still be read.
    let number = 1 + (FolderListing.names(folder).compactMap(Self.number).max() ?? 0)
    let name = "correction-" + String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
    try AtomicFile.write(text, to: "\(folder)/\(name).\(ending)")
    let record: JSONValue = [
      "data": .string("\(name).\(ending)"), "settled": .strings(correction.settled.sorted()),
      "by": .string(correction.by), "at": .int(correction.at.microseconds),
      "corrected": .int(Int64(correction.corrected)), "left_out": .int(Int64(correction.leftOut)),
    ]
    try AtomicFile.write(record.text + "\n", to: "\(folder)/\(name).json")
  }

  /// The number in `correction-0012.csv`.
  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("correction-") else { return nil }
    return Int(name.dropFirst("correction-".count).prefix { $0.isNumber })
  }
}
