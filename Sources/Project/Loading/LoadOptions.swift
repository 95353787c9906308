/// What the command line says about a project before it is loaded.
public struct LoadOptions: Sendable {
  /// `--profiles-dir`.
  public var profilesDirectory: String?
  /// `--profile`.
  public var profile: String?
  /// `--target`.
  public var target: String?
  /// `--vars`, a map.
  public var vars: ConfigValue
  /// `--sources DIR`: a folder whose files stand for the sources' files of the same name.
  public var sourcesDirectory: String?
  /// `--threads`.
  public var threads: Int?
  /// The environment that `env_var` reads.
  public var environment: [String: String]
  /// Whether an engine for an adapter type (`snowflake`, `duckdb` …) can be loaded here.
  public var canRun: @Sendable (String) -> Bool
  /// `--full-refresh`, which Jinja sees as `flags.FULL_REFRESH`.
  public var fullRefresh: Bool
  /// `--store-failures`.
  public var storeFailures: Bool
  /// `--target-path`: where artifacts go, over the project's own `target-path`.
  public var targetPath: String?
  /// Whether what an earlier reading came to may stand for this one, and this one is kept: `--partial-parse`.
  public var usesCache = false
  /// The command's name (`build`, `run` …), which Jinja sees as `flags.WHICH`.
  public var command: String

  /// Options as a command without flags has them.
  public init(
    profilesDirectory: String? = nil, profile: String? = nil, target: String? = nil, vars: ConfigValue = .map([]),
    sourcesDirectory: String? = nil, threads: Int? = nil, environment: [String: String] = [:],
    fullRefresh: Bool = false, storeFailures: Bool = false, targetPath: String? = nil, command: String = "build",
    canRun: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.profilesDirectory = profilesDirectory
    self.profile = profile
    self.target = target
    self.vars = vars
    self.sourcesDirectory = sourcesDirectory
    self.threads = threads
    self.environment = environment
    self.fullRefresh = fullRefresh
    self.storeFailures = storeFailures
    self.targetPath = targetPath
    self.command = command
    self.canRun = canRun
  }
}
