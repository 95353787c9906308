/// What a properties file says of a source table.
public struct SourceProperties: Hashable, Sendable {
  public var sourceName: String
  public var tableName: String
  public var loader: String?
  /// Set when the source is a file, or many, that the engine reads in place.
  public var file: FileLocation?
  public var freshness: Freshness?

  public init(
    sourceName: String, tableName: String, loader: String? = nil, file: FileLocation? = nil, freshness: Freshness? = nil
  ) {
    self.sourceName = sourceName
    self.tableName = tableName
    self.loader = loader
    self.file = file
    self.freshness = freshness
  }
}

/// Files behind a source: paths or globs, with what is said about how to read them.
public struct FileLocation: Hashable, Sendable {
  /// Absolute paths, globs or directories, `--sources DIR` already applied.
  public var paths: [String]
  /// `csv`, `tsv`, `json`, `jsonl`; nil: by the file's ending.
  public var format: String?
  /// Further options by name: `delimiter`, `quote`, `header`, `null`, `max_bad_rows`, `max_bad_share`, `allow_empty` …
  public var options: ConfigValue
  public var location: SourceLocation

  public init(paths: [String], format: String? = nil, options: ConfigValue = .map([]), location: SourceLocation) {
    self.paths = paths
    self.format = format
    self.options = options
    self.location = location
  }
}

/// Freshness of a source: thresholds in seconds, and where the time of the latest row is found.
public struct Freshness: Hashable, Sendable {
  public var warnAfterSeconds: Int?
  public var errorAfterSeconds: Int?
  public var loadedAtField: String?
  public var loadedAtQuery: String?
  public var filter: String?
  /// Whether any threshold is.
  public var isSet: Bool { warnAfterSeconds != nil || errorAfterSeconds != nil }

  public init(
    warnAfterSeconds: Int? = nil, errorAfterSeconds: Int? = nil, loadedAtField: String? = nil,
    loadedAtQuery: String? = nil, filter: String? = nil
  ) {
    self.warnAfterSeconds = warnAfterSeconds
    self.errorAfterSeconds = errorAfterSeconds
    self.loadedAtField = loadedAtField
    self.loadedAtQuery = loadedAtQuery
    self.filter = filter
  }
}
