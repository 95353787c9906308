import Jinja

/// A node on its way into the graph: what its file says, before references are resolved.
struct Draft: Sendable {
  var node: Node
  /// The SQL as a template; nil when it could not be parsed or there is none.
  var template: Template?
  /// Configuration from `config()` calls.
  var inFile: [ConfigEntry] = []
  /// What a properties file says of it.
  var patch: PropertiesFile.Entry?
  /// Configuration of one version, over that of all.
  var versionConfig: [ConfigEntry] = []
  /// Versions it is one of.
  var version: ModelVersion?
  /// Tests declared on it.
  var tests: [TestDeclaration] = []
  /// Configuration that stands where the patch's does, for YAML-defined nodes.
  var declared: [ConfigEntry] = []
  var isEnabled: Bool { node.config.isEnabled }
}

/// One version of a versioned model, as the properties file gives it.
struct ModelVersion: Sendable {
  var version: String
  var latest: String
}
