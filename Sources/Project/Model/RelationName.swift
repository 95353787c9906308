/// The three-level name of a table or view: catalog (dbt's `database`), schema, identifier.
///
/// On the embedded engine the catalog is a SQLite file of the warehouse folder and `schema.identifier` is a table
/// named so in it.
public struct RelationName: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
  public var database: String
  public var schema: String
  public var identifier: String

  public init(database: String, schema: String, identifier: String) {
    self.database = database
    self.schema = schema
    self.identifier = identifier
  }

  /// The table's name inside its catalog's file: `schema.identifier`.
  public var tableName: String { "\(schema).\(identifier)" }

  public var description: String { "\(database).\(schema).\(identifier)" }

  public static func < (left: RelationName, right: RelationName) -> Bool { left.description < right.description }
}
