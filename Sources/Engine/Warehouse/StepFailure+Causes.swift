package import Project
package import SQLiteKit

extension StepFailure {
  /// A refusal of SQLite while `statement` ran: placed at the author's line where the statement can be traced back.
  package init(_ error: SQLiteError, running statement: AuthoredStatement? = nil) {
    if error.code.rawValue & 0xFF == ResultCode.interrupted.rawValue {
      self.init(.cancelled, "cancelled")
      return
    }
    let isDamage = ResultCode.corrupt ~= error.code || ResultCode.notADatabase ~= error.code
    self.init(
      .failed, isDamage ? Self.damaged(error) : statement.map { $0.reason(error) } ?? error.message,
      at: statement.flatMap { $0.location(of: error) }, sql: statement?.compiledSQL ?? error.sql,
      isTransient: error.code.isTransient)
  }

  private static func damaged(_ error: SQLiteError) -> String {
    "a file of the warehouse is damaged (\(error.message)): put a copy in its place, or move it away and build again with "
      + "--full-refresh"
  }

  /// What went wrong while a node was compiled.
  package init(_ failure: CompilationFailure, node: Node) {
    let first = failure.messages.first { $0.severity == .error } ?? failure.messages.first
    let words = failure.messages.filter { $0.severity == .error }.map(\.words)
    self.init(
      .failed, words.isEmpty ? "\(node.name) does not compile" : words.joined(separator: "\n"),
      at: first?.location ?? node.location)
  }

  /// Anything else that was thrown.
  package init(any error: any Error) {
    switch error {
    case let failure as StepFailure: self = failure
    case let error as SQLiteError: self.init(error)
    case let missing as MissingRelation: self.init(.failed, "\(missing.relation) does not exist", at: missing.location)
    default: self.init(.failed, String(describing: error))
    }
  }
}
