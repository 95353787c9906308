package import Project

/// Why a step ended before it was published: what `StepOutcome` will say.
package struct StepFailure: Error, Sendable {
  package var state: StepState
  package var reason: String
  package var location: SourceLocation?
  package var sql: String?
  package var isTransient: Bool

  package init(
    _ state: StepState, _ reason: String, at location: SourceLocation? = nil, sql: String? = nil,
    isTransient: Bool = false
  ) {
    self.state = state
    self.reason = reason
    self.location = location
    self.sql = sql
    self.isTransient = isTransient
  }
}

extension StepFailure: CustomStringConvertible {
  /// The place, where there is one, and the reason.
  package var description: String { location.map { "\($0): \(reason)" } ?? reason }
}
