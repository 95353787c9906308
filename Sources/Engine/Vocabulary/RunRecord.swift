public import Project

/// One run as the run store keeps it.
public struct RunRecord: Sendable, Identifiable {
  public var id: RunID
  /// dbt's `invocation_id`, a UUID.
  public var invocationID: String
  /// `build`, `run`, `test`, `seed`, `snapshot`, `retry` …
  public var command: String
  /// The equivalent shell command, secrets left out.
  public var commandLine: String
  public var state: RunState
  public var createdAt: Instant
  public var startedAt: Instant?
  public var finishedAt: Instant?
  /// `manual`, `console`, `schedule`, `dataset`, `retry of 41` …
  public var trigger: String
  /// Who started it: the user's login name.
  public var user: String
  public var target: String
  /// The run this one resumes.
  public var retryOf: RunID?
  /// Supervisor process, or nil before it starts.
  public var processID: Int32?
  /// The last sign of life of its supervisor.
  public var heartbeatAt: Instant?
  public var cancelRequested: Bool
  public var stepCount: Int
  /// Steps by state.
  public var stepStates: [StepState: Int]
  /// Why it failed, in one line, when it failed outside of any step.
  public var message: String?

  public init(
    id: RunID, invocationID: String, command: String, commandLine: String, state: RunState, createdAt: Instant,
    startedAt: Instant? = nil, finishedAt: Instant? = nil, trigger: String = "manual", user: String = "",
    target: String = "local", retryOf: RunID? = nil, processID: Int32? = nil, heartbeatAt: Instant? = nil,
    cancelRequested: Bool = false, stepCount: Int = 0, stepStates: [StepState: Int] = [:], message: String? = nil
  ) {
    self.id = id
    self.invocationID = invocationID
    self.command = command
    self.commandLine = commandLine
    self.state = state
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.trigger = trigger
    self.user = user
    self.target = target
    self.retryOf = retryOf
    self.processID = processID
    self.heartbeatAt = heartbeatAt
    self.cancelRequested = cancelRequested
    self.stepCount = stepCount
    self.stepStates = stepStates
    self.message = message
  }
}

/// One node in a run.
public struct StepRecord: Sendable {
  public var run: RunID
  public var node: NodeID
  public var state: StepState
  /// Counts from 1; grows with every retry.
  public var attempt: Int
  public var queuedAt: Instant?
  public var startedAt: Instant?
  public var finishedAt: Instant?
  public var progress: StepProgress
  /// The version it published or, when held at the output gate, quarantined.
  public var version: Int64?
  /// What it made is what was published before: `version` stands.
  public var stands: Bool
  /// Why it is as it is: what it waits for, what holds it, why it was reused, how it failed.
  public var reason: String?
  /// Where in the author's files a failure lies.
  public var location: SourceLocation?
  /// The statement that failed or ran, as sent to the engine.
  public var sql: String?
  /// What it leaves behind; of a table alone the rows written mean anything.
  public var product: StepProduct

  public init(
    run: RunID, node: NodeID, state: StepState, attempt: Int = 1, queuedAt: Instant? = nil, startedAt: Instant? = nil,
    finishedAt: Instant? = nil, progress: StepProgress = StepProgress(), version: Int64? = nil, reason: String? = nil,
    location: SourceLocation? = nil, sql: String? = nil, product: StepProduct = .table, stands: Bool = false
  ) {
    self.run = run
    self.node = node
    self.product = product
    self.stands = stands
    self.state = state
    self.attempt = attempt
    self.queuedAt = queuedAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.progress = progress
    self.version = version
    self.reason = reason
    self.location = location
    self.sql = sql
  }
}

/// How far a step has come. Counts are exact; `expectedRows` is an estimate from the past or the input's size.
public struct StepProgress: Hashable, Sendable {
  public var rowsRead: Int64
  public var rowsWritten: Int64
  public var rowsQuarantined: Int64
  public var bytesRead: Int64
  public var bytesTotal: Int64
  public var expectedRows: Int64?

  public init(
    rowsRead: Int64 = 0, rowsWritten: Int64 = 0, rowsQuarantined: Int64 = 0, bytesRead: Int64 = 0,
    bytesTotal: Int64 = 0,
    expectedRows: Int64? = nil
  ) {
    self.rowsRead = rowsRead
    self.rowsWritten = rowsWritten
    self.rowsQuarantined = rowsQuarantined
    self.bytesRead = bytesRead
    self.bytesTotal = bytesTotal
    self.expectedRows = expectedRows
  }

  /// Share done, 0 … 1, from bytes where files are read, else from expected rows; nil when nothing is known.
  public var fraction: Double? {
    if bytesTotal > 0 { return min(1, Double(bytesRead) / Double(bytesTotal)) }
    guard let expectedRows, expectedRows > 0 else { return nil }
    return min(1, Double(max(rowsWritten, rowsRead)) / Double(expectedRows))
  }
}
