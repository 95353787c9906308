package import Project

/// What somebody wants run, whole: the supervisor's process needs nothing else but the project and its environment.
package struct RunRequest: Sendable, Hashable {
  /// What happens when somebody else works on the target.
  package enum WhenBusy: String, Sendable, CaseIterable { case wait, refuse }

  /// Which steps of an earlier run are carried again.
  package enum ResumeMode: String, Sendable, CaseIterable {
    /// All that did not end well: failed, held, timed out, skipped, cancelled, crashed. What was published stays.
    case fromFailure = "from_failure"
    /// Only what never began: skipped, cancelled or crashed before it started. What failed stays failed.
    case unprocessed
    /// Every step of that run.
    case everything
  }

  /// Absolute path of the folder with `dbt_project.yml`.
  package var projectDirectory: String
  package var command: RunCommand
  package var select: [String] = []
  package var exclude: [String] = []
  /// `--selector NAME` of `selectors.yml`.
  package var selector: String?
  /// Node ids, instead of selection words: what the console has under its cursor.
  package var nodes: [NodeID] = []
  package var resourceTypes: [String] = []
  package var indirectSelection: String?
  package var profilesDirectory: String?
  package var profile: String?
  package var target: String?
  /// `--vars`, as YAML.
  package var vars: String?
  package var sourcesDirectory: String?
  /// `--state DIR`: artifacts of another run to compare with.
  package var stateArtifacts: String?
  /// `--defer`: nodes that are not selected and not built here are read from where the state has them.
  package var defers = false
  /// `--favor-state`: even those that are built here.
  package var favorsState = false
  /// `--defer-state DIR`: the state that `--defer` means, if another one.
  package var deferArtifacts: String?
  package var excludedTypes: [String] = []
  /// `--target-path`, absolute.
  package var targetPath: String?
  package var threads: Int?
  package var fullRefresh = false
  package var force = false
  package var failFast = false
  package var storeFailures = false
  package var empty = false
  /// `--as-of YYYY-MM-DD`.
  package var asOf: String?
  /// `--event-time-start` and `--event-time-end`: the span that microbatch models are made for.
  package var eventTimeStart: String?
  package var eventTimeEnd: String?
  package var timeoutSeconds: Double?
  package var whenBusy = WhenBusy.wait
  /// `manual`, `console`, `schedule` …
  package var trigger = "manual"
  /// The equivalent shell command.
  package var commandLine = ""
  /// The run this one resumes, and how.
  package var retryOf: RunID?
  package var resumeMode = ResumeMode.fromFailure
  /// Of a `restore`: the version to be published again.
  package var restores: Int64?
  /// `--confirm-mass-close`: histories may close most of their keys.
  package var confirmsMassClose = false

  package init(projectDirectory: String, command: RunCommand) {
    self.projectDirectory = projectDirectory
    self.command = command
  }
}
