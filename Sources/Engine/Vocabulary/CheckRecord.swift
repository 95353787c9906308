public import Project

/// One gate of one step of a run, as the run store keeps it.
public struct GateRecord: Sendable {
  public var run: RunID
  public var node: NodeID
  public var gate: GateKind
  public var state: GateState
  public var passed: Int
  public var warned: Int
  public var failed: Int
  public var notEvaluated: Int
  public var waived: Int
  public var startedAt: Instant?
  public var finishedAt: Instant?

  public init(
    run: RunID, node: NodeID, gate: GateKind, state: GateState, passed: Int = 0, warned: Int = 0, failed: Int = 0,
    notEvaluated: Int = 0, waived: Int = 0, startedAt: Instant? = nil, finishedAt: Instant? = nil
  ) {
    self.run = run
    self.node = node
    self.gate = gate
    self.state = state
    self.passed = passed
    self.warned = warned
    self.failed = failed
    self.notEvaluated = notEvaluated
    self.waived = waived
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }
}

/// What one check found in one run.
public struct CheckRecord: Sendable, Identifiable {
  /// The number of this result in the run store; failing rows are kept under it.
  public var id: Int64
  public var run: RunID
  public var node: NodeID
  public var gate: GateKind
  /// The check's stable name: the test's name, or `exists`, `not_empty`, `columns`, `bad_records`, `volume`, `history.overlap` …
  public var name: String
  /// The data test behind it, when it is one.
  public var test: NodeID?
  public var state: GateState
  public var severity: TestDefinition.Severity
  /// How many rows fail, or the measured value.
  public var measured: Double?
  /// Rows looked at, where known.
  public var population: Int64?
  /// The bound in words: `= 0`, `>= 95 %`, `±50 % of 5 000`.
  public var threshold: String
  public var message: String
  public var sql: String?
  public var location: SourceLocation?
  public var seconds: Double
  /// How many failing rows are kept for looking at, and of how many.
  public var rowsKept: Int64
  public var rowsFailing: Int64?

  public init(
    id: Int64 = 0, run: RunID, node: NodeID, gate: GateKind, name: String, test: NodeID? = nil, state: GateState,
    severity: TestDefinition.Severity = .error, measured: Double? = nil, population: Int64? = nil,
    threshold: String = "",
    message: String = "", sql: String? = nil, location: SourceLocation? = nil, seconds: Double = 0, rowsKept: Int64 = 0,
    rowsFailing: Int64? = nil
  ) {
    self.id = id
    self.run = run
    self.node = node
    self.gate = gate
    self.name = name
    self.test = test
    self.state = state
    self.severity = severity
    self.measured = measured
    self.population = population
    self.threshold = threshold
    self.message = message
    self.sql = sql
    self.location = location
    self.seconds = seconds
    self.rowsKept = rowsKept
    self.rowsFailing = rowsFailing
  }
}

/// Failing rows or bad records kept for looking at: columns, and cells as text (nil is NULL).
public struct FailingRows: Sendable {
  public var columns: [String]
  public var rows: [[String?]]
  /// How many there are in all, when more than are kept.
  public var total: Int64

  public init(columns: [String], rows: [[String?]], total: Int64) {
    self.columns = columns
    self.rows = rows
    self.total = total
  }
}
