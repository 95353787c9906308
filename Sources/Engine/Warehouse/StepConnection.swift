import Glibc
package import Project
package import SQLiteKit

/// The connection one step runs on: the catalog it publishes to is `main`, a scratch file of its own is `scratch`, and
/// the other catalogs are attached for reading.
package final class StepConnection {
  package let connection: Connection
  package let scope: RelationScope
  package let scratchPath: String
  private let catalogs: [CatalogFile]

  /// At most ten files can be attached in Debian's build of SQLite; one place is the scratch file's.
  private static let attachLimit = 9

  package init(project: LoadedProject, database: String, scratchName: String) throws {
    let directory = project.target.warehouseDirectory
    let main = CatalogFile(database: database, directory: directory)
    try main.prepare()
    // Attached files are opened as the main one is: the scratch file must be made.
    connection = try Connection(path: main.path, mode: .create, options: CatalogFile.options)
    for pragma in Self.pragmas { try connection.execute(pragma) }
    scratchPath = "\(project.target.stateDirectory)/scratch/\(scratchName).db"
    try makeDirectories(above: scratchPath)
    unlink(scratchPath)
    try connection.attach(scratchPath, as: "scratch")
    try connection.execute("PRAGMA scratch.page_size = 16384")
    try connection.apply(.scratch, to: "scratch")
    let relations = project.graph.nodes.values.compactMap(\.relation)
    var attached: [String: String] = [:]
    var catalogs = [main]
    for other in Set(relations.map(\.database)).sorted() where other.lowercased() != database.lowercased() {
      let file = CatalogFile(database: other, directory: directory)
      guard file.exists, attached.count < Self.attachLimit else { continue }
      let alias = CatalogFile.alias(of: other)
      try connection.attach(CatalogFile.uri(file.path, "mode=ro"), as: alias)
      attached[other.lowercased()] = alias
      catalogs.append(file)
    }
    self.catalogs = catalogs
    scope = RelationScope(
      connection: connection, mainDatabase: database, attached: attached, target: project.target, relations: relations)
    try StepFunctions.register(on: connection)
  }

  /// Renames must not rewrite views (they name tables, not versions); the log is moved by a checkpoint of its own.
  private static let pragmas = [
    "PRAGMA main.synchronous = NORMAL", "PRAGMA main.secure_delete = OFF", "PRAGMA main.cache_size = -65536",
    "PRAGMA legacy_alter_table = ON", "PRAGMA wal_autocheckpoint = 0", "PRAGMA temp_store = DEFAULT",
    "PRAGMA recursive_triggers = OFF",
  ]

  package func close() {
    connection.close()
    unlink(scratchPath)
  }
}
