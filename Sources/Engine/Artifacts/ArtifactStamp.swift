import Glibc
import Project

/// Remembers what a manifest was written of and what its file was then, so that the same is not written again: for a
/// project of many nodes that takes longer than finding that nothing changed.
struct ArtifactStamp {
  private let path: String
  /// All that the manifest is made of; nil when that cannot be told.
  private let content: String?

  /// - Parameters:
  ///   - kind: which of the project's manifests it is.
  ///   - compiled: the SQL it holds.
  init(_ project: LoadedProject, kind: String, _ compiled: [NodeID: String] = [:]) {
    path = project.target.stateDirectory + "/\(kind).stamp"
    content = project.reading.map { reading in
      var hash = ContentHash()
      let environment = project.metadataEnvironment.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
      let sql = compiled.sorted { $0.key < $1.key }.map { [$0.key.rawValue, $0.value] }
      for var text in (environment + sql).joined() {
        text.append("\u{0}")
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
      }
      return "\(reading) \(hash.value())"
    }
  }

  /// Whether the file is the one that was written of this.
  func holds(for file: String) -> Bool {
    guard let wanted = words(for: file) else { return false }
    return AtomicFile.holds(wanted, at: path)
  }

  /// Notes that the file was just written of this.
  func keep(for file: String) throws(RunStoreError) {
    if let words = words(for: file) { try AtomicFile.write(words, to: path) } else { unlink(path) }
  }

  private func words(for file: String) -> String? {
    guard let content, let print = try? FileFingerprint(of: file, hashingContent: false) else { return nil }
    return "\(content)\n\(file) \(print.size) \(print.modified) \(print.inode)\n"
  }
}
