/// A statement that runs before the first or after the last node of a run: `on-run-start`, `on-run-end`.
public struct ProjectHook: Hashable, Sendable {
  /// The author's text, before Jinja.
  public var sql: String
  public var package: String
  /// Counts from 0 among the hooks of its package and kind.
  public var index: Int
  public var location: SourceLocation

  public init(sql: String, package: String, index: Int, location: SourceLocation) {
    self.sql = sql
    self.package = package
    self.index = index
    self.location = location
  }
}

/// When a node's hook runs.
public enum HookMoment: String, Sendable {
  case before = "pre-hook"
  case after = "post-hook"
}

/// A statement that runs before or after a node.
public struct NodeHook: Hashable, Sendable {
  /// The author's text, before Jinja.
  public var sql: String
  /// Whether it belongs to the node's transaction: it is undone with it, and undoes it when it fails.
  public var isInTransaction: Bool
  /// Counts from 1 among the node's hooks of its kind.
  public var number: Int
  public var location: SourceLocation

  public init(sql: String, isInTransaction: Bool = true, number: Int = 1, location: SourceLocation) {
    self.sql = sql
    self.isInTransaction = isInTransaction
    self.number = number
    self.location = location
  }
}

extension Node {
  /// The node's hooks of a kind, in the order they run.
  public func hooks(_ moment: HookMoment) -> [NodeHook] {
    var hooks: [NodeHook] = []
    for value in config[moment.rawValue]?.listValue ?? config[moment.rawValue].map({ [$0] }) ?? [] {
      guard let sql = value["sql"]?.scalarText ?? value.scalarText,
        sql.contains(where: { !$0.isWhitespace })
      else { continue }
      hooks.append(
        NodeHook(
          sql: sql, isInTransaction: value["transaction"]?.boolValue ?? true, number: hooks.count + 1,
          location: place(of: sql)))
    }
    return hooks
  }

  /// Where a hook was written: in the node's own file when its text stands there, else where the node is described.
  private func place(of hook: String) -> SourceLocation {
    let first = hook.split(separator: "\n").first.map(String.init) ?? hook
    guard let range = rawCode.firstRange(of: first) else { return patchLocation ?? location }
    let before = rawCode[..<range.lowerBound]
    let line = before.count { $0 == "\n" }
    let column =
      before.utf8.count
      - (before.utf8.lastIndex(of: 0x0A).map { before.utf8.distance(from: before.utf8.startIndex, to: $0) + 1 } ?? 0)
    return SourceLocation(file: location.file, line: location.line + line, column: column + 1)
  }
}

/// How a node of a run ended, as `on-run-end` sees it in `results`.
public struct FinishedNode: Sendable {
  public var id: NodeID
  /// dbt's word: `success`, `error`, `skipped`, `pass`, `warn`, `fail`.
  public var status: String
  public var message: String?
  public var seconds: Double
  /// Failing rows, of tests.
  public var failures: Int?
  public var rowsAffected: Int
  /// When it began, in seconds since 1970.
  public var startedAt: Double?

  public init(
    id: NodeID, status: String, message: String? = nil, seconds: Double = 0, failures: Int? = nil,
    rowsAffected: Int = 0, startedAt: Double? = nil
  ) {
    self.startedAt = startedAt
    self.id = id
    self.status = status
    self.message = message
    self.seconds = seconds
    self.failures = failures
    self.rowsAffected = rowsAffected
  }
}
