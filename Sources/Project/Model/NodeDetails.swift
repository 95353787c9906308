/// What is known of a node beyond running it: for artifacts, selection, documentation.
public struct NodeDetails: Sendable {
  /// The path below the folder of its kind: `staging/stg_orders.sql`; for generic tests the file dbt would write.
  public var path = ""
  /// Absolute path of a seed's file.
  public var absolutePath = ""
  /// The identifier without generated parts, as `alias` in artifacts.
  public var alias = ""
  /// Calls of `ref` in the order met.
  public var refs: [RefCall] = []
  /// Calls of `source` in the order met.
  public var sources: [SourceCall] = []
  /// The version of a versioned model, and the latest one.
  public var version: String?
  public var latestVersion: String?
  public var isLatestVersion: Bool { version != nil && version == latestVersion }
  /// `private`, `protected` or `public`; nil for what has no access level.
  public var access: String?
  public var group: String?
  /// SHA-256 of the file's text.
  public var checksum = ""
  /// Constraints on the whole relation.
  public var constraints: [ConfigValue] = []
  public var deprecationDate: String?
  /// What the node's own file and properties configure, the last word on each key; the project's trees are not in it.
  public var ownConfig: [ConfigEntry] = []
  /// For exposures: `type`, `owner`, `url`, `maturity`, `label`. For groups: `owner`. For unit tests: the whole entry.
  public var properties: ConfigValue = .map([])
  /// For macros of generic tests: whether the SQL is written by this program.
  public var source: SourceDetails?

  /// Nothing known.
  public init() {}
}

/// One call of `ref`.
public struct RefCall: Hashable, Sendable {
  public var name: String
  public var package: String?
  public var version: String?

  /// `ref(package, name, v=version)`.
  public init(name: String, package: String? = nil, version: String? = nil) {
    self.name = name
    self.package = package
    self.version = version
  }
}

/// One call of `source`.
public struct SourceCall: Hashable, Sendable {
  public var source: String
  public var table: String

  /// `source(source, table)`.
  public init(source: String, table: String) {
    self.source = source
    self.table = table
  }
}

/// What artifacts say of a source beyond its table.
public struct SourceDetails: Hashable, Sendable {
  public var sourceDescription = ""
  public var sourceMeta: ConfigValue = .map([])
  public var external: ConfigValue = .null
  public var quoting: [String: Bool] = [:]
  /// Database and schema before Jinja, where the source names them.
  public var writtenDatabase: String?
  public var writtenSchema: String?

  /// Nothing said.
  public init() {}
}
