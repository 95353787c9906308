/// What Jinja may ask of the warehouse while a node is compiled (`run_query`, `adapter.get_relation`, `is_incremental` …).
///
/// The engine implements it over its connection; parsing alone uses `NoWarehouse`.
public protocol CompilationAdapter {
  /// Whether macros may change tables here: in hooks and operations, not while a model is compiled.
  var changesTables: Bool { get }
  /// Runs one statement of the project's dialect and returns its rows.
  func query(_ sql: String) throws -> AdapterTable
  /// The published relation's columns in order, or nil when there is no such relation.
  func columns(of relation: RelationName) throws -> [AdapterColumn]?
  /// The relations of a schema: identifier and kind (`table` or `view`).
  func relations(inDatabase database: String, schema: String) throws -> [(identifier: String, kind: String)]
}

extension CompilationAdapter {
  public var changesTables: Bool { false }
}

/// Rows a macro asked for.
public struct AdapterTable: Sendable {
  public var columnNames: [String]
  /// Scalars only.
  public var rows: [[ConfigValue]]
  /// The columns' declared types, where they are known; empty texts, or no texts, where not.
  public var types: [String]

  public init(columnNames: [String], rows: [[ConfigValue]], types: [String] = []) {
    self.columnNames = columnNames
    self.rows = rows
    self.types = types
  }
}

/// A column of a relation with its declared type.
public struct AdapterColumn: Hashable, Sendable {
  public var name: String
  public var dataType: String

  public init(name: String, dataType: String) {
    self.name = name
    self.dataType = dataType
  }
}

/// The adapter of a compilation that may not look into a warehouse: nothing exists in it.
public struct NoWarehouse: CompilationAdapter {
  public init() {}
  public func query(_ sql: String) throws -> AdapterTable { AdapterTable(columnNames: [], rows: []) }
  public func columns(of relation: RelationName) throws -> [AdapterColumn]? { nil }
  public func relations(inDatabase database: String, schema: String) throws -> [(identifier: String, kind: String)] {
    []
  }
}
