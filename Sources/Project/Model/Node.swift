/// One node of the project: a source, seed, model, snapshot, test or other resource.
public struct Node: Sendable, Identifiable {
  public let id: NodeID
  public let resourceType: ResourceType
  public let name: String
  /// The package (project) that declares it.
  public let package: String
  /// Fully qualified name as dbt selects by it: package, folders, name.
  public var fqn: [String]
  /// Where it is defined; for sources and YAML-defined tests the place in the properties file.
  public var location: SourceLocation
  /// The author's text, before Jinja. Empty for sources and for tests that are compiled natively.
  public var rawCode: String
  public var config: NodeConfig
  public var materialization: Materialization
  /// The relation it reads from or publishes to; nil for tests, ephemeral models and exposures.
  public var relation: RelationName?
  public var description: String
  public var columns: [ColumnProperties]
  /// Nodes it depends on, in the order of first mention, without repetition.
  public var dependsOn: [NodeID]
  /// Ids of macros it uses, for fingerprints and the manifest.
  public var macroDependencies: [String]
  /// bronze, staging, silver, core, gold, mart …: read from `meta.layer`, schema, folder or tag.
  public var layer: String?
  /// For data tests: what is asserted.
  public var test: TestDefinition?
  /// For sources: what is known of the table or file behind it.
  public var source: SourceProperties?
  /// Where the properties YAML describes it.
  public var patchLocation: SourceLocation?
  /// What only artifacts, selection and listings ask for.
  public var details = NodeDetails()

  public init(
    id: NodeID, resourceType: ResourceType, name: String, package: String, fqn: [String], location: SourceLocation,
    rawCode: String = "", config: NodeConfig = NodeConfig(), materialization: Materialization = .view,
    relation: RelationName? = nil, description: String = "", columns: [ColumnProperties] = [],
    dependsOn: [NodeID] = [], macroDependencies: [String] = [], layer: String? = nil, test: TestDefinition? = nil,
    source: SourceProperties? = nil, patchLocation: SourceLocation? = nil
  ) {
    self.id = id
    self.resourceType = resourceType
    self.name = name
    self.package = package
    self.fqn = fqn
    self.location = location
    self.rawCode = rawCode
    self.config = config
    self.materialization = materialization
    self.relation = relation
    self.description = description
    self.columns = columns
    self.dependsOn = dependsOn
    self.macroDependencies = macroDependencies
    self.layer = layer
    self.test = test
    self.source = source
    self.patchLocation = patchLocation
  }
}

/// A column as the properties file describes it.
public struct ColumnProperties: Hashable, Sendable {
  public var name: String
  /// The declared type in the author's words; nil when none is declared.
  public var dataType: String?
  public var description: String
  public var quote: Bool
  public var tags: [String]
  public var meta: ConfigValue
  /// Constraints of a contract, as `{type: not_null}` maps.
  public var constraints: [ConfigValue]

  public init(
    name: String, dataType: String? = nil, description: String = "", quote: Bool = false, tags: [String] = [],
    meta: ConfigValue = .map([]), constraints: [ConfigValue] = []
  ) {
    self.name = name
    self.dataType = dataType
    self.description = description
    self.quote = quote
    self.tags = tags
    self.meta = meta
    self.constraints = constraints
  }
}
