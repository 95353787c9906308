import Glibc
import SQLiteKit

/// What the catalogs of a warehouse say of themselves: versions are recorded there in the transaction that publishes
/// them, so this is the truth when a process died between a publish and telling of it.
package struct PublicationLog: Sendable {
  /// The folder of catalogs.
  package let folder: String

  package init(folder: String) { self.folder = folder }

  /// The versions a run published. Catalogs that cannot be read tell nothing.
  package func publications(of run: RunID) -> [VersionRecord] {
    catalogs().flatMap { name -> [VersionRecord] in
      guard let connection = try? Connection(path: "\(folder)/\(name).db", mode: .readOnly) else { return [] }
      defer { connection.close() }
      return (try? VersionLog(connection, database: name).published(by: run)) ?? []
    }
  }

  private func catalogs() -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".db") { names.append(String(name.dropLast(3))) }
    }
    return names.sorted()
  }
}
