import SQLiteKit

/// The engine inside this program.
package enum EmbeddedEngine {
  /// SQLite's version, as `3.40.1`.
  package static var version: String { SQLiteLibrary.version }
}
